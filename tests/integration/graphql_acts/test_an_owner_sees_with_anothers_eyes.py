"""`rowsSeenAs`: the rows that another body would get, for the owner's people alone.

Covers gateway.reading.reports.rows_seen_as, gateway.control.access.
"""

from collections import Counter

import pytest

from catalog.model.identifiers import graphql_name

OWN = {"35308", "35147", "35344"}
"""Mesnil-Roc'h, with the communes that it took in."""
SEEN = """
{ rowsSeenAs(dataset: "valcobreizh.collectes", organisation: "200085868", purpose: "rpqs_dechets") {
  columns { name isHashed } rows
} }
"""
READ = "{ valcobreizh { collectes(first: 10000) { nodes { %s } } } }"


async def test_they_are_those_that_the_other_body_reads(town):
    seen = (await town.ask(SEEN, "steward@valcobreizh")).data["rowsSeenAs"]
    shown = [
        (place, column["name"])
        for place, column in enumerate(seen["columns"])
        if not column["isHashed"]
    ]
    fields = [graphql_name(name) for _, name in shown]
    read = await town.ask(READ % " ".join(fields), "agent@mesnil-roc-h", purpose="rpqs_dechets")
    rows = read.data["valcobreizh"]["collectes"]["nodes"]
    theirs = Counter(tuple(str(row[field]) for field in fields) for row in rows)
    ours = Counter(tuple(str(cells[place]) for place, _ in shown) for cells in seen["rows"])
    assert ours.total() == 10
    assert len(fields) > 5
    assert ours <= theirs
    assert {row["codeCommune"] for row in rows} <= OWN


async def test_pseudonyms_stay_the_readers_own(town):
    seen = (await town.ask(SEEN, "steward@valcobreizh")).data["rowsSeenAs"]
    for place, column in enumerate(seen["columns"]):
        if column["isHashed"]:
            assert {row[place] for row in seen["rows"]} == {None}


@pytest.mark.parametrize("agent", ["agent@valcobreizh", "approver@valcobreizh"])
async def test_of_the_owner_the_steward_and_the_dpo_alone(town, agent):
    assert (await town.ask(SEEN, agent)).body["data"]["rowsSeenAs"] is None


@pytest.mark.parametrize("agent", [None, "steward@mesnil-roc-h", "operator@interco"])
async def test_nobody_elses(town, agent):
    answered = await town.ask(SEEN, agent)
    assert (answered.body.get("data") or {}).get("rowsSeenAs") is None


async def test_it_is_recorded_as_the_owners_and_credits_no_agreement(town):
    used = (
        '{ usage(dataset: "valcobreizh__collectes") '
        "{ organisation { slug } agreements requests rows } }"
    )

    async def own():
        found = (await town.ask(used, "steward@valcobreizh")).data["usage"]
        return [each for each in found if each["organisation"]["slug"] == "valcobreizh"]

    before = sum(each["requests"] for each in await own())
    await town.ask(SEEN, "steward@valcobreizh")
    after = await own()
    assert sum(each["requests"] for each in after) == before + 1
    assert all(not each["agreements"] for each in after)

"""`usage`: of one's own datasets alone, by organisation, and nothing of what was read beside.

Covers gateway.control.usage, gateway.reports.usage, catalog.store.usage_reading,
catalog.model.usage.
"""

import pytest

USAGE = """query($dataset: ID, $since: Date) { usage(dataset: $dataset, since: $since) {
  dataset organisation { slug } purpose agreements requests besideOthers rows last } }"""
WEIGHINGS = "val_d_ille_aubigne__collectes"
ALONE = "{ valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } } }"
BOTH = """{ valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } }
  sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"""
OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
READER = {"agent": "agent@valcobreizh", "purpose": "rpqs_dechets"}


async def usage(town, agent, **variables):
    told = await town.ask(USAGE, agent, variables=variables)
    assert not told.body.get("errors"), told.body
    return [
        (
            each["dataset"],
            each["organisation"] and each["organisation"]["slug"],
            each["purpose"],
            each["agreements"],
            (each["requests"], each["besideOthers"], each["rows"]),
        )
        for each in told.body["data"]["usage"]
    ]


@pytest.fixture
async def read(town):
    """The weighings twice, once beside open data; open data by nobody too."""
    asked = {"alone": (ALONE, READER), "beside": (BOTH, READER), "open": (OPEN, {})}
    for request, (document, who) in asked.items():
        answered = await town.ask(document, request=request, **who)
        assert not answered.body.get("errors"), answered.body
    return town


async def test_an_owner_sees_who_read_for_what_and_under_which_agreement(read):
    (line,) = await usage(read, "steward@val-d-ille-aubigne", dataset=WEIGHINGS)
    assert line == (WEIGHINGS, "valcobreizh", "rpqs_dechets", ["conv-2025-0001@1"], (2, 1, 3))


async def test_open_data_is_counted_and_says_nothing_of_an_agreement_of_another(read):
    found = await usage(read, "steward@sde35")
    stations = "sde35__bornes_recharge"
    assert sorted(found, key=str) == sorted(
        [
            (stations, None, None, [], (1, 0, 2)),
            (stations, "valcobreizh", "rpqs_dechets", [], (1, 1, 0)),
        ],
        key=str,
    )


async def test_what_was_refused_beside_what_was_answered_was_not_read(town):
    answered = await town.ask(BOTH, "agent@sde35", request="refused beside")
    assert answered.body["data"]["sde35"]["bornesRecharge"]["nodes"]
    assert answered.body["errors"]
    assert await usage(town, "steward@val-d-ille-aubigne", dataset=WEIGHINGS) == []
    assert len(await usage(town, "steward@sde35")) == 1


async def test_nobody_sees_another_bodys_usage(read):
    asked = {"dataset": WEIGHINGS}
    for agent, code in (
        ("steward@sde35", "unknown_dataset"),
        ("agent@val-d-ille-aubigne", "act_role_required"),
        (None, "token_required"),
    ):
        told = await read.ask(USAGE, agent, variables=asked)
        assert [each["extensions"]["code"] for each in told.body["errors"]] == [code]
    assert await usage(read, "steward@valcobreizh", since="2026-01-01") == []


async def test_what_was_read_before_the_day_is_left_out(read):
    later = read.at(2026, 12, 25)
    assert await usage(later, "steward@val-d-ille-aubigne", since="2026-12-24") == []
    assert len(await usage(later, "steward@val-d-ille-aubigne", since="2026-11-25")) == 1

"""Several agreements written and submitted in one act: each judged as if it were proposed alone.

Covers gateway.acts.propose_list, gateway.control.agreement_proposals,
catalog.actions.sharing.covers.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.changes import ActRecord, Changes
from tests.integration.graphql_acts.test_a_list_is_signed_in_one_act import LetsAllBut, under
from tests.integration.graphql_acts.test_two_bodies_share_through_graphql import (
    DRAFT,
    INPUT,
    OTHER_APPROVER,
    OTHER_STEWARD,
    STEWARD,
    acts_recorded,
    submitted,
)

ASKING = "steward@valcobreizh"
PROPOSE = """mutation ($lines: [ProposalInput!]!, $day: Date, $dry: Boolean! = false) {
  proposeAgreements(lines: $lines, answerBy: $day, dryRun: $dry) { applied listSha256
    lines { place state agreement { citation state answerBy sha256 grantee { slug } }
      cover { citation } problems { code path sentence { fr en } } } } }"""
STATES = "{ agreements { citation state grantee { slug } } }"


def texts(*bodies, **changes):
    return [{"text": INPUT | {"to": body} | changes} for body in bodies]


async def proposed(town, lines, agent=OTHER_STEWARD, dry=False, day=None, **more):
    variables = {"lines": lines, "dry": dry, "day": day}
    answer = await town.ask(PROPOSE, agent, variables=variables, **more)
    return answer if answer.codes else answer.data["proposeAgreements"]


def states_of(told):
    return [line["state"] for line in told["lines"]]


def codes_of(told):
    return [[each["code"] for each in line["problems"]] for line in told["lines"]]


async def states(town, agent=OTHER_STEWARD):
    agreements = (await town.ask(STATES, agent)).data["agreements"]
    return {each["citation"]: (each["state"], each["grantee"]["slug"]) for each in agreements}


@pytest.fixture
async def bodies(town):
    snapshot = await town.ports.catalog.current()
    others = sorted(each.slug for each in snapshot.organisations.values())
    return [slug for slug in others if slug != "mesnil-roc-h"][:5]


async def test_five_are_proposed_as_they_would_be_alone_in_one_act(town, bodies):
    before, acts = await states(town), len(acts_recorded(town))
    tried = await proposed(town, texts(*bodies), dry=True)
    assert (states_of(tried), tried["applied"]) == (["READY"] * 5, False)
    assert await states(town) == before
    told = await proposed(town, texts(*bodies), day="2027-01-20")
    assert states_of(told) == ["PROPOSED"] * 5
    assert [line["agreement"]["grantee"]["slug"] for line in told["lines"]] == bodies
    assert {line["agreement"]["answerBy"] for line in told["lines"]} == {"2027-01-20"}
    citations = [line["agreement"]["citation"] for line in told["lines"]]
    assert len(set(citations)) == 5
    after = await states(town)
    assert {citation: after[citation] for citation in after.keys() - before.keys()} == {
        citation: ("submitted", body) for citation, body in zip(citations, bodies, strict=True)
    }
    assert acts_recorded(town)[acts:] == ["submit"]
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        (summary,) = connection.execute("SELECT summary FROM act ORDER BY rowid DESC").fetchone()
    assert json.loads(summary)["agreements"] == dict.fromkeys(citations, "submitted")
    assert json.loads(summary)["list_sha256"] == told["listSha256"]


async def test_a_line_is_the_text_that_it_would_be_alone(town):
    variables = {"input": INPUT, "dry": True}
    answer = await town.ask(DRAFT, OTHER_STEWARD, variables=variables)
    alone = answer.data["draftAgreement"]["agreement"]
    (line,) = (await proposed(town, texts("val-d-ille-aubigne")))["lines"]
    assert (line["agreement"]["citation"], line["agreement"]["sha256"]) == (
        alone["citation"],
        alone["sha256"],
    )


TOLD = """mutation ($lines: [ProposalInput!]!) { proposeAgreements(lines: $lines, dryRun: true) {
  lines { state text { title } sentences { fr } missing { fr en } withoutSignatory { slug } } } }"""


async def test_a_line_tells_its_text_and_what_it_lacks(town):
    """Where nobody of a party signs, a text may be proposed all the same."""
    wanted = {
        "template": "rpqs_dechets",
        "dataset": "couesnon-marches-de-bretagne.levees",
        "start": "2026-12-01",
        "end": "2027-12-31",
    }
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    approver = next(
        each
        for each in snapshot.agents.values()
        if each.sub == "approver@couesnon-marches-de-bretagne"
    )
    record = ActRecord(datetime(2026, 11, 25, 12, tzinfo=UTC), None, "test", None, "test", {})
    await catalog.write(snapshot.version, Changes((replace(approver, roles=frozenset()),)), record)
    lines = [{"template": wanted}, *texts("nulle-part")]
    told = await town.ask(TOLD, ASKING, variables={"lines": lines})
    line, wrong = told.data["proposeAgreements"]["lines"]
    assert (line["state"], wrong["state"]) == ("READY", "REFUSED")
    assert line["missing"] == [{"fr": "Mode de collecte", "en": "Way of collecting"}]
    assert [each["slug"] for each in line["withoutSignatory"]] == ["couesnon-marches-de-bretagne"]
    assert line["text"]["title"]
    assert any("Mode de collecte" in each["fr"] for each in line["sentences"])
    assert wrong["text"] is None


async def test_each_other_side_is_told_and_may_sign(town, bodies):
    await proposed(town, texts("val-d-ille-aubigne"))
    inbox = "{ inbox { kind about } awaiting { act agreement { title } } }"
    told = (await town.ask(inbox, "approver@val-d-ille-aubigne")).data
    assert "Énergie des bâtiments" in [each["agreement"]["title"] for each in told["awaiting"]]


async def test_the_same_list_again_proposes_nothing(town, bodies):
    first = await proposed(town, texts(*bodies))
    before, acts = await states(town), len(acts_recorded(town))
    again = await proposed(town, texts(*bodies))
    assert states_of(again) == ["COVERED"] * 5
    assert [line["cover"]["citation"] for line in again["lines"]] == [
        line["agreement"]["citation"] for line in first["lines"]
    ]
    assert await states(town) == before
    assert len(acts_recorded(town)) == acts


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"title": "Autrement dit"}, "COVERED"),
        ({"columns": INPUT["columns"][:2]}, "COVERED"),
        ({"columns": [{"name": "id_releve", "transform": "CLEAR"}]}, "READY"),
        ({"columns": INPUT["columns"][:1], "output": "AGGREGATE"}, "COVERED"),
        ({"purposes": ["planification_mobilite"]}, "READY"),
        ({"start": "2028-01-01", "end": "2028-12-31"}, "READY"),
        ({"end": "2027-06-30"}, "COVERED"),
        ({"end": "2028-01-01"}, "READY"),
        ({"members": "1510"}, "READY"),
    ],
)
async def test_what_gives_as_much_already_is_not_proposed_again(town, changes, state):
    await submitted(town)
    told = await proposed(town, texts("val-d-ille-aubigne", **changes), dry=True)
    assert states_of(told) == [state], codes_of(told)


async def test_a_line_that_is_wrong_is_told_with_all_of_it_and_the_others_leave(town, bodies):
    one, two, *_ = bodies
    before = len(await states(town))
    lines = [
        *texts(one),
        *texts("nulle-part"),
        *texts(two, columns=[{"name": "kwh", "transform": "CLEAR"}], purposes=["rien"]),
        {},
        {
            "template": {
                "template": "rien",
                "dataset": "x",
                "start": "2027-01-01",
                "end": "2027-12-31",
            }
        },
        *texts(one),
        *texts(two, end="2026-01-31"),
    ]
    told = await proposed(town, lines)
    assert states_of(told) == [
        *("PROPOSED", "REFUSED", "REFUSED", "REFUSED", "REFUSED", "COVERED", "REFUSED"),
    ]
    codes = codes_of(told)
    assert codes[1] == ["unknown_party"]
    assert {"unknown_dataset_column", "unknown_purpose"} <= {*codes[2]}
    assert (codes[3], codes[4]) == (["text_or_template"], ["unknown_template"])
    assert told["lines"][5]["cover"]["citation"] == told["lines"][0]["agreement"]["citation"]
    assert codes[6] == ["dates_reversed"]
    assert len(await states(town)) == before + 1


@pytest.mark.parametrize("agent", ["agent@mesnil-roc-h", OTHER_APPROVER, STEWARD])
async def test_who_may_propose_none_alone_proposes_no_list(town, bodies, agent):
    before = await states(town)
    refused = await proposed(town, texts(*bodies), agent=agent)
    assert {*refused.codes} <= {"act_role_required", "act_not_a_party"}
    assert refused.codes
    assert await states(town) == before


@pytest.mark.parametrize(
    ("lines", "code"),
    [([], "agreement_list_empty"), (texts(*["sde35"] * 501), "agreement_list_too_long")],
)
async def test_an_odd_list_is_refused_before_the_law_is_asked(town, lines, code):
    assert (await proposed(town, lines)).codes == [code]


@pytest.mark.parametrize("place", [3, 8])
async def test_a_line_that_the_law_refuses_is_not_proposed(town, bodies, place):
    """Neither where it may not be written, nor where it may not be submitted."""
    law = LetsAllBut(town.services.acts.law, place=place)
    told = await proposed(under(law, town), texts(*bodies))
    assert states_of(told)[3] == "REFUSED"
    assert states_of(told).count("PROPOSED") == 4
    assert bodies[3] not in {slug for _, slug in (await states(town)).values()}


@pytest.mark.parametrize("place", range(10, 20, 3))
async def test_what_is_written_is_asked_of_the_law_once_more(town, bodies, place):
    before = await states(town)
    law = LetsAllBut(town.services.acts.law, place=place)
    assert (await proposed(under(law, town), texts(*bodies))).codes
    assert await states(town) == before

"""`usage`: of one's own datasets alone, by organisation, and nothing of what was read beside.

Covers gateway.control.usage, gateway.reading.reports.usage, catalog.store.usage_reading,
catalog.model.usage, gateway.reading.reports.could_read, catalog.store.version_reading,
gateway.http.rest.usage, gateway.cli.usage_commands.
"""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from gateway.cli.main import app_for

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


@pytest.mark.parametrize(
    "name",
    ["valDIlleAubigne.collectes", "val-d-ille-aubigne.collectes", "val_d_ille_aubigne.collectes"],
)
async def test_a_dataset_is_known_by_each_of_its_names(read, name):
    (line,) = await usage(read, "steward@val-d-ille-aubigne", dataset=name)
    assert line[0] == WEIGHINGS


async def test_an_unknown_name_is_told_with_the_nearest_of_ones_own(town):
    meant = {}
    for agent in ("steward@val-d-ille-aubigne", "steward@sde35"):
        variables = {"dataset": "val_d_ille_aubigne.colectes"}
        answered = await town.ask(USAGE, agent, variables=variables)
        (error,) = answered.body["errors"]
        assert error["extensions"]["code"] == "unknown_dataset"
        meant[agent] = "val_d_ille_aubigne.collectes" in error["message"]
    assert meant == {"steward@val-d-ille-aubigne": True, "steward@sde35": False}


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


async def by_period(town, **variables):
    document = """query($by: UsagePeriod, $since: Date, $until: Date) {
      usage(by: $by, since: $since, until: $until) { period requests rows } }"""
    told = await town.ask(document, "steward@val-d-ille-aubigne", variables=variables)
    return sorted((each["period"], each["requests"]) for each in told.data["usage"])


async def test_it_is_told_by_day_or_by_month_of_paris(town):
    # Half past midnight in Paris is the evening before in UTC.
    for day, hour in ((25, 12), (25, 23), (30, 12), (30, 23)):
        await at(town, 11, day, hour).ask(ALONE, request=f"{day}-{hour}", **READER)
    days = [("2026-11-25", 1), ("2026-11-26", 1), ("2026-11-30", 1), ("2026-12-01", 1)]
    assert await by_period(at(town, 12, 20, 12), by="DAY") == days
    assert await by_period(at(town, 12, 20, 12), by="MONTH") == [("2026-11", 3), ("2026-12", 1)]
    until = await by_period(at(town, 12, 20, 12), by="DAY", until="2026-11-26")
    assert until == days[:2]


def at(town, month, day, hour):
    now = datetime(2026, month, day, hour, 30, tzinfo=UTC)
    return town.at(2026, month, day).with_ports(clock=lambda: now)


async def test_an_agent_sees_its_own_requests_alone(read):
    document = "{ myRequests { requestId purpose datasets agreements status rows } }"
    own = (await read.ask(document, READER["agent"])).data["myRequests"]
    assert {each["requestId"] for each in own} == {"alone", "beside"}
    alone = next(each for each in own if each["requestId"] == "alone")
    assert (alone["rows"], alone["status"]) == (3, "answered")
    assert alone["agreements"] == ["conv-2025-0001@1"]
    assert (await read.ask(document, "steward@valcobreizh")).data["myRequests"] == []
    assert (await read.ask(document)).codes == ["token_required"]


COULD = """query($dataset: ID!, $since: DateTime!, $until: DateTime!) {
  couldHaveRead(dataset: $dataset, since: $since, until: $until) {
    organisation { slug } purpose agreements since until } }"""


async def could_read(
    town, dataset, agent, since="2026-11-01T00:00:00Z", until="2026-11-24T00:00:00Z"
):
    values = {"dataset": dataset, "since": since, "until": until}
    return await town.ask(COULD, agent, variables=values)


async def test_an_owner_sees_who_had_the_right_to_read_between_two_moments(town):
    later = "2027-12-31T00:00:00Z"
    told = await could_read(town, WEIGHINGS, "steward@val-d-ille-aubigne", until=later)
    found = told.data["couldHaveRead"]
    assert [(each["organisation"]["slug"], each["purpose"]) for each in found] == [
        ("valcobreizh", "planification_collecte"),
        ("valcobreizh", "rpqs_dechets"),
    ]
    assert found[0]["agreements"] == ["conv-2025-0001@1"]
    told = await could_read(town, "sde35__bornes_recharge", "steward@sde35", until=later)
    assert [each["organisation"] for each in told.data["couldHaveRead"]] == [None]


async def test_nobody_else_may_ask_who_had_the_right(town):
    for agent, code in (
        ("steward@valcobreizh", "unknown_dataset"),
        ("agent@val-d-ille-aubigne", "unknown_dataset"),
        (None, "token_required"),
    ):
        assert (await could_read(town, WEIGHINGS, agent)).codes == [code]
    upside_down = await could_read(
        town, WEIGHINGS, "steward@val-d-ille-aubigne", until="2026-10-01T00:00:00Z"
    )
    assert upside_down.codes == ["time_upside_down"]


async def test_a_terminal_shows_it_as_a_table_and_as_a_file(read):
    state = str(read.state.folder)

    async def typed(*arguments):
        # A command has an event loop of its own.
        given = [*arguments, "--state", state]
        return await asyncio.to_thread(CliRunner().invoke, app_for(arguments), given)

    owner = ("--as", "steward@val-d-ille-aubigne")
    done = await typed("usage", "val-d-ille-aubigne.collectes", "--by", "month", *owner)
    assert "2026-11" in done.stdout
    assert "conv-2025-0001@1" in done.stdout
    done = await typed("usage", "--by", "day", "--format", "csv", *owner)
    lines = done.stdout_bytes.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("période;jeu;siren;organisme;finalité;conventions")
    assert lines[1].startswith("2026-11-25;val_d_ille_aubigne__collectes;200090884;")
    done = await typed("history", "--format", "json", "--as", READER["agent"])
    assert {each["requestId"] for each in json.loads(done.stdout)} == {"alone", "beside"}
    done = await typed(
        *("could-read", "val-d-ille-aubigne.collectes", "--since", "2026-11-27T00:00"),
        *("--until", "2027-02-01T00:00", *owner),
    )
    assert "conv-2025-0001@1" in done.stdout

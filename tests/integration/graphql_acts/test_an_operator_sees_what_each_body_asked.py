"""`bodyUsage`: for the operator, each body's requests by month, and its part of the costs.

Covers gateway.control.body_usage, gateway.reading.reports.body_usage, catalog.store.body_usage,
gateway.http.rest.usage, gateway.control.quotas, gateway.reading.reports.quota_use,
gateway.acts.quota, gateway.reading.query.quota_watch, gateway.cli.quota_commands,
catalog.actions.quotas.quotas.
"""

import asyncio
import csv
import io
import re
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from catalog.actions.quotas.problems import QuotaExceeded
from gateway.cli.main import app_for
from gateway.reading.query.quota_counts import QuotaCounts
from gateway.reading.query.quota_watch import QuotaTelling, look_at_quotas
from gateway.sharing.notifications.loop import spread_messages
from tests.integration.graphql_acts.sql_of_a_town import rows_of

USAGE = """query($since: Date, $until: Date, $cents: Int) {
  bodyUsage(since: $since, until: $until, monthlyCents: $cents) {
    month organisation { slug } requests failed rows milliseconds share cents } }"""
OPEN = "{ sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"
WEIGHINGS = "{ valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg } } } }"


async def usage(town, **variables):
    told = await town.ask(USAGE, "operator@interco", variables=variables)
    assert not told.body.get("errors"), told.body
    return told.body["data"]["bodyUsage"]


async def test_bodies_are_counted_apart_whoevers_data_it_was(town):
    for request, agent, document in (
        ("one", None, OPEN),
        ("two", "agent@valcobreizh", WEIGHINGS),
        ("three", "agent@valcobreizh", OPEN),
    ):
        purpose = agent and "rpqs_dechets"
        answered = await town.ask(document, agent, purpose=purpose, request=request)
        assert not answered.body.get("errors"), answered.body
    parts = await usage(town, cents=10_000)
    counted = {
        part["organisation"] and part["organisation"]["slug"]: (part["requests"], part["rows"])
        for part in parts
    }
    assert counted == {None: (1, 2), "valcobreizh": (2, 5)}
    if all(part["cents"] is not None for part in parts):
        assert sum(part["cents"] for part in parts) == 10_000


async def test_another_month_has_nothing_of_this_one(town):
    await town.ask(OPEN)
    assert await usage(town, since="2020-01-01", until="2020-12-31") == []


@pytest.mark.parametrize("agent", ["steward@valcobreizh", "dpo@valcobreizh", None])
async def test_others_are_refused_by_the_law(town, agent):
    told = await town.ask(USAGE, agent)
    assert told.body["data"] == {"bodyUsage": None}
    assert told.codes in (["act_role_required"], ["token_required"])


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"since": "2026-02-01", "until": "2026-01-01"}, "time_upside_down"),
        ({"cents": -1}, "negative_cost"),
    ],
)
async def test_what_cannot_be_is_refused(town, variables, code):
    told = await town.ask(USAGE, "operator@interco", variables=variables)
    assert told.codes == [code]


SET_QUOTA = """mutation($requests: Int, $seconds: Int, $megabytes: Int, $body: String!) {
  setQuota(organisation: $body, requests: $requests, seconds: $seconds, megabytes: $megabytes) {
    applied sentences { fr en } } }"""
QUOTAS = "{ quotas { organisation { slug } limits { kind limit used percent sentence { fr } } } }"
OWN_QUOTA = "{ ownQuota { opens limits { kind sentence { fr en } } } }"
INBOX = "{ inbox { kind about titleFr sentenceFr nextFr } }"
STATEMENT = "SELECT nom_station FROM sde35.bornes_recharge LIMIT 2"
AGENT, PARTNER = "agent@valcobreizh", "agent@val-d-ille-aubigne"
LONGEST = timedelta(minutes=10)


async def set_quota(town, agent="operator@interco", body="valcobreizh", **limits):
    return await town.ask(SET_QUOTA, agent, variables={"body": body, **limits})


async def test_a_body_is_refused_at_its_limit_at_every_door_and_its_partner_is_not(town):
    assert (await set_quota(town, requests=2)).data["setQuota"]["applied"]
    for number in range(2):
        assert (await town.ask(OPEN, AGENT, request=f"within {number}")).data
    refused = await town.ask(OPEN, AGENT, request="beyond")
    assert (refused.status, refused.codes) == (429, ["quota_exceeded"])
    # From noon (UTC) of 25 November to midnight in Paris, where it is 1 December.
    assert refused.retry_after_s == (5 * 24 + 11) * 3_600
    (told,) = refused.body["errors"]
    assert "SMICTOM Valcobreizh a utilisé son quota du mois : 2" in told["message"]
    assert "reprennent le 1er déc. 2026" in told["extensions"]["next"]
    with pytest.raises(QuotaExceeded):
        await rows_of(town, STATEMENT, AGENT)
    assert (await rows_of(town, STATEMENT, PARTNER))[1]
    # What the body needs to work on its agreements, or to leave, goes on.
    assert (await town.ask("{ datasets { id } agreements { citation } }", AGENT)).data
    assert (await usage(town))[0]["requests"] == 2
    (quota,) = (await town.ask(QUOTAS, "operator@interco")).data["quotas"]
    assert quota["limits"] == [
        {
            "kind": "requests",
            "limit": 2,
            "used": 2.0,
            "percent": 100,
            "sentence": {"fr": "100\N{NO-BREAK SPACE}% de 2\N{NO-BREAK SPACE}requêtes"},
        }
    ]
    assert (await set_quota(town)).data["setQuota"]["sentences"][0]["fr"].endswith("de quota.")
    assert (await town.ask(OPEN, AGENT, request="cleared")).data


async def test_the_next_month_begins_anew_and_a_restart_forgets_nothing(town):
    await set_quota(town, requests=1)
    assert (await town.ask(OPEN, AGENT, request="first")).data
    started_again = town.with_ports(quotas=QuotaCounts())
    await look_at_quotas(started_again.ports, LONGEST, None)
    refused = await started_again.ask(OPEN, AGENT, request="after")
    assert refused.codes == ["quota_exceeded"]
    assert (await started_again.at(2026, 12, 1).ask(OPEN, AGENT, request="december")).data


async def test_stewards_and_operators_are_told_once_what_is_used(town):
    await set_quota(town, requests=1)
    assert (await town.ask(OPEN, AGENT)).data
    services = town.services
    for _ in range(2):
        telling = QuotaTelling(services.proof.unusual, services.outbox_wakeup)
        await look_at_quotas(town.ports, LONGEST, telling)
    await spread_messages(services.notifications)
    for agent in ("steward@valcobreizh", "operator@interco"):
        inbox = (await town.ask(INBOX, agent)).data["inbox"]
        (message,) = [each for each in inbox if each["kind"] == "quota.full"]
        assert message["titleFr"] == "Quota de SMICTOM Valcobreizh : atteint"
        assert "a utilisé 100 % de 1 requête" in message["sentenceFr"]
    own = (await town.ask(OWN_QUOTA, "steward@valcobreizh")).data["ownQuota"]
    assert own["opens"] == "2026-12-01"
    assert own["limits"][0]["sentence"]["en"] == "100% of 1 request"
    assert (await town.ask(OWN_QUOTA, "steward@val-d-ille-aubigne")).data == {"ownQuota": None}


@pytest.mark.parametrize("agent", ["steward@valcobreizh", "approver@valcobreizh", None])
async def test_no_body_sets_its_own_quota(town, agent):
    refused = await set_quota(town, agent, requests=10)
    assert refused.codes in (["act_role_required"], ["token_required"])
    assert not (await town.ports.catalog.current()).quotas


async def test_a_quota_is_of_a_body_that_is_known_and_a_number(town):
    assert (await set_quota(town, body="nulle-part", requests=1)).codes == ["unknown_owner"]
    refused = await set_quota(town, requests=0, megabytes=-5)
    assert refused.arguments == [("quota_refused", "requests"), ("quota_refused", "megabytes")]


async def test_a_terminal_sets_lists_and_takes_away_and_the_spreadsheet_has_quotas(town):
    state = str(town.state.folder)

    async def typed(*arguments):
        # A command has an event loop of its own.
        given = [*arguments, "--as", "operator@interco", "--state", state]
        ended = await asyncio.to_thread(CliRunner().invoke, app_for(arguments), given)
        why = getattr(ended.exception, "facts", ended.exception)
        assert ended.exit_code == 0, (ended.stderr, why)
        return ended

    assert (await town.ask(OPEN, AGENT)).data
    tried = await typed("quota", "set", "valcobreizh", "--requests", "100000", "--dry-run")
    assert "Essai" in tried.stdout
    assert "n'a de quota" in (await typed("quota", "list")).stdout
    await typed("quota", "set", "valcobreizh", "--requests", "100000", "--megabytes", "5")
    listed = (await typed("quota", "list")).stdout
    assert re.search(r"SMICTOM Valcobreizh\s+0\s% de 100\s000\srequêtes", listed)
    month = ("--since", "01/11/2026", "--until", "30/11/2026")
    written = await typed("usage", "--bodies", "--format", "csv", *month)
    heading, line = csv.reader(io.StringIO(written.stdout_bytes.decode("utf-8-sig")), delimiter=";")
    cells = dict(zip(heading, line, strict=True))
    assert cells["requêtes"] == "1"
    assert (cells["quota de requêtes"], cells["quota de secondes"]) == ("100000", "")
    assert (cells["quota de dépôt (Mo)"], cells["déposé (Mo)"]) == ("5", "0,000")
    assert "n'a plus de quota" in (await typed("quota", "clear", "valcobreizh")).stdout

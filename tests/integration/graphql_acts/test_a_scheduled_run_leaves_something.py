"""A scheduled run leaves what it had read, for who reads the figures, and tells who follows it what
begins and what ends: once, without a figure.

Covers catalog.actions.services.run_alerts, gateway.figures.activations.run_left,
services_run.listed, services_run.listed_check, gateway.console.scheduling.following,
gateway.http.rest.followers.
"""

import json
from dataclasses import replace

import httpx
import pytest

from catalog.actions.services.run_alerts import MOST_ALERTS, RunAlerts, kept_alerts
from catalog.model.agreement import AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.published_service import ParameterValue
from catalog.model.quota import Quota
from catalog.model.terms import AgreementLimits
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.console.inbox.views import address_about
from gateway.figures.activations.scheduled import run_due
from gateway.sharing.notifications.recipients import plan_deliveries
from gateway.sharing.notifications.wording import word_message
from tests.integration.graphql_acts.alerting_service import (
    ACTIVATION,
    LIST,
    SERVICE,
    content_of_it,
)
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, PUBLISH
from tests.integration.graphql_acts.test_a_service_runs_on_a_bodys_data import (
    ALONE,
    SHARED,
    STEWARD,
    asked,
    convention,
    put,
)
from tests.integration.graphql_acts.test_a_service_runs_on_schedule import (
    CITATION,
    SCHEDULE,
    activated,
    messages,
    nightly,
    ports_of,
    run_on,
)

READER, BODY = "agent@valcobreizh", "200090884"
FOLLOW = "mutation($id: ID!) { followService(activation: $id) { applied sentences { fr } } }"
UNFOLLOW = "mutation($id: ID!) { unfollowService(activation: $id) { applied } }"
CHOICES = "{ mailChoices { followedServices { activation title { fr en } } } }"
SHOWN = "query($id: ID!) { activation(id: $id) { hasAlerts followed } }"
RUN = """query($id: ID!, $parameters: [ParameterInput!]) {
  runService(activation: $id, parameters: $parameters) { lastScheduled {
    due datasets empty communes communesExpected months monthsExpected latest same } } }"""


def on_it(**more):
    return {"variables": {"id": ACTIVATION, **more}}


@pytest.fixture
async def alerting(town, tmp_path):
    """The town with a service that has alerts, scheduled each day over another body's data."""
    folder = tmp_path / "service"
    folder.mkdir()
    content = content_of_it(folder)
    assert (await town.ask(PUBLISH, STEWARD, variables={"content": content})).data
    datasets = {"datasets": [{"role": "collectes", "datasets": [SHARED]}]}
    assert (await town.ask(ACTIVATE, STEWARD, **asked(SERVICE, input=datasets))).data
    assert (await town.ask(SCHEDULE, STEWARD, **nightly(activation=ACTIVATION))).data
    return town


async def kept(town):
    return (await town.ports.catalog.current()).activations[ACTIVATION]


async def ran(town, day, known=1, over=0):
    """The kinds of the new messages of a run of that day, with so many alerts known and over."""
    values = (ParameterValue("connues", str(known)), ParameterValue("finies", str(over)))
    await put(town, replace(await kept(town), parameters=values))
    before = {one.message.key for one in await entries(town)}
    assert len(await run_due(ports_of(town.at(2026, 11, day)))) == 1
    assert (await kept(town)).schedule.last.problem is None
    return [
        one.message.kind.removeprefix("service.alert_")
        for one in await entries(town)
        if one.message.key not in before
    ]


async def entries(town):
    told = await town.services.notifications.deliveries.unspread(200)
    return [one for one in told if one.message.kind.startswith("service.alert_")]


async def told_to(town, entry, **changes):
    """The agents who are told, with `changes` of the one who reads."""
    snapshot = await town.ports.catalog.current()
    agents = {
        key: replace(one, **changes) if key[1] == READER else one
        for key, one in snapshot.agents.items()
    }
    planned = plan_deliveries(entry, replace(snapshot, agents=agents), by_mail=False)
    return sorted(each.target.rpartition("/")[2] for each in planned)


async def test_an_alert_is_told_once_when_it_begins_and_once_when_it_ends(alerting):
    town = alerting
    assert await ran(town, 26) == ["began"]
    assert await ran(town, 27) == []
    assert await ran(town, 28, known=2) == ["began"]
    assert await ran(town, 29, known=2, over=1) == ["ended"]
    assert await ran(town, 30, known=2, over=1) == []
    # Rows that are in the list no more, while data are late, are neither over nor new again.
    assert (await kept(town)).schedule.alerts
    known = (await kept(town)).schedule.alerts
    none = RunAlerts(Bilingual("", ""), Bilingual("", ""), (), ())
    assert kept_alerts(known, none) == known
    many = replace(none, running=tuple(map(str, range(2 * MOST_ALERTS))))
    assert len(kept_alerts(known, many)) == MOST_ALERTS


async def test_it_is_told_to_who_follows_and_reads_for_its_purpose_with_no_figure(alerting):
    town = alerting
    assert (await town.ask(SHOWN, READER, **on_it())).data["activation"] == {
        "hasAlerts": True,
        "followed": False,
    }
    assert (await town.ask(FOLLOW, READER, **on_it())).data["followService"]["applied"]
    assert (await town.ask(SHOWN, READER, **on_it())).data["activation"]["followed"]
    (followed,) = (await town.ask(CHOICES, READER)).data["mailChoices"]["followedServices"]
    assert (followed["activation"], followed["title"]["en"]) == (ACTIVATION, "Communes to see")
    other = await town.ask(FOLLOW, "agent@bretagne-romantique", **on_it())
    assert other.codes == ["unknown_activation"]
    await ran(town, 26)
    (entry,) = await entries(town)
    everybody = await told_to(town, entry)
    assert len(everybody) == 1
    assert "agent" in everybody[0]
    for changes in (
        {"purposes": frozenset()},
        {"roles": frozenset()},
        {"organisation": "243500667"},
    ):
        assert await told_to(town, entry, **changes) == []

    # Neither the message nor what the catalog keeps says which, nor how many.
    assert entry.message.facts.keys() == {"service_fr", "service_en", "list_fr", "list_en"}
    words = word_message(entry.message, "fr")
    assert (words.title, words.lines) == (f"Communes signalées : du nouveau dans « {LIST} »", ())
    address = address_about(entry.message.kind, entry.message.about, None)
    assert address == f"/services/activations/{ACTIVATION}"
    (digest,) = (await kept(town)).schedule.alerts
    assert len(digest) == 32
    assert int(digest, 16)

    assert (await town.ask(UNFOLLOW, READER, **on_it())).data["unfollowService"]["applied"]
    assert await told_to(town, entry) == []
    assert (await town.ask(CHOICES, READER)).data["mailChoices"]["followedServices"] == []
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE))).data
    told = await town.ask(FOLLOW, READER, variables={"id": "valcobreizh-rpqs-dechets"})
    assert told.codes == ["service_without_alerts"]


async def test_it_is_followed_and_left_over_rest(alerting):
    town = alerting
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    reader = find_agent(await town.ports.catalog.current(), READER)
    headers = {"Authorization": f"Bearer {town.state.token(reader)}", "Accept-Language": "en"}
    address = f"http://interco/v1/services/activations/{ACTIVATION}/follow"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), headers=headers) as client:
        assert not (await client.put(address, params={"dryRun": True})).json()["applied"]
        assert not (await town.ask(SHOWN, READER, **on_it())).data["activation"]["followed"]
        acted = (await client.put(address)).json()
        assert (acted["applied"], acted["activation"]) == (True, ACTIVATION)
        assert (await town.ask(SHOWN, READER, **on_it())).data["activation"]["followed"]
        nobodys = (await client.put(address.replace(ACTIVATION, "rien"))).json()
        assert nobodys["code"] == "unknown_activation"
        left = (await client.delete(address)).json()
        assert left["sentences"] == ["You no longer follow this service."]
        assert not (await town.ask(SHOWN, READER, **on_it())).data["activation"]["followed"]
        client.headers.pop("Authorization")
        assert (await client.put(address)).status_code == 401


async def test_what_it_had_read_is_for_who_reads_the_figures(alerting):
    town = alerting
    assert (await town.ask(RUN, READER, **on_it())).data["runService"]["lastScheduled"] is None
    await ran(town, 26)
    last = (await town.ask(RUN, READER, **on_it())).data["runService"]["lastScheduled"]
    assert (last["due"][:10], last["datasets"], last["empty"]) == ("2026-11-26", 1, 0)
    assert last["same"] is True
    settings = on_it(parameters=[{"name": "connues", "value": "1"}])
    again = (await town.ask(RUN, READER, **settings)).data["runService"]["lastScheduled"]
    assert (again["same"], again["datasets"]) == (None, None)
    await put(town, replace(await kept(town), parameters=(ParameterValue("connues", "3"),)))
    changed = (await town.ask(RUN, READER, **on_it())).data["runService"]["lastScheduled"]
    assert (changed["due"], changed["same"]) == (last["due"], False)
    # It may count rows that are hidden from this reader; not from whose rights it read with.
    assert {changed[name] for name in changed} == {last["due"], False, None}
    theirs = (await town.ask(RUN, STEWARD, **on_it())).data["runService"]["lastScheduled"]
    assert (theirs["same"], theirs["datasets"], theirs["latest"]) == (False, 1, last["latest"])
    other = await town.ask(RUN, "steward@bretagne-romantique", **on_it())
    assert other.codes == ["unknown_activation"]
    # A run that gives nothing leaves what the one before it had read, for nobody to see.
    await convention(town, state=AgreementState.REVOKED)
    before = (await kept(town)).schedule.reading
    await run_due(ports_of(town.at(2026, 11, 27)))
    schedule = (await kept(town)).schedule
    assert schedule.last.problem is not None
    assert schedule.reading == before
    refused = await town.ask(RUN, READER, **on_it())
    assert refused.codes
    assert "lastScheduled" not in json.dumps(refused.body.get("data"))


async def test_a_schedule_waits_while_a_quota_is_used_up_and_goes_on_with_the_month(town):
    await activated(town)
    await put(town, Quota(BODY, requests=1))
    told = []
    for day in (26, 27, 28, 29):
        _, last = await run_on(town, day)
        told.append((last.problem, len(await messages(town))))
    assert told[0] in [(None, 0), ("quota_exceeded", 0)]
    refused = [one for one in told if one[0] is not None]
    assert {code for code, _ in refused} == {"quota_exceeded"}
    assert [count for _, count in refused] == [0, *[1] * (len(refused) - 1)]
    (message,) = await messages(town)
    assert message.facts["reason"] == "quota_exceeded"
    assert last.failures == len(refused)
    # The quota begins anew with the month; what the run needs is let through.
    await put(town, Quota(BODY, requests=1_000))
    december = town.at(2026, 12, 1)
    assert len(await run_due(ports_of(december))) == 1
    schedule = (await town.ports.catalog.current()).activations["valcobreizh-rpqs-dechets"].schedule
    assert (schedule.last.problem, schedule.last.failures) == (None, 0)


async def test_a_schedule_waits_while_an_agreements_questions_of_the_day_are_used_up(alerting):
    town = alerting
    snapshot = await town.ports.catalog.current()
    terms = next(one for one in snapshot.agreements if one.citation == CITATION).terms
    await convention(town, terms=replace(terms, limits=AgreementLimits(queries_per_day=1)))
    for day, failures in ((26, 1), (27, 2)):
        later = town.at(2026, 11, day)
        assert (await later.ask(RUN, READER, **on_it())).data
        await run_due(ports_of(later))
        last = (await kept(town)).schedule.last
        assert (last.problem, last.failures) == ("agreement_limit_reached", failures)
    assert len(await messages(town)) == 1
    assert await ran(town, 28) == ["began"]
    assert (await kept(town)).schedule.last.failures == 0

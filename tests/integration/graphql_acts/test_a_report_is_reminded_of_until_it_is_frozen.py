"""Stewards are told 60 and 14 days before the day of a report that a service of theirs makes, and
the day after, once each; nothing once it is frozen, and nobody else.

Covers catalog.actions.services.report_days, gateway.acts.report_days.
"""

import pytest

from catalog.actions.services.schedule_problems import NotDue
from catalog.model.subject import SYSTEM_CLOCK
from gateway.acts.clock_worker import Looked, tick
from gateway.acts.commit import commit
from gateway.acts.report_days import RemindOfReport, report_reminders
from gateway.base.problems import ActsRefused
from gateway.cli.demo_folder import find_agent
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.wording import word_message
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, END, FREEZE

BODY, STEWARD = "253502629", "steward@eau-bassin-rennais"
ACTIVATION = "eau-bassin-rennais-rpqs-eau"
GIVEN = {"indicator": "rpqs_eau", "titleFr": "RPQS 2025", "year": 2025}


async def activated(town):
    """In January, of the report that is due on 30 September."""
    january = town.at(2026, 1, 15)
    told = await january.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-eau"})
    assert told.data["activateService"]["applied"], told.body


async def told_on(town, *days):
    """Kinds and keys of what the clock has written about reports, up to each day."""
    for month, day in days:
        later = town.at(2026, month, day)
        await tick(later.services.acts, Looked())
        await tick(later.services.acts, Looked())
    entries = await town.services.notifications.deliveries.unspread(1000)
    return [one.message for one in entries if one.message.kind.startswith("report.")]


async def test_each_day_is_told_once_to_the_stewards_of_the_body(town):
    await activated(town)
    assert await told_on(town, (7, 31)) == []
    told = await told_on(town, (8, 1), (8, 20), (9, 16), (9, 30), (10, 1), (10, 2))
    assert [one.kind for one in told] == ["report.due", "report.due", "report.late"]
    assert {(one.to, one.roles, one.about) for one in told} == {
        ((BODY,), frozenset({"steward"}), ACTIVATION)
    }
    french, english = word_message(told[0], "fr"), word_message(told[0], "en")
    title = "Rapport annuel sur le prix et la qualité du service (RPQS) – eau potable"
    assert french.title == f"{title} 2025 : à présenter avant le 30/09/2026"
    assert english.title.endswith("2025: to be presented by 2026-09-30")
    assert "pas encore figé" in french.sentence


async def test_a_gateway_that_was_off_tells_the_last_day_alone(town):
    await activated(town)
    assert [one.kind for one in await told_on(town, (10, 20))] == ["report.late"]


async def test_a_frozen_report_is_reminded_of_no_more(town):
    await activated(town)
    assert len(await told_on(town, (8, 1))) == 1
    frozen = await town.at(2026, 8, 10).ask(
        FREEZE, STEWARD, variables={"activation": ACTIVATION, "input": GIVEN}
    )
    assert frozen.data["freezeServiceResult"]["figure"]["digest"]
    assert len(await told_on(town, (9, 16), (10, 1))) == 1


async def test_whoever_activates_late_or_ended_it_is_told_nothing(town):
    december = town.at(2026, 12, 10)
    told = await december.ask(ACTIVATE, STEWARD, variables={"service": "rpqs-eau"})
    assert told.data["activateService"]["applied"]
    assert await told_on(town, (12, 11)) == []
    assert (await december.ask(END, STEWARD, variables={"activation": ACTIVATION})).data
    assert await told_on(town, (12, 12)) == []


async def test_the_clock_alone_may_remind_and_only_of_what_is_due(town):
    await activated(town)
    august = town.at(2026, 8, 1)
    snapshot = await town.ports.catalog.current()
    (due,) = await report_reminders(snapshot, august.services.acts.clock().date())
    steward = local_subject(find_agent(snapshot, STEWARD))
    with pytest.raises(ActsRefused):
        await commit(RemindOfReport(due), steward, august.services.acts, dry_run=False)
    with pytest.raises(NotDue):
        await commit(RemindOfReport(due), SYSTEM_CLOCK, town.services.acts, dry_run=False)
    await commit(RemindOfReport(due), SYSTEM_CLOCK, august.services.acts, dry_run=False)
    with pytest.raises(NotDue):
        await commit(RemindOfReport(due), SYSTEM_CLOCK, august.services.acts, dry_run=False)

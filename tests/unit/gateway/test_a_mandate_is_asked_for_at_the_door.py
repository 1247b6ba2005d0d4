"""Covers gateway.identity.authentication, gateway.identity.subject."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from catalog.model.identifiers import InvalidSiren, Siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.organisation import Agent, AgentKind
from catalog.model.subject import Strength
from catalog.model.terms import EnforceableAct
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from gateway.identity.authentication import Claims
from gateway.identity.subject import resolve_subject
from policies.problems import MandateRequired

TOWN, SYNDICAT = Siren("200085868"), Siren("200090884")
ANNE = Agent("urn:a", "anne", SYNDICAT, AgentKind.PERSON, frozenset({"agent"}))
MANDATE = Mandate(
    id="mand-2026-0001",
    principal=TOWN,
    mandatary=SYNDICAT,
    actions=frozenset({MandateAction.QUERY}),
    competences=frozenset(),
    datasets=frozenset(),
    start=date(2026, 3, 1),
    end=date(2026, 6, 30),
    act=EnforceableAct("DEL-1", date(2026, 2, 1)),
    given_by="maire",
    given_at=datetime(2026, 2, 2, tzinfo=UTC),
)
CLAIMS = Claims("urn:a", "anne", SYNDICAT, frozenset(Strength))


def subject(principal, mandate=MANDATE, now=datetime(2026, 3, 1, 0, 30, tzinfo=UTC)):
    catalog = snapshot_of(version=CatalogVersion("e", 1), agents=[ANNE], mandates=[mandate])
    return resolve_subject(CLAIMS, catalog, purpose=None, on_behalf_of=principal, now=now)


def test_under_a_mandate_the_principal_s_rights_count():
    found = subject(TOWN)
    assert (found.organisation, found.on_behalf_of, found.reader) == (SYNDICAT, TOWN, TOWN)


@pytest.mark.parametrize(
    "mandate",
    [
        replace(MANDATE, ended_at=datetime(2026, 3, 1, tzinfo=UTC)),
        replace(MANDATE, end=date(2026, 2, 28)),
        replace(MANDATE, start=date(2026, 3, 2)),
        replace(MANDATE, principal=SYNDICAT, mandatary=TOWN),
    ],
)
def test_without_one_in_force_today_it_is_said_at_once(mandate):
    with pytest.raises(MandateRequired):
        subject(TOWN, mandate)


def test_its_days_are_those_of_paris():
    last = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    assert subject(TOWN, now=last).reader == TOWN
    with pytest.raises(MandateRequired):
        subject(TOWN, now=last.replace(hour=22, minute=0))


def test_acting_for_oneself_needs_none():
    assert subject(SYNDICAT).on_behalf_of is None


def test_a_number_that_is_no_siren_is_told_so():
    with pytest.raises(InvalidSiren):
        subject("200090885")

"""What each level of sign-in suffices for, for people and for machines.

Covers policies.sign_in_problems, gateway.identity.strength, gateway.identity.subject,
gateway.base.settings.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind
from catalog.model.subject import ANONYMOUS, Strength
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from gateway.base.settings import Settings, StrengthSettings
from gateway.identity.authentication import Claims
from gateway.identity.strength import proves, proves_by_default
from gateway.identity.subject import local_subject, resolve_subject
from policies.sign_in_problems import SignInTooWeak

SYNDICAT = Siren("200090884")
ANNE = Agent("urn:a", "anne", SYNDICAT, AgentKind.PERSON, frozenset({"approver"}))
PROBE = Agent("urn:a", "probe", SYNDICAT, AgentKind.MACHINE, frozenset({"steward"}))
NOW = datetime(2026, 3, 1, tzinfo=UTC)
READ, DRAFT, ALL = {Strength.READ}, {Strength.READ, Strength.DRAFT}, set(Strength)


def subject(agent, suffices, acr=None):
    catalog = snapshot_of(version=CatalogVersion("e", 1), agents=[ANNE, PROBE])
    claims = Claims(agent.issuer, agent.sub, SYNDICAT, frozenset(suffices), acr)
    return resolve_subject(claims, catalog, purpose=None, on_behalf_of=None, now=NOW)


@pytest.mark.parametrize(
    ("acr", "suffices"),
    [
        (None, READ),
        ("eidas0", READ),
        ("eidas0-mfa", ALL),
        ("eidas1", DRAFT),
        ("eidas1-mfa", ALL),
        ("eidas2", ALL),
        ("eidas3", ALL),
        ("EIDAS3", READ),
        ("eidas", READ),
        ("", READ),
        ("eidas1 eidas2", READ),
    ],
)
def test_each_level_suffices_for_what_the_settings_say(acr, suffices):
    assert proves_by_default(acr) == suffices


@pytest.mark.parametrize(
    ("acr", "suffices"),
    [
        (None, set()),
        ("1", set()),
        ("eidas0", set()),
        ("eidas1", set()),
        ("eidas0-mfa", ALL),
        ("eidas2", ALL),
    ],
)
def test_one_setting_asks_a_second_factor_of_everybody(acr, suffices):
    assert proves(acr, Settings(require_mfa=True)) == suffices


def test_an_operator_names_the_levels_of_its_own_provider():
    ours = Settings(strengths=StrengthSettings(read=("0", "1"), draft=("1",), approve=("2",)))
    found = {level: proves(level, ours) for level in ("0", "1", "2", "eidas3")}
    assert found == {"0": READ, "1": DRAFT, "2": {Strength.APPROVE}, "eidas3": READ}


def test_a_sign_in_that_does_not_suffice_to_read_opens_nothing():
    with pytest.raises(SignInTooWeak) as told:
        subject(ANNE, set(), "eidas")
    assert told.value.facts["sections"] == "read"
    assert "second facteur" in told.value.next_step("fr")


def test_a_subject_keeps_what_its_sign_in_proves():
    found = subject(ANNE, DRAFT, "eidas1")
    assert (found.proves, found.acr, found.via) == (DRAFT, "eidas1", "token")


@pytest.mark.parametrize("suffices", [set(), READ, ALL])
def test_a_machine_reads_and_prepares_whatever_its_token_says(suffices):
    assert subject(PROBE, suffices).proves == DRAFT


def test_who_opens_the_store_itself_needs_no_sign_in():
    assert local_subject(ANNE).proves == ALL
    assert local_subject(PROBE).proves == DRAFT


def test_nothing_is_proved_by_default():
    assert ANONYMOUS.proves == replace(ANONYMOUS, kind="person").proves == frozenset()

"""No code of ours where a word is meant: days, looks, roles; and who is really there."""

from dataclasses import replace

import pytest

from gateway.cli.welcome import _told
from gateway.cli.words import day, instant, look, status
from policies.acts import ActDenial
from tests.unit.docs.pages import demo_catalog


def test_a_day_is_written_as_one_says_it():
    assert day("2026-11-26", "fr") == "26 nov. 2026"
    assert day("2026-08-01", "fr") == "1er août 2026"
    assert day("2026-11-01", "en") == "1 Nov 2026"
    # Paris is an hour ahead of UTC in winter: the day there is the next one.
    assert instant("2026-11-26T23:30:00Z", "fr") == "27 nov. 2026 00:30"


def test_codes_have_words():
    assert (look("keyed_hash", "fr"), look("year", "en")) == ("pseudonyme", "by year")
    assert (status("partial", "fr"), status("partial", "en")) == ("répondu en partie", "partial")


@pytest.mark.parametrize("code", ["act_role_required", "act_mandate_required"])
def test_a_refused_act_names_roles_in_its_language(code):
    refused = ActDenial(code, ("steward", "approver")).problem()
    assert "référent, signataire" in refused.sentence("fr")
    assert "steward, approver" in refused.sentence("en")


def test_the_banner_names_the_agents_that_are_there():
    catalog = demo_catalog()
    body = catalog.organisation_of_slug("sde35")
    usual = _told(body, catalog)
    assert "bornes_recharge (" in usual
    assert "@" not in usual
    alone = replace(catalog, agents={})
    assert _told(body, alone).endswith("bornes_recharge - aucun agent / no agent")
    one = {key: each for key, each in catalog.agents.items() if each.sub == "steward@sde35"}
    assert _told(body, replace(catalog, agents=one)).endswith(" - steward@sde35")

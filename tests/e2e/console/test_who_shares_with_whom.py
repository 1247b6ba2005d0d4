"""A body sees with whom it shares, and goes from there to the agreements of one partner.

Covers gateway.console.partners.pages, gateway.console.partners.documents,
gateway.console.partners.answers.
"""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("steward@valcobreizh", language), "/partners")


def test_a_line_leads_to_what_one_body_gives_another(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements")
    page.get_by_role("link", name="Qui partage avec qui").click()
    line = page.locator("tbody tr").filter(has_text="Val d'Ille-Aubigné")
    in_force = int(line.locator("td").nth(1).inner_text())
    line.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("donne à SMICTOM Valcobreizh")
    assert page.locator("#in-force").inner_text() == f"En vigueur ({in_force})"
    expect(page.locator("tbody tr")).to_have_count(in_force)


def test_who_has_no_agreement_is_told_so(signed_in, console):
    page = signed_in("steward@sde35")
    page.goto(f"{console.address}/partners")
    other = signed_in("steward@valcobreizh")
    other.goto(f"{console.address}/agreements?giver=000000000&receiver=000000001")
    expect(other.locator("main")).to_contain_text("Aucune convention ne lie ces deux organismes.")

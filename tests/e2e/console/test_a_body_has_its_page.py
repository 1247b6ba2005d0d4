"""A body has a page: its data that one may know of, whom to ask, and what is shared with it.

Covers gateway.console.bodies.pages, gateway.console.bodies.documents,
gateway.console.bodies.answers.
"""

import httpx
import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("steward@valcobreizh", language), "/bodies/val-d-ille-aubigne")


def test_a_partner_sees_what_is_shared_both_ways(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/bodies/val-d-ille-aubigne")
    expect(page.locator("main")).to_contain_text("Communauté de communes · SIREN 243 500 667")
    page.get_by_role("link", name="en vigueur").first.click()
    expect(page.locator("main")).to_contain_text("donne à SMICTOM Valcobreizh")


def test_an_outsider_sees_open_data_alone(signed_in, console):
    page = signed_in(None)
    page.goto(f"{console.address}/bodies/sde35")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Bornes de recharge")
    expect(page.locator("main")).not_to_contain_text("Nous donne")
    page.goto(f"{console.address}/bodies/val-d-ille-aubigne")
    expect(page.locator("main")).to_contain_text("Aucune donnée de cet organisme ne vous est")


def test_no_body_is_told_as_such(console):
    answer = httpx.get(f"{console.address}/bodies/rien", trust_env=False)
    assert answer.status_code == 404
    assert "Aucun organisme de ce nom" in answer.text

"""Five entries lead to all pages: in two clicks, by keyboard, on a phone and without script.

Covers gateway.console.routes, gateway.console.page.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.console.conftest import NARROW
from tests.e2e.console.menus import open_entry

STEWARD, OPERATOR = "steward@valcobreizh", "operator@interco"
FORMER_ENTRIES = {
    STEWARD: {
        "/",
        "/data",
        "/agreements",
        "/campaigns",
        "/services",
        "/add",
        "/figures",
        "/uses",
        "/settings",
        "/inbox",
        "/account",
        "/calendar",
        "/developers",
        "/receipt",
        "/verify",
        "/accessibility",
    },
    OPERATOR: {"/", "/data", "/agreements", "/services", "/figures", "/uses", "/operator"},
}


@pytest.mark.parametrize("agent", FORMER_ENTRIES)
def test_each_former_entry_is_at_most_two_clicks_away(signed_in, console, agent):
    """A link is one click, a link of a menu two."""
    page = signed_in(agent)
    around = page.locator("header.top, footer")
    reached = {one.get_attribute("href") for one in around.get_by_role("link").all()}
    for menu in page.locator("header.top details.menu-of").all():
        menu.locator("summary").click()
        reached |= {one.get_attribute("href") for one in menu.get_by_role("link").all()}
    assert reached >= FORMER_ENTRIES[agent]
    entries = page.get_by_role("navigation", name="Pages").locator(":scope > *")
    assert len(entries.all()) <= 5
    for address in sorted(reached - {"/developers"}):
        assert page.request.get(f"{console.address}{address}").status == 200, address


def test_a_menu_is_opened_and_closed_by_the_keyboard(signed_in, console):
    page = signed_in(STEWARD)
    summary = page.locator("header.top summary", has_text="Partage")
    summary.focus()
    page.keyboard.press("Enter")
    uses = page.get_by_role("link", name="Utilisations", exact=True)
    expect(uses).to_be_visible()
    page.keyboard.press("Escape")
    expect(uses).to_be_hidden()
    expect(summary).to_be_focused()
    # One menu at a time.
    page.keyboard.press("Enter")
    page.locator("header.top summary", has_text="Chiffres").click()
    expect(uses).to_be_hidden()


def test_each_page_is_searched_from_its_head_and_says_where_it_stands(signed_in, console):
    page = signed_in(STEWARD)
    open_entry(page, "Partage", "Conventions")
    page.locator("main").get_by_role("link", name="Collecte des communes du syndicat").first.click()
    way = page.get_by_role("navigation", name="Vous êtes ici")
    way.get_by_role("link", name="Conventions").click()
    expect(page).to_have_url(f"{console.address}/agreements")
    field = page.locator("header.top").get_by_role("searchbox")
    field.fill("verre")
    field.press("Enter")
    expect(page).to_have_url(f"{console.address}/data?q=verre")


def test_the_pages_of_an_act_have_its_steps_instead(signed_in, console):
    page = signed_in(STEWARD)
    page.goto(f"{console.address}/agreements/new")
    expect(page.locator("ol.steps li")).to_have_count(3)
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)
    expect(page.locator("header.top")).to_contain_text("SMICTOM Valcobreizh")
    for name in ("Aide", "Mentions légales", "Accessibilité : non conforme"):
        expect(page.locator("footer").get_by_role("link", name=name)).to_be_visible()
    page.locator("header.top .brand").click()
    expect(page).to_have_url(f"{console.address}/")


def test_on_a_phone_the_menu_has_the_same_entries(signed_in, console):
    page = signed_in(STEWARD)
    wide = {one.get_attribute("href") for one in page.locator("nav.pages a").all()}
    page.set_viewport_size(NARROW)
    page.locator("header.top summary", has_text="Menu").click()
    links = page.get_by_role("navigation", name="Pages").get_by_role("link").all()
    assert {one.get_attribute("href") for one in links} == wide

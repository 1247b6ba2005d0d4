"""The versions of data and their citation; a theme has its icon; a page on paper; people named.

Covers gateway.console.data.history, gateway.control.data_versions, gateway.control.data_themes,
gateway.control.person_names, gateway.console.shared.theme_icons.
"""

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from catalog.search.synonyms import synonyms
from gateway.console.shared.theme_icons import ICONS, icon_of
from tests.e2e.console.files_by_http import Clerk

MONTHS = "Mois;Tonnage (t)\n" + "".join(f"{month:02d}/2026;{month},5\n" for month in range(1, 10))
AGREEMENT = "/agreements/conv-2025-0001@1"
VERSIONS = "query ($id: ID!) { dataset(id: $id) { versions { number mode state } } }"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_of_versions_and_people_are_sound(signed_in, looks_right, language):
    page = signed_in("steward@valcobreizh", language)
    looks_right(page, "/data/valcobreizh__collectes/history", "/settings/people")


def test_versions_are_told_to_whom_owns_the_data_and_to_nobody_else(signed_in, console):
    with closing(Clerk(console, "steward@mesnil-roc-h")) as clerk:
        data = clerk.made("bacs.csv", MONTHS.encode(), title="Bacs", listing="organisations")
        clerk.get(f"{data}/history")
        assert "premier dépôt" in clerk.text
        assert "Gwenola Perrin" in clerk.text
        assert "Mesnil-Roc'h, « Bacs », version 1 du" in clerk.text
        assert f"{console.address}{data}, consulté le" in clerk.text
    name = data.rpartition("/")[2]
    owner = console.ask(VERSIONS, "agent@mesnil-roc-h", variables={"id": name}).json()
    known = [{"number": 1, "mode": "replace", "state": "current"}]
    assert owner["data"]["dataset"]["versions"] == known
    # Another body may know that the data exist: not when they changed.
    other = console.ask(VERSIONS, "agent@sde35", variables={"id": name}).json()
    assert other["data"]["dataset"]["versions"] is None
    with closing(Clerk(console, "agent@sde35")) as stranger:
        stranger.get(f"{data}/history")
        assert "premier dépôt" not in stranger.text
        assert "Perrin" not in stranger.text


def test_data_read_at_their_source_have_no_version_and_are_cited_all_the_same(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/data/sde35__bornes_recharge")
    page.get_by_role("navigation", name="Ces données").get_by_role("link", name="Versions").click()
    expect(page.locator("main")).to_contain_text("Ces données n'ont pas de version.")
    expect(page.locator("#citation")).to_contain_text("lues à leur source le")
    expect(page.locator("#citation")).to_contain_text("licence")
    expect(page.get_by_role("button", name="Copier La citation")).to_be_visible()


def test_each_theme_has_an_icon_of_the_sprite_beside_its_words(signed_in, console):
    page = signed_in("agent@valcobreizh")
    sprite = page.request.get(f"{console.address}/static/vendor/lucide/icons.svg").text()
    assert {theme.code for theme in synonyms().all_themes} == ICONS.keys()
    for name in {*ICONS.values(), icon_of("newer"), icon_of(None)}:
        assert f'<symbol id="{name}"' in sprite, name
    page.goto(f"{console.address}/data?q=bornes de recharge")
    theme = page.locator("#results .theme").first
    expect(theme).to_have_text("Mobilités et transports")
    expect(theme.locator("use")).to_have_attribute("href", re.compile("#bus$"))
    page.goto(f"{console.address}/data/sde35__bornes_recharge")
    expect(page.locator(".data-top .theme use")).to_have_attribute("href", re.compile("#bus$"))


def test_people_are_named_where_their_name_is_known(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{AGREEMENT}")
    signatures = page.locator("section", has=page.get_by_role("heading", name="Signatures"))
    expect(signatures).to_contain_text("Alain Joubaire")
    expect(signatures.locator(".initials").first).to_be_visible()
    page.goto(f"{console.address}/settings/people")
    expect(page.get_by_role("row").filter(has_text="Farida Mansouri")).to_contain_text("DPO")
    page.get_by_text("Ce que veut dire chaque rôle").click()
    expect(page.locator("main")).to_contain_text(
        "Il signe les conventions au nom de son organisme."
    )
    expect(page.locator("main")).not_to_contain_text("steward@valcobreizh")


def test_on_paper_a_page_has_no_menu_and_says_where_and_when_it_was_read(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{AGREEMENT}")
    page.wait_for_load_state("networkidle")
    assert page.pdf(format="A4").startswith(b"%PDF")
    # Whoever prints is shown what is folded; then the page is as it was.
    expect(page.locator("main details[open]")).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for gone in ("header.top", "nav.crumbs", "footer", "#possible", "#files"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".picture-drawing svg")).to_be_visible()
    expect(page.locator(".picture-scroll tbody tr").last).to_be_visible()
    expect(page.locator(".on-paper")).to_contain_text(f"{console.address}{AGREEMENT} · ")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("main details[open]")).to_have_count(0)
    expect(page.locator(".on-paper")).to_be_hidden()

"""Help begins in the console, each page leads to its own, and legal pages say what is stated.

Covers gateway.console.help.pages, gateway.console.help.topics, gateway.console.legal.pages,
gateway.base.legal_settings.
"""

import json
import os

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import start_demo

STATED = {"publisher": "Syndicat Exemple, 1 place du Marché, 35000 Rennes", "host": "Hôte Exemple"}


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """A demo whose operator stated who publishes it."""
    os.environ["INTERCO_LEGAL"] = json.dumps(STATED)
    try:
        process, running = start_demo(tmp_path_factory.mktemp("legal") / "state")
    finally:
        del os.environ["INTERCO_LEGAL"]
    yield running
    process.terminate()
    assert process.wait(timeout=30) == 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_are_sound(signed_in, looks_right, language):
    looks_right(signed_in(None, language), "/help", "/help/ask", "/legal")


def test_each_page_leads_to_its_own_help_which_begins_in_the_console(signed_in, console):
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}/agreements/new")
    page.locator("footer").get_by_role("link", name="Aide").click()
    expect(page.locator("h1")).to_have_text("Demander des données à un organisme")
    expect(page.locator("main")).not_to_contain_text("./interco")
    page.locator("main").get_by_role("link", name="Demander des données").click()
    expect(page).to_have_url(f"{console.address}/agreements/new")
    for link in page.request.get(f"{console.address}/help").text().split('href="')[1:]:
        address = link.partition('"')[0]
        if address.startswith("/help"):
            assert httpx.get(f"{console.address}{address}").status_code == 200, address
    assert httpx.get(f"{console.address}/help/nothing").status_code == 404


def test_legal_pages_say_what_the_operator_stated_and_what_is_missing(signed_in, console):
    page = signed_in()
    page.goto(console.address)
    page.locator("footer").get_by_role("link", name="Mentions légales").click()
    main = page.locator("main")
    expect(main).to_contain_text(STATED["publisher"])
    expect(main).to_contain_text("L'exploitant ne l'a pas encore indiqué.")
    page.locator("footer").get_by_role("link", name="Accessibilité").click()
    expect(main).to_contain_text("non conforme")

"""The declaration of accessibility: state, tests, whom to write to, what remedies there are.

Covers gateway.console.accessibility.pages.
"""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_declaration_is_sound_in_both_languages(signed_in, looks_right, language):
    looks_right(signed_in(None, language), "/accessibility")


def test_everybody_finds_it_at_the_foot_of_each_page(signed_in, console):
    page = signed_in()
    page.goto(console.address)
    page.get_by_role("link", name="Accessibilité").click()
    expect(page.locator("h1")).to_have_text("Déclaration d'accessibilité")
    for part in ("État de conformité", "Tests faits", "Contact", "Voies de recours"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    page.get_by_text("pages testées").click()
    expect(page.get_by_text("/settings/people", exact=True)).to_be_visible()

"""The page « Explorer »: a sentence of lists, its picture, what it covers; kept and gone back to.

Covers gateway.console.data.covered_words, gateway.console.exploring.address,
gateway.console.exploring.answers, gateway.console.exploring.choices,
gateway.console.exploring.covers, gateway.console.exploring.documents,
gateway.console.exploring.drawn, gateway.console.exploring.example,
gateway.console.exploring.figure_table, gateway.console.exploring.keeping,
gateway.console.exploring.pages, gateway.console.exploring.words,
gateway.console.shared.picture_file.
"""

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of
from tests.e2e.console.files_by_http import Clerk

OURS, POINTS = "/data/valcobreizh__collectes", "/data/sde35__bornes_recharge"
GLASS = f"{OURS}/explore?measure=sum:tonnage_kg&by=commune&where=flux:VERRE&compare=population"
POPULATIONS_MS = 90_000
"""The populations of the whole country are cut out of a text, by each statement."""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_explorations_are_sound_at_both_widths(signed_in, looks_right, language):
    page = signed_in("agent@valcobreizh", language)
    page.set_default_navigation_timeout(POPULATIONS_MS)
    share = "measure=share:tonnage_kg&by=epci&by=year&part=flux:VERRE&compare=before"
    looks_right(page, f"{GLASS}&year=2025", f"{OURS}/explore?{share}")
    if language == "fr":
        looks_right(
            page,
            f"{OURS}/explore?measure=sum:tonnage_kg&by=month&by=flux&year=2025",
            f"{OURS}/explore?measure=sum:tonnage_kg&year=2025&compare=before",
            f"{OURS}/explore?measure=sum:code_commune",
        )


def test_kilos_of_glass_by_inhabitant_are_chosen_by_keyboard_and_kept(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.set_default_navigation_timeout(POPULATIONS_MS)
    page.goto(f"{console.address}{OURS}")
    page.get_by_role("link", name="Explorer", exact=True).click()
    # The first picture needs no choice.
    explored = page.locator("#explored")
    title = explored.locator("figcaption")
    expect(title).to_have_text("Masse collectée (kg), par mois")
    expect(explored).to_contain_text("36 mois sur 36")
    page.get_by_label("Le premier groupe").focus()
    page.keyboard.type("comm")
    expect(title).to_have_text("Masse collectée (kg), par commune")
    expect(page.get_by_label("Le premier groupe")).to_be_focused()
    page.get_by_label("Les lignes choisies").first.select_option("flux:VERRE")
    expect(title).to_contain_text("VERRE")
    page.get_by_label("L'année").select_option("2025")
    expect(title).to_contain_text("2025")
    page.get_by_label("La comparaison").select_option("population")
    rate = "Masse collectée (kg), par commune, par habitant : VERRE, 2025"
    expect(title).to_have_text(rate, timeout=POPULATIONS_MS)
    expect(explored).to_contain_text("Couvre 34 communes, 12 mois sur 12")
    expect(explored).to_contain_text("Population municipale du millésime")
    expect(explored.locator("path title")).to_have_count(34)
    assert not violations_of(page)
    # The address says all of it, and the one before is gone back to.
    address = page.url
    assert "compare=population" in address
    page.go_back()
    expect(title).to_have_text("Masse collectée (kg), par commune : VERRE, 2025")
    page.goto(address)
    explored.get_by_text("Les chiffres en tableau").click()
    row = explored.get_by_role("row").filter(has_text="Combourg")
    shown = row.get_by_role("cell").all_inner_texts()
    page.get_by_role("button", name="Garder cette question").click()
    expect(page.locator("main")).to_contain_text("La question est enregistrée.")
    expect(page.get_by_role("link", name="Un tableur (classeur XLSX)")).to_be_visible()
    # The question that is kept gives the figures of the picture.
    kept = page.get_by_role("row").filter(has_text="Combourg").get_by_role("cell")
    cells = [float(text.replace(",", ".")) for text in kept.all_inner_texts()[-4:]]
    digits = [re.sub(r"\s", "", text).replace(",", ".") for text in shown]
    assert [f"{cells[0]:.0f}", f"{cells[1]:.0f}"] == digits[:2]
    assert f"{cells[2]:.1f}" == digits[2]


def test_an_exploration_needs_no_script_and_no_account(browser, console):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.set_default_navigation_timeout(POPULATIONS_MS)
    page.goto(f"{console.address}{POINTS}/explore")
    page.get_by_label("La comparaison").select_option("population:1000")
    page.get_by_role("button", name="Voir", exact=True).click()
    caption = page.locator("#explored figcaption")
    rate = "Nombre de lignes, par commune, pour 1 000 habitants"
    expect(caption).to_have_text(rate, timeout=POPULATIONS_MS)
    page.get_by_role("link", name="Barres").click()
    expect(page.locator("#explored .picture-wide rect title").first).to_be_attached()
    expect(page.get_by_role("button", name="Garder cette question")).to_have_count(0)
    context.close()


def test_a_reason_is_said_for_what_is_not_offered_or_shown(console):
    theirs = "/data/val_d_ille_aubigne__collectes/explore"
    energy = "/data/mesnil_roc_h__energie_batiments/explore"
    with closing(Clerk(console, "agent@valcobreizh")) as clerk:
        clerk.get(f"{theirs}?purpose=rpqs_dechets")
        assert "Ce qui n'est pas proposé, et pourquoi" in clerk.text
        assert "Bacs levés : La colonne « nb_bacs_leves » ne vous est pas donnée" in clerk.text
        clerk.get(energy)
        assert "Rien de ces données ne vous est donné pour cet usage." in clerk.text
    with closing(Clerk(console, "agent@mesnil-roc-h")) as town:
        town.get(f"{energy}?purpose=suivi_energie")
        assert "Température moyenne » (°C) ne s'additionne pas" in town.text
        few = "measure=sum:consommation_kwh&where=usage:MAIRIE&by=month&year=2019"
        town.get(f"{energy}?purpose=suivi_energie&{few}")
        assert "Trop peu de lignes (0) : de moins de 11, rien n'est montré." in town.text

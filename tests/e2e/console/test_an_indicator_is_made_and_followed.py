"""An exploration made an indicator, by keyboard; its target, its line, its communes, its versions.

Covers gateway.console.indicators.answers, gateway.console.indicators.covers,
gateway.console.indicators.documents, gateway.console.indicators.drawn,
gateway.console.indicators.making, gateway.console.indicators.pages,
gateway.console.indicators.targets, gateway.console.indicators.words.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.console.conftest import violations_of

DATA = "/data/valcobreizh__collectes/explore"
GLASS = f"{DATA}?measure=sum:tonnage_kg&by=year&where=flux:VERRE&compare=population"
NEW = "/figures/indicators/new?dataset=valcobreizh__collectes&measure=sum:tonnage_kg"
MADE = "/figures/indicators/verre-par-habitant"
POPULATIONS_MS = 120_000


@pytest.fixture
def page(signed_in):
    page = signed_in("agent@valcobreizh")
    page.set_default_navigation_timeout(POPULATIONS_MS)
    return page


def test_glass_by_inhabitant_becomes_an_indicator_with_a_target(page, console, looks_right):
    page.goto(f"{console.address}{GLASS}")
    page.get_by_role("link", name="En faire un indicateur").click()
    main = page.locator("main")
    expect(main).to_contain_text("Masse collectée (kg) : VERRE")
    expect(page.get_by_label("Unité")).to_have_value("kg/hab.")
    page.get_by_label("Nom de l'indicateur").focus()
    page.keyboard.type("Verre par habitant")
    # Another unit is refused beside its field, and what was typed stands again.
    page.get_by_label("Unité").fill("t/hab.")
    page.get_by_label("plus la valeur est haute, mieux c'est").check()
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("n'est pas l'unité de cette formule")
    assert not violations_of(page)
    page.get_by_label("Unité").fill("kg par habitant")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.wait_for_url(f"{console.address}{MADE}?done=saved")
    expect(main).to_contain_text("Masse collectée (kg) : VERRE, par habitant, par année")
    expect(main).to_contain_text("Couvre 34 communes, 36 mois sur 36")
    expect(main).to_contain_text("Valeurs inventées (données synthétiques).")
    expect(main.locator("path[stroke-dasharray]")).to_have_count(0)
    page.get_by_role("link", name="Fixer une cible").click()
    page.get_by_label("Valeur à atteindre").fill("50")
    page.get_by_label("Année de la cible").fill("2030")
    page.get_by_label("une valeur que je saisis, avec sa source").check()
    page.get_by_label("Année de la base").fill("2023")
    page.get_by_label("Valeur de la base").fill("1 620 000")
    page.get_by_label("Population de la base").fill("36 000")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("une valeur saisie dit d'où elle vient")
    page.get_by_label("Source de la valeur saisie").fill("Rapport annuel 2023")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.wait_for_url(f"{console.address}{MADE}?done=saved")
    expect(main).to_contain_text("en retard sur la droite vers la cible (46,4 kg par habitant)")
    expect(main).to_contain_text(
        "Base : 45,0 kg par habitant en 2023 (saisi ; source : Rapport annuel 2023)."
    )
    expect(main.locator("path[stroke-dasharray]")).to_have_count(2)
    assert not violations_of(page)
    looks_right(page, "/figures", f"{MADE}/target", f"{MADE}/edit", f"{MADE}/remove", NEW)
    expect(page.get_by_role("heading", level=1)).to_have_text("En faire un indicateur")
    page.goto(f"{console.address}/figures")
    page.get_by_role("link", name="Verre par habitant").click()
    page.get_by_role("link", name="2025", exact=True).click()
    expect(main.locator("path title")).to_have_count(34)


def test_two_measures_are_divided_and_a_change_is_said(page, console):
    page.goto(f"{console.address}{NEW}")
    page.get_by_label("divisée par une autre mesure").check()
    page.get_by_label("Les données de l'autre mesure").select_option("valcobreizh__collectes")
    page.get_by_role("button", name="Continuer").click()
    page.locator("#other_measure").select_option("count")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom de l'indicateur").fill("Kilos par pesée")
    page.get_by_label("Unité").fill("kg/pesée")
    page.get_by_role("button", name="Enregistrer").click()
    main = page.locator("main")
    expect(main).to_contain_text("Masse collectée (kg), divisé par Nombre de lignes, par année")
    page.get_by_role("link", name="Changer cet indicateur").click()
    page.get_by_label("Une note pour qui le lit").fill("Toutes collectes.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("dites ce qui change")
    page.get_by_label("Ce qui change").fill("Une note est ajoutée.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(main).to_contain_text("Toutes collectes.")
    expect(main).to_contain_text("version 2")
    expect(main).to_contain_text("Une note est ajoutée.")


def test_english_pages_are_sound_and_others_have_none_of_it(signed_in, console, looks_right):
    page = signed_in("agent@valcobreizh", "en")
    page.set_default_navigation_timeout(POPULATIONS_MS)
    looks_right(page, MADE, f"{MADE}/target")
    page.goto(f"{console.address}{MADE}")
    expect(page.locator("main")).to_contain_text("behind the line to the target")
    other = signed_in("agent@sde35")
    assert other.goto(f"{console.address}{MADE}").status == 404

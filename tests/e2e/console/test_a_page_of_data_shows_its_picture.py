"""A page of data: its picture, what it covers, its totals; all of it from the rows of its reader.

Covers gateway.console.data.asked_data, gateway.console.data.column_figures,
gateway.console.data.expected_communes,
gateway.console.data.overview, gateway.console.data.row_totals,
gateway.console.data.totals_answer,
gateway.console.shared.commune_names.
"""

import re
from contextlib import ExitStack, closing

from playwright.sync_api import expect

from tests.e2e.console.files_by_http import Clerk

OURS = "/data/valcobreizh__collectes"
THEIRS = "/data/val_d_ille_aubigne__collectes"
HIDDEN = "35326"
"""Sens-de-Bretagne, which the agreement does not give."""


def test_a_page_of_data_shows_its_picture_and_what_it_covers(signed_in, console):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}{THEIRS}")
    overview, counts = page.locator("#overview"), page.locator("#data-counts")
    expect(overview.locator("figcaption")).to_have_text("Masse collectée (kg), par mois")
    covered = "Couvre 18 communes sur 19 (pas données : Sens-de-Bretagne), 36 mois sur 36."
    expect(overview).to_contain_text(covered)
    expect(counts).to_contain_text(re.compile(r"13.081 lignes"))
    expect(counts).to_contain_text("janv. 2023 – déc. 2025")
    overview.get_by_role("link", name="Carte").click()
    expect(overview.locator("figcaption")).to_have_text("Masse collectée (kg), par commune")
    expect(overview.locator("path title")).to_have_count(18)
    expect(overview).to_contain_text("Tracés 2018.")
    # Ten rows, and the sum of all of them: the one that the months add up to.
    rows = page.get_by_role("region", name="Les lignes")
    expect(rows.locator("tbody tr")).to_have_count(10)
    expect(rows.locator("tfoot")).to_contain_text(re.compile("29.497.740"))
    rows.get_by_role("link", name="Filtrer : Flux de déchets").click()
    expect(page.get_by_label("Une colonne")).to_have_value("flux")
    page.get_by_label("Ce qu'elle contient").fill("verre")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("tfoot")).to_contain_text(re.compile("4.963.440"))
    page.get_by_role("link", name="Colonnes").click()
    mass = page.get_by_role("row").filter(has_text="tonnage_kg")
    expect(mass).to_contain_text(re.compile(r"100.%.*de 54 à 9.520", re.DOTALL))
    # A pseudonym and a column that is not given have neither share nor values.
    for name in ("id_pesee", "nb_bacs_leves"):
        expect(page.get_by_role("row").filter(has_text=name)).not_to_contain_text("%")


def test_rows_of_no_commune_take_no_picture_away(signed_in, console):
    """The demo's owner has one row of a code that is no commune's, and one without a code."""
    page = signed_in("steward@valcobreizh")
    page.goto(f"{console.address}{OURS}?shape=map")
    expect(page.locator("#overview figcaption")).to_have_text("Masse collectée (kg), par commune")
    expect(page.locator("#overview")).to_contain_text("36 mois sur 36")


def test_a_page_of_data_needs_no_script(browser, console):
    """Each tab has an address; the picture and the totals are a link away."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{console.address}/data/sde35__bornes_recharge")
    page.get_by_role("link", name="Voir l'image de ces données").click()
    expect(page.locator("figcaption")).to_have_text("Nombre de lignes, par commune")
    expect(page.locator("main")).to_contain_text("450 lignes")
    page.get_by_role("link", name="Revenir à ces données").click()
    page.get_by_role("link", name="Colonnes").click()
    page.get_by_role("link", name="Voir ce que chaque colonne contient").click()
    expect(page.get_by_role("row").filter(has_text="acces_libre")).to_contain_text("oui (90")
    page.goto(f"{console.address}/data/bretagne_romantique__points_apport")
    assert page.locator("main").inner_text()
    context.close()


def test_whoever_may_not_read_sees_the_territory_and_no_figure(signed_in, console):
    page = signed_in("steward@sde35")
    page.goto(f"{console.address}{OURS}")
    overview = page.locator("#overview")
    expect(overview.locator("figcaption")).to_have_text("Le territoire : SMICTOM Valcobreizh")
    expect(page.locator("#data-counts")).to_be_empty()
    expect(page.get_by_role("region", name="Les lignes")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Masse collectée (kg)")
    page.get_by_role("link", name="Colonnes").click()
    assert "%" not in page.locator("main").inner_text()


SHAPES = ("months", "map", "bars")
PARTS = (
    *("", "/rows?sort=-tonnageKg", "/columns", "/sharing", "/follow", "/column-figures"),
    *("/totals", "/totals?column=flux&value=verre", "/picture.svg?shape=map", "/picture.csv"),
    *(f"/picture?shape={shape}" for shape in SHAPES),
)
FIGURES = ("/column-figures", "/totals", "/picture?shape=map")


def pages_of(clerk, parts=FIGURES):
    """Without the tokens of forms, which are new each time."""
    shown = {}
    for part in parts:
        clerk.get(f"{THEIRS}{part}")
        shown[part] = re.sub(r'value="[0-9a-f]{32}"', "", clerk.html)
    return shown


def another_twin(line):
    """The same visible cells: bins and shares are of no agreement; of the hidden commune, no row
    stays as it was.
    """
    cells = line.split(";")
    if cells[3] == HIDDEN:
        cells[1], cells[5], cells[7] = "05/05/2019", "BIODECHETS", "999999"
    cells[4], cells[8] = "0,5000", "7"
    return ";".join(cells)


def test_a_page_of_data_is_the_same_whatever_is_hidden(console):
    with ExitStack() as opened:
        reader, stranger, owner = (
            opened.enter_context(closing(Clerk(console, agent)))
            for agent in (
                "agent@valcobreizh",
                "steward@sde35",
                "steward@val-d-ille-aubigne",
            )
        )
        before = [pages_of(reader, PARTS), pages_of(stranger, ("", *FIGURES)), pages_of(owner)]
        for path in (console.state / "data" / "val-d-ille-aubigne" / "collectes").glob("*.csv"):
            lines = path.read_text("utf-8").splitlines(keepends=True)
            header, rows = lines[0], lines[1:]
            # The folder of a demo is made of links.
            path.unlink()
            path.write_text("".join([header, *map(another_twin, rows)]), "utf-8")
        after = [pages_of(reader, PARTS), pages_of(stranger, ("", *FIGURES)), pages_of(owner)]
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert "9\N{NARROW NO-BREAK SPACE}520" in before[0]["/column-figures"]
    # Each export of a map names its source and its year.
    assert "Tracés 2018." in before[0]["/picture.svg?shape=map"]
    assert "<svg" in before[0]["/picture.svg?shape=map"]
    assert '"janv.";' in before[0]["/picture.csv"]
    # The owner's own page is another: something was changed indeed.
    assert all(after[2][part] != before[2][part] for part in FIGURES)

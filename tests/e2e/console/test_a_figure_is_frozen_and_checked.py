"""A steward freezes a figure, corrects it and hands its paper on; anybody checks the paper.

Covers gateway.console.figures.pages, gateway.console.figures.views,
gateway.console.figures.documents, gateway.console.figures.answers, gateway.http.rest.figures.
"""

import io
import json
import re

import pypdf

from tests.e2e.console.menus import open_entry

STEWARD = "steward@valcobreizh"
STATEMENT = (
    "SELECT flux, sum(tonnage_kg) AS kg FROM val_d_ille_aubigne.collectes "
    "GROUP BY flux ORDER BY kg DESC"
)


def test_a_figure_goes_from_a_statement_to_the_council_and_back(signed_in, console, looks_right):
    page = signed_in(STEWARD)
    open_entry(page, "Chiffres", "Chiffres figés")
    page.get_by_text("n'a encore figé aucun chiffre").wait_for()
    page.get_by_role("link", name="Figer un chiffre").click()

    # Nothing typed is lost where something is wrong.
    page.get_by_label("Titre", exact=True).fill("Tonnages collectés par flux")
    page.get_by_label("Indicateur").fill("Tonnage par flux")
    page.get_by_label("Année").fill("2025")
    page.get_by_label("Requête SQL").fill(STATEMENT)
    page.get_by_label("Finalité").select_option("rpqs_dechets")
    page.get_by_label("Délibération").fill("2026-06-12/41")
    page.get_by_role("button", name="Voir la réponse").click()
    page.get_by_role("alert").get_by_text("l'indicateur s'écrit").wait_for()
    assert page.get_by_label("Requête SQL").input_value() == STATEMENT
    page.get_by_label("Indicateur").fill("tonnage_par_flux")
    page.get_by_role("button", name="Voir la réponse").click()
    page.get_by_role("heading", name="La réponse à figer").wait_for()
    assert "16 005 720" in re.sub(r"\s", " ", page.locator("table").inner_text())
    # Another statement than the one whose answer was shown freezes nothing.
    page.get_by_label("Requête SQL").fill(STATEMENT.replace("DESC", "ASC"))
    page.get_by_role("button", name="Figer ces chiffres").click()
    page.get_by_role("alert").get_by_text("depuis l'aperçu, ceci a changé").wait_for()
    page.get_by_label("Requête SQL").fill(STATEMENT)
    page.get_by_role("button", name="Voir la réponse").click()
    page.get_by_role("alert").wait_for(state="detached")
    page.get_by_role("button", name="Figer ces chiffres").click()

    page.get_by_text("cette version ne changera plus").wait_for()
    page.get_by_text("Ce qui est figé", exact=True).click()
    assert "16 005 720" in re.sub(r"\s", " ", page.locator("table").inner_text())
    first = page.url.split("?")[0].rpartition("/")[2]

    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Le document (PDF)").click()
    paper = pypdf.PdfReader(io.BytesIO(downloaded.value.path().read_bytes()))
    assert first in paper.pages[0].extract_text()
    (attached,) = paper.attachments["interco-figure.json"]
    assert json.loads(attached)["deliberation"] == "2026-06-12/41"
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Le tableau (Excel)").click()
    assert downloaded.value.path().read_bytes().startswith(b"PK")

    _correct(page)
    second = page.url.split("?")[0].rpartition("/")[2]

    open_entry(page, "Chiffres", "Chiffres figés")
    page.get_by_label("Mots du titre").fill("tonnages")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_text("1 chiffre figé").wait_for()
    looks_right(
        page,
        "/figures",
        "/figures/freeze",
        f"/figures/{first}",
        f"/figures/{second}",
        "/verify",
        f"/verify/{first}",
    )
    looks_right(signed_in(STEWARD, "en"), "/figures", f"/figures/{second}", "/figures/freeze")

    _anybody_checks(signed_in(), console, first, second)


def _correct(page):
    page.locator("summary", has_text="Corriger").click()
    page.get_by_label("Ce qui change").fill("Le verre de décembre manquait.")
    page.get_by_role("button", name="Voir la nouvelle version").click()
    page.get_by_text("Cette correction ne change aucun chiffre.").wait_for()
    page.get_by_role("button", name="Figer la nouvelle version").click()
    page.get_by_text("La nouvelle version est figée").wait_for()
    page.get_by_text("Le verre de décembre manquait.").wait_for()


def _anybody_checks(page, console, first, second):
    page.goto(f"{console.address}/verify/{first}")
    page.get_by_text("Un chiffre figé ici a cette empreinte.").wait_for()
    told = page.locator("main").inner_text()
    assert "SMICTOM Valcobreizh" in told
    assert second in told
    for content in ("Tonnages", "OMR", "16", "rpqs"):
        assert content not in told.replace(first, "").replace(second, "")
    # What is unknown is told in the same words, whatever it looks like.
    pages = []
    for digest in ("0" * 64, "not-a-digest", first[:-1]):
        answer = page.goto(f"{console.address}/verify/{digest}")
        assert answer.status == 404
        pages.append(page.locator("main [role=status]").inner_text())
    assert len(set(pages)) == 1

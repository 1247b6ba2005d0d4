"""A saved question in the pages: found, asked with its values, and opened as a workbook.

Covers gateway.console.questions.pages, gateway.console.questions.documents,
gateway.console.questions.answers, gateway.reading.query.question_answer.
"""

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

STATEMENT = """SELECT flux, count(*) AS tournees, sum(tonnage_kg) AS tonnage
FROM val_d_ille_aubigne.collectes WHERE date_collecte >= ? GROUP BY flux ORDER BY flux"""
SAVE = """mutation ($name: String!, $document: String!, $parameters: [QuestionParameterInput!]) {
  saveOperation(name: $name, document: $document, language: "sql", title: "Tonnages par flux",
    purpose: "rpqs_dechets", parameters: $parameters) { applied } }"""
PATH = "/questions/tonnages-par-flux"


@pytest.fixture(scope="module")
def question(console):
    depuis = {"name": "depuis", "type": "date", "default": "2025-01-01"}
    values = {"name": "tonnages-par-flux", "document": STATEMENT, "parameters": [depuis]}
    answer = console.ask(SAVE, "steward@valcobreizh", variables=values)
    assert answer.json()["data"]["saveOperation"]["applied"], answer.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_pages_are_sound(signed_in, looks_right, question, language):
    page = signed_in("agent@valcobreizh", language)
    looks_right(page, "/questions", PATH, f"{PATH}?depuis=2025-06-01&_ask=1")
    looks_right(signed_in("agent@sde35", language), "/questions")


def test_an_agent_finds_it_asks_it_and_opens_its_rows(signed_in, console, question, tmp_path):
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/questions")
    page.get_by_role("link", name="Tonnages par flux").click()
    page.fill("#depuis", "2025-06-01")
    page.get_by_role("button", name="Poser la question").click()
    table = page.get_by_role("table")
    expect(table).to_contain_text("OMR")
    expect(page.locator("main")).to_contain_text("valeurs inventées")
    shown = [row.split("\t") for row in table.locator("tbody").inner_text().splitlines()]
    with page.expect_download() as download:
        page.get_by_role("link", name="Un tableur").click()
    path = tmp_path / "tonnages.xlsx"
    download.value.save_as(path)
    workbook = CalamineWorkbook.from_path(path)
    assert workbook.sheet_names == ["données", "colonnes", "couverture", "reçu"]
    _, *rows = workbook.get_sheet_by_index(0).to_python()
    assert [[flux, str(int(count)), str(int(mass))] for flux, count, mass in rows] == shown
    page.fill("#depuis", "2099-01-01")
    page.get_by_role("button", name="Poser la question").click()
    expect(page.locator("main")).to_contain_text("La réponse n'a aucune ligne.")


def test_another_body_has_no_such_page(signed_in, console, question):
    page = signed_in("agent@sde35")
    assert page.goto(f"{console.address}{PATH}").status == 404

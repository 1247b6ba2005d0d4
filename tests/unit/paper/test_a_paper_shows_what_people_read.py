"""Of a figure's tables a paper shows the columns for people, and values as people write them.

Covers papers.shown, papers.figure_sheet, papers.letter_sheet,
gateway.console.figures.views.
"""

from gateway.console.figures.views import tables_of
from papers import child
from papers.letter_sheet import letter_sheet
from tests.unit.paper import figures


def column(name, fr, kind="text", unit=None):
    return {"name": name, "label": {"fr": fr, "en": name}, "unit": unit, "type": kind}


CAUSE = column("cause", "Cause", "words")
DISPUTES = {
    "columns": [
        CAUSE,
        column("collector", "Bons"),
        column("slip_at", "Heure du bon"),
        column("slip_kg", "Poids du bon", "decimal", "kg"),
        column("ticket_kg", "Poids du ticket", "decimal", "kg"),
        column("due_price", "Prix dû", "decimal", "€/t"),
        column("at_stake_eur", "En jeu", "decimal", "€"),
    ],
    "rows": [
        [
            {"fr": "poids différents", "en": "different weights"},
            *("B1", "2025-02-28T07:50", "7060.000", "6010.500", "96.2000", "122.44"),
        ],
        [
            {"fr": "facturé deux fois", "en": "billed twice"},
            "B2",
            None,
            None,
            None,
            None,
            "1200.00",
        ],
        [{"fr": "facturé deux fois", "en": "billed twice"}, "B3", None, None, None, None, None],
    ],
}


def service_figure(**more):
    table = {"label": {"fr": "Par commune", "en": "By commune"}, **more}
    return figures.content(answer={"tables": {"bodies": table}, "figures": [], "left_out": []})


BODIES = {
    "columns": [
        column("nom", "Nom"),
        column("kg", "Tonnage", "decimal", "kg"),
        column("kg_hab", "Par habitant", "text", "kg/hab."),
        column("reasons", "Raisons", "words"),
        column("sources", "Sources", "list"),
    ],
    "rows": [
        ["Melesse", "8246180.000", "25.3", None, "a, b"],
        ["Guipel", "2.500", None, {"fr": "Par habitant : partiel", "en": "partial"}, "a"],
    ],
    "shown": ["nom", "kg", "kg_hab"],
}


def test_columns_for_programs_stay_in_the_workbook():
    sheet = figures.sheet_of(service_figure(**BODIES))
    section = next(each for each in sheet.sections if each.heading.startswith("Chiffres"))
    (table,) = section.tables
    assert table.headers == ("Nom", "Tonnage (kg)", "Par habitant (kg/hab.)")
    assert table.rows == (("Melesse", "8\u202f246\u202f180", "25.3"), ("Guipel", "2,5", "–"))
    assert table.notes == ("", "Par habitant : partiel")
    detail = next(each for each in sheet.sections if each.heading == "Le détail")
    assert "Par commune" in detail.paragraphs[0]
    (page,) = tables_of(service_figure(**BODIES), "fr")
    assert page.headers == list(table.headers)
    assert page.rows[0] == list(table.rows[0])


def test_a_table_without_rows_prevents_no_paper():
    """As figures hold it that were frozen before such tables were left out."""
    figure = service_figure(columns=[], rows=[])
    assert child.typeset(figures.job(figure)).startswith(b"%PDF-")
    assert tables_of(figure, "fr") == []


def test_a_value_beside_its_unit_is_a_number():
    columns = [
        column("indicator", "Indicateur"),
        column("value", "Valeur"),
        column("unit", "Unité"),
    ]
    rows = [["Taux", "31.59", "%"], ["Année", "2025", None]]
    sheet = figures.sheet_of(service_figure(columns=columns, rows=rows))
    section = next(each for each in sheet.sections if each.heading.startswith("Chiffres"))
    assert section.tables[0].rows == (("Taux", "31,59", "%"), ("Année", "2025", "–"))


def test_parameters_without_a_value_are_not_told():
    query = figures.content()["query"]
    asked = {**query, "parameters": [{"cout_omr": "None", "mois_attendus": "12"}]}
    sheet = figures.sheet_of(figures.content(query=asked))
    facts = {fact.label: fact.value for section in sheet.sections for fact in section.facts}
    assert facts["Paramètres"] == "mois_attendus = 12"


def letter(language="fr"):
    figure = figures.content()
    return letter_sheet(figure, DISPUTES, "Bennes du Nord", "a" * 64, "https://x.fr/v", language)


def test_a_letter_and_its_report_have_one_amount():
    """The report's is of whole invoices; lines are rounded one by one, and their cents are told."""
    content = figures.content()
    told = [{"name": "at_stake_eur", "value": "1322.42"}]
    content = {**content, "answer": {**content["answer"], "figures": told}}
    sheet = letter_sheet(content, DISPUTES, "Bennes du Nord", "a" * 64, "https://x.fr/v", "fr")
    opening = sheet.sections[0]
    assert "1\u202f322,42\u00a0€ (1 sans montant) sont en jeu" in opening.paragraphs[0]
    assert opening.tables[0].rows[-1] == ("Arrondis au centime", "", "\u22120,02\u00a0€")


def test_a_letter_tells_disputes_cause_by_cause_with_what_each_fills():
    sheet = letter()
    opening, weights, twice, signature = sheet.sections
    assert "3 points sont contestés" in opening.paragraphs[0]
    assert "1\u202f322,44\u00a0€ (1 sans montant) sont en jeu" in opening.paragraphs[0]
    assert {fact.value for fact in opening.facts} >= {"Bennes du Nord"}
    assert opening.tables[0].rows == (
        ("poids différents", "1", "122,44\u00a0€"),
        ("facturé deux fois", "2", "1\u202f200,00\u00a0€ (1 sans montant)"),
    )
    assert weights.heading == "Poids différents"
    assert weights.tables[0].rows == (
        ("B1", "28 févr. 2025, 07:50", "7\u202f060", "6\u202f010,5", "96,20", "122,44"),
    )
    assert twice.tables[0].headers == ("Bons", "En jeu (€)")
    assert signature.heading == "Pour SMICTOM Valcobreizh"
    assert "3 points are disputed" in letter("en").sections[0].paragraphs[0]

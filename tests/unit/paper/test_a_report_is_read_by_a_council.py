"""A frozen report says what it is, puts what matters on its first page, tells beside each dash why,
shows its year alone, and has the figures of each commune together.

Covers papers.report_sheet, papers.report_opening, papers.communes,
papers.comment,
papers.printed_table, papers.indicators, papers.yearly, papers.tonnes,
papers.bars, papers.sources, gateway.figures.frozen.kept_tables.
"""

import io
import json
import re

import pypdf
import pytest

from catalog.actions.figures.content import FigureAnswer, FigureLabel
from catalog.canonical_json import write_canonical
from gateway.console.figures.views import tables_of
from gateway.figures.frozen import kept_tables
from gateway.figures.frozen.of_services import label_of, scope_of
from papers import child
from papers.html_page import html_of
from papers.report_sheet import ReportPart, communes_of
from papers.tonnes import tonnes
from papers.workbook import figure_workbook
from tests.unit.paper import figures, reports
from tests.unit.paper.workbooks import texts_of

TITLE = "Rapport annuel sur le prix et la qualité du service (RPQS) – déchets"
CODE = re.compile(r"\b(OMR|EMBALLAGES_PAPIERS|VERRE|TOTAL|rpqs_dechets)\b")
STROKES_OF_A_CODE = 300
"""A QR code is drawn in so many lines; the rest of a page in a few dozen."""
NEUVILLE = "Andouillé-Neuville (35003)"
WHY = "l'année n'est couverte qu'en partie"


def words_of(sheet):
    texts = [sheet.title, sheet.subtitle]
    for section in sheet.sections:
        texts += [section.heading, *section.paragraphs, *section.below]
        texts += [fact.label + " " + fact.value for fact in section.facts if not fact.is_code]
        for table in section.tables:
            texts += [*table.headers, *table.notes, *(cell for row in table.rows for cell in row)]
        texts += [section.picture.alt] if section.picture else []
    return "\n".join(texts).replace("rpqs-dechets@1", "")


def section_of(sheet, heading):
    return next(section for section in sheet.sections if section.heading == heading)


def with_earlier_years(run):
    """2021 has a figure; 2022 was received too, in part."""
    table = run["tables"]["summary"]
    place = {column["name"]: at for at, column in enumerate(table["columns"])}
    figures_told = [place[one["name"]] for one in run["figures"] if one["name"] in place]
    (row,) = table["rows"]
    for year, kg_hab in ((2022, None), (2021, "412.50")):
        earlier = [None if at in figures_told else cell for at, cell in enumerate(row)]
        earlier[place["annee"]], earlier[place["kg_hab"]] = year, kg_hab
        table["rows"].insert(0, earlier)


@pytest.fixture(scope="module")
def report():
    return reports.content()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_title_says_what_of_when_and_whose_and_no_word_of_it_is_a_code(report, language):
    sheet = figures.sheet_of(report, language)
    expected = TITLE if language == "fr" else "Yearly report on the price and quality"
    assert sheet.title.startswith(expected)
    assert sheet.title.endswith(", 2023, SMICTOM Valcobreizh")
    assert not CODE.search(words_of(sheet))
    assert "Emballages et papiers" in words_of(figures.sheet_of(report))


def test_a_title_that_somebody_gave_stands_under_it(report):
    assert figures.sheet_of(report).subtitle == "Tonnages collectés par flux"
    for same in (TITLE, "RPQS déchets 2023 – SMICTOM Valcobreizh"):
        own = {**report, "title": {"fr": same, "en": same}}
        assert figures.sheet_of(own).subtitle == figures.sheet_of(own, "en").subtitle == ""


@pytest.mark.parametrize("name", ["rpqs-dechets", "service-fait"])
def test_a_title_that_nobody_gave_is_that_of_the_paper(name):
    report = {**reports.content_of(name), "year": 2023}
    answered = FigureAnswer("", (), None, report["answer"], (), "")
    label = label_of(FigureLabel("x", "", "", 2023), answered, report["body"]["name"])
    sheet = figures.sheet_of({**report, "title": {"fr": label.title_fr, "en": label.title_en}})
    assert (sheet.title, sheet.subtitle) == (label.title_fr, "")
    assert ", 2023, " in sheet.title


def test_its_first_page_says_what_the_figures_cover(report):
    first = figures.sheet_of(report).sections[0]
    text = re.sub(r"\s", " ", " ".join(first.paragraphs))
    for words in (
        "il manque aussi des mois à Amanlis, Arbrissel",
        "3 523 habitants",
        "Val-Couesnon",
        "Collectes",
        "2026-06-12/41",
    ):
        assert words in text
    assert "Communes auxquelles il manque des mois : Amanlis, Arbrissel." in text
    assert "omplet" not in text
    assert "9 indicateurs sur 12 n'ont pas de valeur" in text


def test_a_table_that_is_too_long_is_named_by_its_words(monkeypatch):
    monkeypatch.setattr(kept_tables, "MOST_BYTES", 16_000)
    sheet = figures.sheet_of(reports.content())
    facts = {fact.label: fact.value for section in sheet.sections for fact in section.facts}
    assert facts["Tableaux laissés de côté, trop longs"] == "Tous les chiffres"
    assert section_of(sheet, "Par organisme").tables
    assert not any(section.heading.startswith("Les communes") for section in sheet.sections)


def test_why_a_value_is_not_there_stands_under_its_row(report):
    sheet = figures.sheet_of(report)
    (table,) = section_of(sheet, "Qualité").tables
    notes = {row[0]: note for row, note in zip(table.rows, table.notes, strict=True)}
    assert notes["Kilogrammes par habitant (kg/hab)"] == "il manque Val-Couesnon"
    assert notes["Masse collectée (t)"] == ""
    (table,) = section_of(sheet, "Par organisme").tables
    notes = {row[0]: note for row, note in zip(table.rows, table.notes, strict=True)}
    assert notes["CC Roche aux Fées Communauté"].startswith(
        f"Par habitant, Taux de valorisation, Indice 2010 : {WHY}"
    )
    for language in ("fr", "en"):
        page = html_of(figures.sheet_of(report, language))
        assert page.count('<tr class="why">') >= 10
    why = [shown for shown in tables_of(report, "fr") if shown.headers[-1] == "Pourquoi"]
    assert "il manque Val-Couesnon" in why[0].rows[0]


def test_what_all_rows_have_in_common_stands_once_above_them(report):
    section = section_of(figures.sheet_of(report), "Par organisme")
    costs = "Coût par tonne (€/t), Coût par habitant (€/hab.)"
    why = "les coûts sont ceux de l'ensemble"
    told = f"Pour toutes les lignes : Année : 2023 ; {costs} : – ({why})."
    assert section.paragraphs == (told,)
    assert "Année" not in section.tables[0].headers


def test_the_year_stands_against_the_last_one_that_has_figures():
    sheet = figures.sheet_of(reports.content(change=with_earlier_years))
    (table,) = section_of(sheet, "Qualité").tables
    assert table.headers == ("Indicateur", "2023", "2021")
    assert table.rows[0] == ("Kilogrammes par habitant (kg/hab)", "–", "412,50")
    assert table.notes[0] == "2023 : il manque Val-Couesnon"
    told = "2022 n'a pas de chiffre annuel (il manque Val-Couesnon) : la comparaison est avec 2021."
    (sentence,) = [one for one in sheet.sections[0].paragraphs if "2022" in one]
    assert sentence.endswith(told)
    assert len(section_of(sheet, "Par organisme").tables[0].rows) == 3


def test_months_stand_in_the_table_where_the_two_years_have_not_as_many():
    def with_fewer_months(run):
        with_earlier_years(run)
        at = [column["name"] for column in run["tables"]["summary"]["columns"]].index("months")
        run["tables"]["summary"]["rows"][0][at] = 7

    def months(change):
        rows = (
            section_of(figures.sheet_of(reports.content(change=change)), "Qualité").tables[0].rows
        )
        return [row[1:] for row in rows if row[0] == "Mois"]

    assert (months(with_earlier_years), months(with_fewer_months)) == ([], [("10", "7")])


def test_flows_are_ranked_in_bars_that_their_table_repeats(report):
    section = section_of(figures.sheet_of(report), "Par flux, 2023")
    names = [bar.label for bar in section.picture.bars]
    assert names == ["Verre", "Emballages et papiers", "Ordures ménagères résiduelles"]
    assert [row[0] for row in section.tables[0].rows] == [*names, "Total"]
    assert "Verre 17,45" in section.picture.alt


def test_all_communes_stand_in_one_table_by_their_names_before_the_whole(report):
    (section,) = [
        one for one in figures.sheet_of(report).sections if one.heading.startswith("Les communes")
    ]
    (table,) = section.tables
    assert table.headers == (
        *("Commune", "Verre", "Emballages et papiers"),
        *("Ordures ménagères résiduelles", "Total"),
    )
    names = [row[0] for row in table.rows]
    assert names == [
        *("Amanlis", "Andouillé-Neuville", "Arbrissel", "Aubigné"),
        "Ensemble",
    ]
    assert table.rows[1][1:] == ("10,64", "7,56", "4,49", "22,68")
    # A commune without any figure is named once, below.
    assert section.below[0] == "Aucune ligne reçue : Val-Couesnon."
    assert "fiche de chaque commune" in section.below[1]


def test_each_commune_has_its_figures_together_beside_those_of_all(report):
    sheet = figures.sheet_of(report, part=ReportPart.COMMUNES)
    blocks = sheet.sections[1:]
    assert [block.heading for block in blocks] == [
        f"{commune.name} ({commune.code})" for commune in communes_of(report)
    ]
    amanlis = blocks[0]
    assert re.sub(r"\s", " ", amanlis.paragraphs[0]).startswith("Population : 1 759 ;")
    assert amanlis.tables[0].headers[-1] == "Ensemble (t)"
    assert amanlis.tables[0].rows[0][1] == "7,6"
    assert "aucune pesée reçue" in blocks[-1].tables[0].notes[0]


def test_kilograms_are_told_in_tonnes_as_exactly_as_the_smallest_needs():
    assert tonnes([8_933_339, "4326211.000", None, 926_817]) == ["8933", "4326", None, "927"]
    assert tonnes([186_451, 38_788, 0]) == ["186.5", "38.8", "0.0"]
    assert tonnes([750, 120_000]) == ["0.750", "120.000"]


def test_what_is_told_in_the_first_sentence_is_no_row_again(report):
    sheet = figures.sheet_of(report)
    first = " ".join(sheet.sections[0].paragraphs)
    assert "il manque aussi des mois à Amanlis, Arbrissel" in first
    assert "Aucune année antérieure n'est dans ces données" in first
    labels = {row[0] for row in section_of(sheet, "Qualité").tables[0].rows}
    assert not {"Mois", "Mois attendus", "Communes", "Population"} & labels
    assert not any("Mois" in one for one in section_of(sheet, "Par flux, 2023").paragraphs)


def test_quality_and_price_are_apart_and_say_what_they_are_made_of(report):
    sheet = figures.sheet_of(report)
    headings = [section.heading for section in sheet.sections]
    assert headings[:4] == ["L'essentiel", "Qualité", "Par flux, 2023", "Prix"]
    assert "Kilos triés" in section_of(sheet, "Qualité").below[0]
    price = section_of(sheet, "Prix")
    assert [row[0] for row in price.tables[0].rows] == [
        "Coût aidé par tonne (€/t)",
        "Coût aidé par habitant (€/hab)",
        "Taxe et redevances par habitant (€/hab)",
    ]
    assert "le coût de l'année, recettes retirées" in price.below[0]
    page = html_of(sheet)
    assert "coût de l&#x27;année, recettes retirées" in page


def test_the_words_of_whoever_froze_it_stand_under_the_essentials_as_they_are(report):
    words = {"fr": "Une année calme.\n\n<b>Merci</b> à tous.", "en": "A calm year."}
    sheet = figures.sheet_of({**report, "comment": words})
    assert sheet.sections[1].heading == "Le mot du service"
    assert sheet.sections[1].paragraphs == ("Une année calme.", "<b>Merci</b> à tous.")
    assert "&lt;b&gt;Merci" in html_of(sheet)
    of_a_statement = figures.sheet_of(figures.content(comment=words), "en")
    assert section_of(of_a_statement, "A word from the service").paragraphs == ("A calm year.",)


@pytest.mark.parametrize("told", [{"synthetic": True}, {}])
def test_synthetic_data_are_told_once(report, told):
    """A figure of an earlier version tells it in the title alone."""
    title = {"fr": "Pesées (données synthétiques)", "en": "Weighings (synthetic data)"}
    (source,) = report["sources"]
    made = {**report, "sources": [{**source, "title": title, **told}]}
    for wanted in ({}, {"part": ReportPart.COMMUNES}, {"commune": "35002"}):
        words = words_of(figures.sheet_of(made, **wanted))
        assert words.lower().count("données synthétiques") == 1
    assert "Données synthétiques" in figures.sheet_of(made).sections[0].paragraphs[0]
    assert "ynthétiques" not in words_of(figures.sheet_of(report))


def test_the_territory_of_the_body_says_which_communes_are_expected(report):
    def first(**communes):
        scope = {"communes": communes, "months": {"number": 12, "expected": 12}, "partial": False}
        return " ".join(figures.sheet_of({**report, "scope": scope}).sections[0].paragraphs)

    assert "25 sur 25" in first(number=25, expected=25, missing=[])
    assert "Communes absentes : Feins." in first(number=24, expected=25, missing=["Feins"])
    assert "n'a pas été donnée" in first(number=25, expected=None, missing=[])
    run = {**reports.result(), "coverage": {"communes": 2, "communes_expected": None}}
    scope = scope_of(run, {"number": 3, "missing": ["Feins"]})
    assert scope["communes"] == {"number": 2, "expected": 3, "missing": ["Feins"]}
    assert scope["partial"]


def test_how_it_was_made_is_told_in_words_and_last(report):
    made = figures.sheet_of(report).sections[-1]
    assert made.heading == "Comment ces chiffres sont faits"
    (paragraph,) = made.paragraphs
    assert "« Rapport annuel sur les déchets (RPQS, annexe XIII) »" in paragraph
    assert "L'année du rapport : 2023" in paragraph
    assert "mois_attendus" not in paragraph
    older = {**report["answer"]["report"]}
    del older["service"], older["parameters"]
    before = figures.sheet_of({**report, "answer": {**report["answer"], "report": older}})
    assert "« rpqs-dechets »" in before.sections[-1].paragraphs[0]


def test_the_annex_and_the_page_of_a_commune_go_alone(report):
    def headings(**wanted):
        return [one.heading for one in figures.sheet_of(report, **wanted).sections]

    assert "Amanlis (35002)" not in headings(part=ReportPart.REPORT)
    assert headings(part=ReportPart.COMMUNES)[0] == "Les chiffres de chaque commune"
    assert not any(one.startswith("Les communes") for one in headings(part=ReportPart.REPORT))
    own = figures.sheet_of(report, commune="35002")
    assert own.title == "Amanlis (35002)"
    assert own.subtitle.startswith(TITLE)
    assert "Aubigné" not in own.sections[0].tables[0].rows[0]
    assert own.sections[0].picture.bars[0].label == "Verre"


def test_it_is_short_and_each_page_bears_its_digest_number_and_code(report):
    paper = pypdf.PdfReader(io.BytesIO(child.typeset(figures.job(report, part="report"))))
    count = len(paper.pages)
    assert count <= 4
    digest = figures.sheet_of(report).digest
    for number, page in enumerate(paper.pages, start=1):
        assert digest in page.extract_text()
        assert f"page {number} / {count}" in page.extract_text()
        assert page.get_contents().get_data().count(b" l ") > STROKES_OF_A_CODE
    (attached,) = paper.attachments["interco-figure.json"]
    assert attached == write_canonical(report)
    assert json.loads(attached) == report
    first = re.sub(r"\s+", " ", paper.pages[0].extract_text())
    assert TITLE in first
    assert "Kilogrammes par habitant" in first


def test_its_workbook_has_words_for_codes_and_a_column_of_reasons(report):
    texts = texts_of(figure_workbook(report, "d" * 64, "fr"))
    assert "Ordures ménagères résiduelles" in texts
    assert "EMBALLAGES_PAPIERS" not in texts
    assert "Raisons" in texts
    assert any(WHY in text for text in texts)


def test_a_service_without_flows_has_a_commune_told_value_by_value():
    report = reports.content_of("couverture-covoiturage")
    sheet = figures.sheet_of(report, part=ReportPart.COMMUNES)
    aubigne = section_of(sheet, "Aubigné (35007)")
    facts = {fact.label: fact.value for fact in aubigne.facts}
    assert facts["Lieu le plus proche (km)"] == "12,24"
    assert not {"Niveau", "Nom"} & facts.keys()
    neuville = [fact.value for fact in section_of(sheet, NEUVILLE).facts]
    assert "– (des lieux ne disent pas leurs places)" in neuville
    assert figures.sheet_of(report, commune="35007").title == "Aubigné (35007)"
    (table,) = section_of(figures.sheet_of(report), "Les communes : tous les chiffres").tables
    assert next(row for row in table.rows if row[0] == "Aubigné")[-1] == "12,24"


@pytest.mark.parametrize("name", ["comptage-velo", "comparaison", "service-fait"])
def test_each_service_has_a_report(name):
    sheet = figures.sheet_of(reports.content_of(name))
    assert sheet.title.endswith(", SMICTOM Valcobreizh")
    assert sheet.sections[0].tables[0].rows
    assert len(sheet.sections) > 3


def test_a_long_report_keeps_the_communes_of_its_year(monkeypatch):
    """First the columns that no page shows go, then the rows of other years."""

    def with_a_former_year(run):
        table = run["tables"]["figures"]
        at = [column["name"] for column in table["columns"]].index("year")
        table["rows"] += [[*row[:at], 2022, *row[at + 1 :]] for row in table["rows"]]

    whole = reports.content(change=with_a_former_year)["answer"]["tables"]["figures"]
    monkeypatch.setattr(kept_tables, "MOST_ROWS", len(whole["rows"]) - 1)
    report = reports.content(change=with_a_former_year)
    kept = report["answer"]["tables"]["figures"]
    assert report["answer"]["left_out"] == []
    assert len(kept["rows"]) == len(whole["rows"]) // 2
    assert len(kept["columns"]) < len(whole["columns"])
    assert len(communes_of(report)) == 5
    assert figures.sheet_of(report, commune="35002").sections[0].tables

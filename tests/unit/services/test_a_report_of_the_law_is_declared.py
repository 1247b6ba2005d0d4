"""A report of the law is data: a third one, written by its how-to page alone, has its codes, parts,
decimals, reasons and comparison of years on paper and among the figures.

Covers services_run.report, services_run.report_check, services_run.published,
services_run.plain_values, gateway.figures.frozen.declared_report, papers.figure_origin,
papers.indicators, papers.headline, papers.sent_table.
"""

import copy
from datetime import date

import pytest
import yaml

from papers.headline import headline_figures
from services_run.checking import load_service
from services_run.problems import ServiceProblems
from services_run.report import DueDay
from tests.unit.paper.figures import sheet_of
from tests.unit.services.declared_folders import frozen, run, written

LIGHTS = """annee;armoire;points;kwh;cout
2024;A1;100;30000;5000,00
2024;A2;60;16000;2400,00
2025;A1;100;28004;5100,00
2025;A2;60;15996;
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return load_service(written(tmp_path_factory.mktemp("how-to") / "rapport-eclairage"))


@pytest.fixture(scope="module")
def content(service, tmp_path_factory):
    inputs = tmp_path_factory.mktemp("lights")
    (inputs / "armoires.csv").write_text(LIGHTS, "utf-8")
    return frozen(service, run(service, inputs))


def cells_of(sheet, heading):
    section = next(one for one in sheet.sections if one.heading == heading)
    return {row[0]: row[1:] for row in section.tables[0].rows}, section


def test_its_paper_has_the_codes_parts_and_both_years(content):
    sheet = sheet_of(content)
    assert sheet.title.startswith("Rapport annuel de l'éclairage public, 2025")
    headings = [section.heading for section in sheet.sections]
    assert headings.index("Le patrimoine") < headings.index("Les dépenses")
    lit, section = cells_of(sheet, "Le patrimoine")
    assert lit["E1.0 – Points lumineux (points)"] == ("160", "160")
    assert lit["E2.1 – Énergie par point (kWh/point)"] == ("275,0", "287,5")
    cost, section = cells_of(sheet, "Les dépenses")
    assert cost["E3.2 – Coût par point (€/point)"] == ("–", "46,25")
    assert any(
        "il manque le coût d'une armoire au moins" in note for note in section.tables[0].notes
    )


def test_what_is_left_to_write_is_what_no_data_give(content):
    left = next(one for one in sheet_of(content).sections if one.heading.startswith("À compléter"))
    assert "les travaux de l'année ; le coût de l'énergie." in left.paragraphs[0]
    told = " ".join(sheet_of(content, "en").sections[0].paragraphs)
    assert "Text: standing order of your assembly. To be presented by 30 Jun 2026." in told


def test_a_cost_that_is_given_is_no_longer_left_to_write(service, tmp_path):
    (tmp_path / "armoires.csv").write_text(LIGHTS.replace("15996;", "15996;2500"), "utf-8")
    left = frozen(service, run(service, tmp_path))["answer"]["report"]["to_complete"]
    assert [one["en"] for one in left] == ["the works of the year"]


def test_the_home_page_says_whether_a_change_is_good(content):
    told = {figure.label: figure for figure in headline_figures(content, "fr")}
    energy = told["Énergie par point"]
    assert (energy.sign, energy.before, energy.course) == ("▼", "2024\u00a0: 287,5", "better")
    assert told["Points lumineux"].course == ""


def test_a_figure_keeps_its_raw_value_and_names_its_variables(content):
    by_code = {figure["code"]: figure for figure in content["answer"]["figures"]}
    energy = by_code["E2.1"]
    assert (energy["value"], energy["raw"]) == ("275.0", "275.000")
    assert [one["name"] for one in energy["variables"]["used"]] == ["kwh", "points"]
    cost = by_code["E3.2"]
    assert cost["value"] is None
    assert [one["en"] for one in cost["variables"]["missing"]] == ["Cost"]


def test_a_variable_without_a_value_that_counts_as_none_is_told(content):
    changed = copy.deepcopy(content)
    figure = next(one for one in changed["answer"]["figures"] if one["code"] == "E2.1")
    figure["raw"] = "275.038"
    figure["variables"]["assumed"] = [{"name": "x", "fr": "pertes", "en": "losses"}]
    for language, words in (
        ("fr", "Calculé : 275,038. Non renseigné, compté pour rien : pertes."),
        ("en", "Computed: 275.038. Not given, counted as none: losses."),
    ):
        notes = [
            note
            for section in sheet_of(changed, language).sections
            for table in section.tables
            for note in table.notes
        ]
        assert words in notes


def test_a_day_that_a_year_has_not_is_none_of_it():
    """A service published before could say one: nobody is stopped by it."""
    assert DueDay("02-29", 1).day_of(2027) == date(2028, 2, 29)
    assert [DueDay(*due).day_of(2026) for due in (("02-30", 1), ("09-30", 10_000))] == [None, None]


@pytest.mark.parametrize(
    ("where", "change"),
    [
        ("report.title", lambda tree: tree["report"]["title"].pop("en")),
        ("report.due.day", lambda tree: tree["report"]["due"].update(day="30/09")),
        ("report.due.day", lambda tree: tree["report"]["due"].update(day="02-30")),
        ("report.parts.depenses", lambda tree: tree["report"]["parts"]["depenses"].pop("fr")),
        ("report.text", lambda tree: tree["report"]["text"].pop("fr")),
        ("report.to_complete[0]", lambda tree: tree["report"]["to_complete"][0].pop("fr")),
        ("indicators[0].part", lambda tree: tree["indicators"][0].pop("part")),
        ("indicators[0].decimals", lambda tree: tree["indicators"][0].update(decimals=9)),
        ("indicators[1].direction", lambda tree: tree["indicators"][1].update(direction="up")),
        ("sending.role", lambda tree: tree.update(
            sending={"table": "summary", "role": "bons", "columns": ["annee"]})),
        ("sending.table", lambda tree: tree.update(
            sending={"table": "disputes", "role": "armoires", "columns": ["annee"]})),
        ("indicators[0].decimal", lambda tree: tree["indicators"][0].update(decimal=1)),
    ],
)  # fmt: skip
def test_a_slip_in_a_report_is_told_with_its_place(tmp_path, where, change):
    path = written(tmp_path) / "service.yaml"
    tree = yaml.safe_load(path.read_text("utf-8"))
    change(tree)
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(ServiceProblems) as raised:
        load_service(tmp_path)
    assert where in {problem.facts["where"] for problem in raised.value.problems}

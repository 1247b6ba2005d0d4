"""A map and lines of a service's result, each with its sentence and its table.

Covers gateway.console.mutualised.drawings, gateway.console.mutualised.parameters.
"""

from federation.services.checking import find_service, load_service
from federation.services.results import result_of
from gateway.console.mutualised.drawings import drawings
from gateway.console.mutualised.parameters import settings_of
from tests.unit.pictures.drawing import squares


def result_with(path, rows, service):
    described = load_service(find_service(service))
    answer = {part.path[0]: [] for part in described.answer}
    return result_of(described, {**answer, path: rows}, [])


def figure(code, name, kg, year=2025, level="commune", flux="TOTAL"):
    return {"level": level, "code": code, "name": name, "year": year, "flux": flux, "kg_hab": kg}


def test_a_map_shows_the_communes_of_the_last_year_and_nothing_else():
    rows = [
        figure("35003", "Aubigné", 240, 2024), figure("35003", "Aubigné", 268),
        figure("35007", "Dingé", 190), figure("35007", "Dingé", 17, flux="VERRE"),
        figure("200000000", "L'ensemble", 999, level="ensemble"),
    ]  # fmt: skip
    result = result_with("figures", rows, "rpqs-dechets")
    (drawn,) = drawings(result, "fr", lambda codes: squares(*codes))
    for words in ("Par commune : Par habitant, 2025", "Aubigné", "Dingé", "268", "190"):
        assert words in drawn
    assert "De 190" in drawn
    for absent in ("240", "999", "L&#39;ensemble", '35003" data'):
        assert absent not in drawn
    assert "<table" in drawn
    assert "<svg" in drawn


def test_without_contours_the_map_says_so_and_keeps_its_table():
    result = result_with("figures", [figure("35003", "Aubigné", 268)], "rpqs-dechets")
    (drawn,) = drawings(result, "en", lambda codes: None)
    assert "By commune: Per inhabitant, 2025" in drawn
    assert "<svg" not in drawn
    assert "<table" in drawn


def test_a_level_that_the_service_puts_in_words_is_still_found():
    row = {"niveau": "commune", "code": "35003", "nom": "Aubigné", "lieux_1000": 1}
    other = {"niveau": "epci", "code": "243500667", "nom": "Val d'Ille", "lieux_1000": 2}
    result = result_with("figures", [other, row], "couverture-covoiturage")
    (drawn,) = drawings(result, "fr", lambda codes: None)
    assert "Aubigné" in drawn
    assert "Val d" not in drawn


def test_lines_are_one_picture_a_site_with_a_line_a_year():
    rows = [
        {"nom": site, "mois": f"{year}-{month:02}", "jour_moyen": 100 * month + year % 10}
        for site in ("Pont", "Gare")
        for year in (2024, 2025)
        for month in (1, 2, 3)
    ]
    result = result_with("months", rows, "comptage-velo")
    pont, gare = drawings(result, "fr", lambda codes: None)
    assert "Pont : Jour moyen" in pont
    assert "Gare : Jour moyen" in gare
    assert "2025 :" in pont
    assert pont.count("<svg") >= 1
    assert 'id="drawing-months-0' in pont


def test_tables_without_rows_draw_nothing():
    for service in ("rpqs-dechets", "comptage-velo", "couverture-covoiturage"):
        path = "months" if service == "comptage-velo" else "figures"
        assert drawings(result_with(path, [], service), "fr", lambda codes: None) == []


YEAR = {
    "name": "annee",
    "type": "integer",
    "default": None,
    "label": {"fr": "L'année", "en": "Year"},
}


def year_of(given=(), counted=()):
    return settings_of([YEAR], dict(given), {}, None, "fr", counted)["year"]


def test_the_year_is_chosen_before_any_figure_and_the_others_are_listed():
    counted = [
        {"year": 2023, "months": 12}, {"year": 2024, "months": 12}, {"year": 2025, "months": 10},
    ]  # fmt: skip
    year = year_of(counted=counted)
    assert (year["value"], year["usual"]) == ("2024", "whole")
    assert year["options"] == [
        ("2025", "2025 (10 mois sur 12)"),
        ("2024", "2024 (complète)"),
        ("2023", "2023 (complète)"),
    ]
    other = year_of({"annee": "2025"}, counted)
    assert (other["value"], other["usual"]) == ("2025", None)
    assert year_of(counted=counted[2:])["usual"] == "partial"
    assert year_of({"annee": "deux mille"})["options"] == [("deux mille", "deux mille")]

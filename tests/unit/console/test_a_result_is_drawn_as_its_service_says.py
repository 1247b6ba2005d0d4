"""A map and lines of a service's result, each with its sentence and its table.

Covers gateway.console.mutualised.drawings, gateway.console.mutualised.years,
gateway.console.mutualised.amounts, gateway.console.mutualised.views.
"""

import pytest

from gateway.console.mutualised.amounts import read_amount
from gateway.console.mutualised.drawings import drawings
from gateway.console.mutualised.views import figures
from gateway.console.mutualised.years import choice_of_year, other_data, years_in
from services_run.checking import find_service, load_service
from services_run.results import result_of
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


def test_a_reason_is_read_once_below_the_figures_that_have_a_value():
    def told(label, value=None, reason=None, unit="kg/hab"):
        why = None if reason is None else {"fr": reason, "en": reason}
        words = {"fr": label, "en": label}
        return {"label": words, "value": value, "unit": unit, "reason": why, "year": 2025}

    cards = figures(
        {
            "figures": [
                told("OMA", reason="il manque Feins"),
                told("Valorisation", reason="il manque Feins", unit="%"),
                told("Évolution", "-0.90", unit="%"),
                told("Coût par tonne", reason="il manque Feins", unit="EUR/t"),
                told("DMA", reason="les déchèteries ne sont pas données"),
            ]
        },
        "fr",
    )
    assert [card["labels"] for card in cards] == [
        ["Évolution"],
        ["OMA", "Valorisation"],
        ["Coût par tonne"],
        ["DMA"],
    ]


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


def test_a_note_of_maps_stands_once():
    figures = result_with("figures", [figure("35003", "Aubigné", 268)], "rpqs-dechets")
    (table,) = (one for one in figures["tables"].values() if one["view"] == "communes")
    twice = {**figures, "tables": {"first": table, "second": table}}
    first, second = drawings(twice, "fr", lambda codes: None)
    assert first.count("picture-note") == 1
    assert second.count("picture-note") == 0


class Reader:
    """Of a page in French."""

    language = "fr"

    def gettext(self, message, /, **values):
        return message % values if values else message


def counted(dataset, title, *years, communes=25):
    return {
        "dataset": dataset,
        "isRelated": True,
        "title": {"fr": title},
        "years": [{"year": year, "months": months, "communes": communes} for year, months in years],
    }


def year_of(chosen, *others, given=()):
    report = {"roles": [{"role": {"name": "r"}, "chosen": [chosen], "candidates": [*others]}]}
    return choice_of_year(years_in(report, Reader()), dict(given), Reader())


def test_the_year_is_chosen_before_any_figure_and_the_others_are_listed():
    tonnages = counted("t", "Tonnages", (2023, 12), (2025, 10))
    year = year_of(tonnages, counted("p", "Pesées (2026)", (2026, 10)))
    assert year["value"] == "2023"
    assert year["why"] == "2023 est la dernière année complète : 2026 n'a que 10 mois sur 12."
    assert year["options"] == [
        ("2026", "2026 (10 mois sur 12, Pesées)", True),
        ("2025", "2025 (10 mois sur 12)", True),
        ("2024", "2024 (aucune ligne)", False),
        ("2023", "2023 (complète)", True),
    ]
    other = year_of(tonnages, given={"annee": "2025"})
    assert (other["value"], other["why"]) == ("2025", "")
    alone = year_of(counted("p", "Pesées", (2026, 10)))
    assert alone["why"] == "Aucune année n'est complète : la dernière."


def test_a_year_of_few_communes_of_others_is_no_year_of_ones_own():
    neighbours = counted("n", "Du voisin", (2024, 12), communes=4)
    year = year_of(counted("t", "Tonnages", (2025, 12)), neighbours)
    assert [option for option, *_ in year["options"]] == ["2025"]


def test_a_year_that_others_alone_have_whole_is_theirs():
    report = {
        "roles": [
            {
                "role": {"name": "r"},
                "chosen": [counted("t", "Tonnages", (2025, 10))],
                "candidates": [counted("p", "Pesées", (2025, 12))],
            }
        ]
    }
    assert other_data(report, "2025", Reader()) == ("r", "p")
    assert other_data(report, "2024", Reader()) is None


@pytest.mark.parametrize(
    ("written", "language", "read"),
    [
        ("1\u202f950\u00a0000 €", "fr", "1950000"),
        ("1 950 000,50 euros", "fr", "1950000.50"),
        ("1,950,000.50", "en", "1950000.50"),
        ("-12,5", "fr", "-12.5"),
        ("deux mille", "fr", None),
        ("NaN", "fr", None),
    ],
)
def test_amounts_are_read_as_people_write_them(written, language, read):
    assert read_amount(written, language) == read

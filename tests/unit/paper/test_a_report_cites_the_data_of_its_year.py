"""A report cites the data that have rows of its year; one that gave none makes it partial.

Covers papers.sources, gateway.figures.frozen.of_services.
"""

import pytest

from gateway.figures.frozen.of_services import scope_of
from tests.unit.paper import figures, reports
from tests.unit.paper.test_a_report_is_read_by_a_council import words_of


@pytest.fixture(scope="module")
def report():
    return reports.content()


def test_data_without_rows_of_the_year_are_no_source_of_its_figures(report):
    (source,) = report["sources"]
    former = {
        **source,
        "title": {"fr": "Pesées d'avant", "en": "Former weighings"},
        "agreement": "conv-2019-0001@1",
        "rows_of_year": 0,
    }

    def words(rows):
        sources = [{**source, "rows_of_year": 12}, {**former, "rows_of_year": rows}]
        return words_of(figures.sheet_of({**report, "sources": sources}))

    assert "Collectes" in words(0)
    for told in ("Pesées d'avant", "conv-2019-0001"):
        assert told not in words(0)
        assert told in words(3)


def test_the_page_of_a_commune_cites_the_data_that_have_rows_of_it(report):
    (source,) = report["sources"]
    others = {"fr": "Pesées d'ailleurs", "en": "Weighings elsewhere"}
    sources = [
        {**source, "communes": ["35002", "35003"]},
        {**source, "title": others, "communes": ["35003"]},
    ]
    made = {**report, "sources": sources}
    for commune, is_cited in (("35002", False), ("35003", True)):
        words = words_of(figures.sheet_of(made, commune=commune))
        assert ("Pesées d'ailleurs" in words) is is_cited
        assert "Collectes" in words


def test_a_source_that_gave_no_row_makes_the_report_partial():
    source = {"owner": {}, "name": "d", "agreement": None, "latest": None}

    def partial(*rows):
        run = {**reports.result(), "coverage": {"months": 12, "months_expected": 12}}
        run["sources"] = [{**source, "rows": count} for count in rows]
        return scope_of(run)["partial"]

    assert (partial(3, 4), partial(3, 0)) == (False, True)

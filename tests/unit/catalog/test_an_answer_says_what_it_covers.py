"""The scope of an answer: communes of today, who is late, what is twice, and whether it is whole.

Covers catalog.standards.coverage.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.cog import load_cog
from catalog.model.dataset import UpdateFrequency
from catalog.model.identifiers import CommuneCode, Siren
from catalog.standards.coverage import (
    Coverage,
    Source,
    SourceStatus,
    commune_today,
    cover,
    is_late,
    overlapping,
    population_of,
)

TODAY = date(2026, 11, 25)
COG = load_cog()
MESNIL, MELESSE = CommuneCode("35308"), CommuneCode("35173")


def source(status, name="a.t"):
    return Source(Siren("243500667"), "CC", name, status)


def scope(*statuses, missing=()):
    made = cover([MELESSE], [MELESSE, *missing], COG, TODAY)
    return replace(made, sources=tuple(source(each) for each in statuses))


def test_an_old_code_counts_for_the_commune_that_holds_its_land_today():
    assert commune_today("35147", date(2018, 6, 1), COG, TODAY) == MESNIL
    assert commune_today("35308", date(2025, 6, 1), COG, TODAY) == MESNIL
    assert commune_today("99999", date(2025, 6, 1), COG, TODAY) is None
    assert commune_today(None, None, COG, TODAY) is None


def test_the_population_is_that_of_what_is_covered_and_unknown_where_one_is():
    both = population_of([MELESSE, MESNIL], COG, TODAY)
    assert both == population_of([MELESSE], COG, TODAY) + population_of([MESNIL], COG, TODAY)
    assert population_of([MELESSE, CommuneCode("99999")], COG, TODAY) is None
    assert population_of([], COG, TODAY) is None


def test_what_is_expected_and_not_covered_is_missing():
    made = cover([MESNIL], [MELESSE, MESNIL], COG, TODAY)
    assert (made.covered, made.missing) == ((MESNIL,), (MELESSE,))
    assert made.partial


@pytest.mark.parametrize("status", [SourceStatus.DOWN, SourceStatus.STALE, SourceStatus.EMPTY])
def test_a_source_that_is_away_makes_an_answer_partial(status):
    assert scope(SourceStatus.ANSWERED, status).partial
    assert not scope(SourceStatus.ANSWERED).partial


def test_one_that_was_denied_does_not_unless_nothing_was_given():
    assert not scope(SourceStatus.ANSWERED, SourceStatus.DENIED).partial
    assert Coverage(sources=(source(SourceStatus.DENIED),)).partial


def test_what_comes_each_month_is_late_after_two():
    monthly = UpdateFrequency.MONTHLY
    assert is_late(date(2026, 9, 1), monthly, TODAY)
    assert not is_late(date(2026, 10, 1), monthly, TODAY)
    assert not is_late(None, monthly, TODAY)
    assert not is_late(date(2020, 1, 1), None, TODAY)
    assert not is_late(date(2020, 1, 1), UpdateFrequency.NEVER, TODAY)


def test_rows_of_one_commune_and_month_in_two_datasets_are_twice():
    cells = [("a", MESNIL, (2025, 1)), ("b", MESNIL, (2025, 1)), ("b", MESNIL, (2025, 2))]
    assert overlapping([*cells, ("a", MELESSE, (2025, 2))]) == {(MESNIL, (2025, 1)): ("a", "b")}


def test_two_standards_in_one_query_have_one_scope():
    one = replace(
        cover([MESNIL], [MESNIL, MELESSE], COG, TODAY), sources=(source(SourceStatus.ANSWERED),)
    )
    other = cover([MELESSE], [MELESSE], COG, TODAY)
    both = one.beside(other, COG, TODAY)
    assert (both.covered, both.missing) == ((MELESSE, MESNIL), ())
    assert both.sources == one.sources


def test_a_line_says_it_in_ascii():
    line = scope(SourceStatus.ANSWERED, SourceStatus.DOWN, missing=[MESNIL]).summary
    assert line == "partial=true; sources=2; answered=1; down=1; communes=1; missing=1"
    assert line.isascii()

"""Covers catalog.coverage."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cog import load_cog
from catalog.coverage import CodeCause, CodedRows, cause_of, classify_codes, has_one_cause

COG = load_cog()
TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("code", "day", "cause"),
    [
        ("35210", date(2024, 1, 1), CodeCause.CURRENT),
        ("35267", date(2015, 1, 1), CodeCause.OLD_CODE),
        ("49069", date(2016, 1, 1), CodeCause.OLD_CODE),
        ("35267", date(2024, 1, 1), CodeCause.PART),
        ("35293", date(2024, 1, 1), CodeCause.PART),
        ("75101", date(2024, 1, 1), CodeCause.PART),
        ("59380", date(2024, 1, 1), CodeCause.PART_OR_POSTAL),
        ("35000", date(2024, 1, 1), CodeCause.POSTAL),
        ("27676", date(2022, 1, 1), CodeCause.OTHER_TIME),
        ("99999", date(2024, 1, 1), CodeCause.UNKNOWN),
        ("Pacé", date(2024, 1, 1), CodeCause.UNKNOWN),
        (None, date(2024, 1, 1), CodeCause.MISSING),
        ("35210", None, CodeCause.NO_DATE),
        ("35210", date(2026, 6, 2), CodeCause.FUTURE),
    ],
)
def test_each_row_has_one_cause(code, day, cause):
    assert cause_of(code, day, TODAY, COG) is cause


def test_an_old_code_is_told_with_the_commune_that_holds_its_land_today():
    rows = [CodedRows("35267", date(2024, 1, 1), 5), CodedRows("35293", date(2023, 1, 1), 2)]
    (part,) = classify_codes(rows, TODAY, COG)
    assert (part.rows, part.codes) == (7, 2)
    assert [(each.code, each.rows, each.now, each.now_nom) for each in part.examples] == [
        ("35267", 5, "35257", "Maen Roch"),
        ("35293", 2, "35282", "Rives-du-Couesnon"),
    ]


def test_a_postal_code_is_never_a_commune():
    meaning = COG.resolve("59380", TODAY)
    assert (meaning.nom, meaning.is_commune) == ("Mardyck", False)
    assert COG.label("59380", TODAY) is None
    assert COG.meanings("35000") == ()


CODES = st.one_of(
    st.none(), st.sampled_from(sorted(COG.land.by_code)), st.sampled_from(["", "35000", "99999"])
)
DAYS = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2030, 1, 1)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(CodedRows, CODES, DAYS, st.integers(1, 9)), max_size=20))
def test_no_row_is_dropped_whatever_its_code(rows):
    counted = classify_codes(rows, TODAY, COG)
    assert sum(each.rows for each in counted) == sum(each.rows for each in rows)
    assert len({each.cause for each in counted}) == len(counted)


@settings(max_examples=100, deadline=None)
@given(
    code=st.sampled_from(sorted(COG.land.by_code)),
    days=st.lists(st.dates(date(1950, 1, 1), date(2026, 6, 1)), min_size=3, max_size=3).map(sorted),
)
def test_days_between_are_not_looked_at_only_where_they_all_have_one_cause(code, days):
    first, between, last = days
    if has_one_cause(code, first, last, TODAY, COG):
        assert cause_of(code, between, TODAY, COG) is cause_of(code, first, TODAY, COG)

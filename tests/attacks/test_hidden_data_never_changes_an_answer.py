"""Non-interference: 20,000 questions to pairs of worlds that differ where nothing is shown; a
twentieth in a daily run.

Values, order where it was asked for, types, numbers of rows, whether and how a query fails: all
are equal in both worlds, and no canary is in the bytes of any answer. Lists are read page by page
too, where several rows bear one key, or the key is hidden.

Covers schema.reading.page_rows, federation.planning, federation.rewrites.govern_tables,
federation.rewrites.row_conditions, federation.rewrites.fence.
"""

from __future__ import annotations

import pytest

from tests.attacks.__main__ import summary
from tests.attacks.campaign import campaign
from tests.attacks.harness import Report

QUESTIONS = 20_000
FIRST_WORLD = 1_000
REACHED = (
    "a part of a date", "a percentile", "a window over periods", "aggregate",
    "aggregate of some rows", "canary literal", "case",
    "correlated", "cte", "derived table", "distinct", "document", "except", "exists",
    "failing expression", "filter", "first rows of groups", "full join", "group by",
    "grouping sets", "having", "in a territory", "in query", "intersect", "join", "join on hashes",
    "left join", "limit", "linked rows: every", "linked rows: none", "linked rows: some",
    "order by", "pages", "pages apart from the key", "pages between level rows", "parameter",
    "right join", "scalar query", "shadowing cte", "slice aggregate", "slice groupBy",
    "slice nodes", "slice totalCount", "star", "two columns compared", "union", "union all",
    "window",
)  # fmt: skip
DIFFERING = (
    "row",
    "withheld",
    "null",
    "constant",
    "month",
    "year",
    "commune",
    "epci",
    "keyed_hash",
)


@pytest.fixture(scope="module")
def report(scaled) -> Report:
    total = Report()
    for _, each in campaign(scaled(QUESTIONS), FIRST_WORLD):
        total.add(each)
    return total


def test_two_worlds_that_differ_where_nothing_is_shown_answer_alike(report: Report, scaled):
    assert not report.leaks, "\n\n".join(report.leaks)
    assert report.asked >= scaled(QUESTIONS)


def test_most_questions_are_answered_so_that_alike_means_something(report: Report, scaled):
    """A harness whose every query is refused, or answers nothing, proves nothing."""
    said = summary(report)
    assert report.accepted > 0.7 * report.asked, said
    assert report.ended["rows"] > 0.35 * report.asked, said
    # Some fail, as they should, and alike.
    assert report.ended["expression_failed"] > scaled(20), said
    assert report.ended["too_many_rows"] > scaled(20), said
    refused = ("column_not_granted", "hashes_not_comparable", "combination_not_agreed")
    assert all(report.refused[each] > scaled(5) for each in refused), said


def test_every_construct_was_reached_and_every_transform_differed(report: Report, scaled):
    said = summary(report)
    assert [each for each in REACHED if report.reached[each] < scaled(20)] == [], said
    assert [each for each in DIFFERING if report.differing[each] < max(scaled(5), 1)] == [], said

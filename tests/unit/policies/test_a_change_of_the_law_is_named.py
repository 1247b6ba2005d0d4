"""Opened, closed, narrowed: read from the form of two decisions, never in the law's favour.

Covers policies.comparison, policies.decision.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.agreement import Output
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
)
from catalog.model.transform import Transform
from policies.comparison import NOTHING, Change, change_between, covers, includes
from policies.decision import Branch, CellTransform, DatasetDecision, Denial

CLEAR, MONTH, YEAR = (
    CellTransform(each) for each in (Transform.CLEAR, Transform.MONTH, Transform.YEAR)
)
HASHED, NULLED = CellTransform(Transform.KEYED_HASH), CellTransform(Transform.NULL)
OWN = InTerritory("c1", Siren("200090884"), "1510", "c2")
OTHER = replace(OWN, of=Siren("243500667"))
LISTED = InListedTerritory("c1", (CommuneCode("35308"),), date(2026, 1, 1), None)
BRANCH = Branch("conv-1@1", {"c1": CLEAR, "c2": MONTH}, OWN, Output.DETAIL, ("in_force",))


def decided(*branches, denials=()):
    return DatasetDecision(True, bool(branches), branches, tuple(denials))


DENIED = decided(denials=[Denial("no_agreement")])
ONE = decided(BRANCH)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (ONE, ONE, None),
        (DENIED, DENIED, None),
        (NOTHING, NOTHING, None),
        (NOTHING, DENIED, Change.OPENS),
        (DENIED, ONE, Change.OPENS),
        (ONE, decided(replace(BRANCH, columns={"c1": CLEAR, "c2": CLEAR})), Change.OPENS),
        (ONE, decided(replace(BRANCH, columns={**BRANCH.columns, "c3": MONTH})), Change.OPENS),
        (ONE, decided(replace(BRANCH, rows=AllRows())), Change.OPENS),
        (ONE, decided(replace(BRANCH, rows=OTHER)), Change.OPENS),
        (decided(replace(BRANCH, output=Output.AGGREGATE)), ONE, Change.OPENS),
        (ONE, DENIED, Change.CLOSES),
        (DENIED, NOTHING, Change.CLOSES),
        (ONE, NOTHING, Change.CLOSES),
        (ONE, decided(replace(BRANCH, columns={"c1": CLEAR})), Change.NARROWS),
        (ONE, decided(replace(BRANCH, columns={"c1": CLEAR, "c2": YEAR})), Change.NARROWS),
        (ONE, decided(replace(BRANCH, rows=AllOf((OWN, OTHER)))), Change.NARROWS),
        (ONE, decided(replace(BRANCH, output=Output.AGGREGATE)), Change.NARROWS),
        (ONE, decided(replace(BRANCH, reasons=("another",))), Change.TELLS),
        (DENIED, decided(denials=[Denial("account_required")]), Change.TELLS),
    ],
)
def test_the_gravest_change_is_named(before, after, change):
    assert change_between(before, after) is change


def test_a_hash_under_another_key_is_something_new():
    hashed = replace(BRANCH, columns={"c1": HASHED})
    assert covers(hashed, hashed)
    assert not covers(hashed, replace(hashed, agreement="conv-2@1"))
    assert covers(replace(BRANCH, columns={"c1": CLEAR}), replace(hashed, agreement="conv-2@1"))


def test_what_shows_nothing_of_a_cell_is_given_by_whatever_gives_the_column():
    for nothing in (NULLED, CellTransform(Transform.CONSTANT, "x")):
        assert covers(
            replace(BRANCH, columns={"c1": HASHED}), replace(BRANCH, columns={"c1": nothing})
        )


CELLS = st.sampled_from(
    [CLEAR, MONTH, YEAR, HASHED, NULLED, *map(CellTransform, (Transform.COMMUNE, Transform.EPCI))]
)
LEAVES = st.one_of(
    st.just(AllRows()),
    st.sampled_from([OWN, OTHER, LISTED]),
    st.builds(
        lambda values: Compare("c3", CompareOp.IN, tuple(sorted(values))),
        st.sets(st.sampled_from("abc"), min_size=1),
    ),
    st.builds(
        lambda op, value: Compare("c3", op, (value,)),
        st.sampled_from([CompareOp.EQ, CompareOp.NE, CompareOp.LT, CompareOp.GTE]),
        st.sampled_from("abc"),
    ),
)
ROWS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda c: AllOf(tuple(c)))
)
BRANCHES = st.builds(
    Branch,
    st.sampled_from(["conv-1@1", "conv-2@1"]),
    st.dictionaries(st.sampled_from(["c1", "c2"]), CELLS, min_size=1),
    ROWS,
    st.sampled_from(Output),
)
DECISIONS = st.lists(BRANCHES, max_size=3).map(lambda found: decided(*found) if found else DENIED)


COMPARED = {
    CompareOp.EQ: lambda value, given: value in given,
    CompareOp.IN: lambda value, given: value in given,
    CompareOp.NE: lambda value, given: value not in given,
    CompareOp.LT: lambda value, given: value < given[0],
    CompareOp.GTE: lambda value, given: value >= given[0],
}


def holds(rows, row):
    """A row is (territories it lies in, value of c3)."""
    lies_in, value = row
    match rows:
        case AllRows():
            return True
        case AllOf(conditions):
            return all(holds(each, row) for each in conditions)
        case Compare():
            return COMPARED[rows.op](value, rows.values)
        case _:
            return rows in lies_in


EVERY_ROW = [
    (lies_in, value)
    for lies_in in ((), (OWN,), (OTHER,), (LISTED,), (OWN, OTHER), (OWN, LISTED, OTHER))
    for value in "abcd"
]


@given(ROWS, ROWS)
def test_rows_said_to_be_included_all_are(wide, narrow):
    if includes(wide, narrow):
        assert all(holds(wide, row) for row in EVERY_ROW if holds(narrow, row))


@given(ROWS)
def test_rows_include_themselves_and_what_is_cut_from_them(rows):
    assert includes(rows, rows)
    assert includes(rows, AllOf((rows, OTHER)))
    assert includes(AllRows(), rows)


@given(DECISIONS)
def test_nothing_changes_between_a_decision_and_itself(decision):
    assert change_between(decision, decision) is None


@given(DECISIONS, BRANCHES)
def test_one_branch_less_never_opens_and_one_more_never_narrows(decision, more):
    with_more = decided(*decision.branches, more)
    assert change_between(with_more, decision) is not Change.OPENS
    assert change_between(decision, with_more) in {None, Change.OPENS, Change.TELLS}


@given(DECISIONS, DECISIONS)
def test_what_is_not_said_to_open_gives_no_row_or_column_that_was_not_given(before, after):
    if change_between(before, after) is Change.OPENS:
        return
    for branch in after.branches:
        for row in EVERY_ROW:
            if not holds(branch.rows, row):
                continue
            given_before = {
                column
                for each in before.branches
                if holds(each.rows, row)
                for column in each.columns
            }
            assert branch.columns.keys() <= given_before

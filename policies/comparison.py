"""The difference between two decisions: opened, closed, narrowed, or only told otherwise.

The comparison errs on one side: access that cannot be shown to be given already counts as opened.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from catalog.model.agreement import Output
from catalog.model.row_condition import AllOf, AllRows, Compare, CompareOp, RowCondition
from catalog.model.transform import Transform
from policies.decision import Branch, CellTransform, DatasetDecision

_COARSER: dict[Transform, frozenset[Transform]] = {
    Transform.CLEAR: frozenset(Transform),
    Transform.MONTH: frozenset({Transform.YEAR}),
    Transform.COMMUNE: frozenset({Transform.EPCI}),
}
"""Transforms that can be made of another, beside itself and those that show nothing of the cell."""
_SHOWS_NOTHING = frozenset({Transform.NULL, Transform.CONSTANT})


class Change(StrEnum):
    """From the gravest: of several, the first is told."""

    OPENS = "opens"
    CLOSES = "closes"
    NARROWS = "narrows"
    TELLS = "tells"
    """The same access, with other reasons or another refusal."""


NOTHING = DatasetDecision(discoverable=False, allow=False, branches=(), denials=())
"""No answer means no."""


def change_between(before: DatasetDecision, after: DatasetDecision) -> Change | None:
    """None where nobody would notice."""
    if _opens(before, after):
        return Change.OPENS
    if (before.allow and not after.allow) or (before.discoverable and not after.discoverable):
        return Change.CLOSES
    if not all(_is_given(each, after) for each in before.branches):
        return Change.NARROWS
    return None if before == after else Change.TELLS


def _opens(before: DatasetDecision, after: DatasetDecision) -> bool:
    if after.discoverable and not before.discoverable:
        return True
    return not all(_is_given(each, before) for each in after.branches)


def _is_given(branch: Branch, by: DatasetDecision) -> bool:
    """True where one branch alone gives all of `branch`; two that do so together are not sought."""
    return any(covers(each, branch) for each in by.branches)


def covers(wide: Branch, narrow: Branch) -> bool:
    """True where `wide` gives everything that `narrow` gives."""
    if wide.output is Output.AGGREGATE and narrow.output is not Output.AGGREGATE:
        return False
    alike = replace(
        wide,
        agreement=narrow.agreement,
        columns=narrow.columns,
        rows=narrow.rows,
        output=narrow.output,
        reasons=narrow.reasons,
    )
    # Whatever else a branch says (limits, with what it may be combined) must be the same.
    if alike != narrow or not includes(wide.rows, narrow.rows):
        return False
    same_key = wide.agreement == narrow.agreement
    return all(
        _shows(wide.columns.get(column), cell, same_key=same_key)
        for column, cell in narrow.columns.items()
    )


def includes(wide: RowCondition, narrow: RowCondition) -> bool:
    """True where every row of `narrow` is one of `wide`, as far as their form tells."""
    match wide, narrow:
        case AllRows(), _:
            return True
        case AllOf(conditions), _:
            return all(includes(each, narrow) for each in conditions)
        case _, AllOf(conditions):
            return any(includes(wide, each) for each in conditions)
        case Compare(), Compare():
            return wide == narrow or _lists(wide, narrow)
        case _:
            return wide == narrow


def _lists(wide: Compare, narrow: Compare) -> bool:
    listed = {CompareOp.EQ, CompareOp.IN}
    return (
        wide.column == narrow.column
        and {wide.op, narrow.op} <= listed
        and set(narrow.values) <= set(wide.values)
    )


def _shows(wide: CellTransform | None, narrow: CellTransform, *, same_key: bool) -> bool:
    if wide is None:
        return False
    if narrow.transform in _SHOWS_NOTHING or wide.transform is Transform.CLEAR:
        return True
    if wide == narrow:
        # Two agreements hash under two keys: one does not give the other.
        return same_key or wide.transform is not Transform.KEYED_HASH
    return narrow.transform in _COARSER.get(wide.transform, frozenset())

"""The transforms by which a decision gives a column, known before a dataset is asked anything."""

from __future__ import annotations

from catalog.model.transform import RANK, Transform
from policies.decision import DatasetDecision


def transforms_of(column_id: str, decision: DatasetDecision) -> tuple[Transform, ...]:
    """The transforms of the column's branches, the most revealing first; none where nothing gives
    it. The branches say for which rows each is.
    """
    found = {
        branch.columns[column_id].transform
        for branch in decision.branches
        if column_id in branch.columns
    }
    return tuple(sorted(found, key=lambda each: -RANK[each]))

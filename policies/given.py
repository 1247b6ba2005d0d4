"""How a decision gives each column: what is known of a dataset before it is asked anything."""

from __future__ import annotations

from catalog.model.transform import RANK, Transform
from policies.decision import DatasetDecision


def transforms_of(column_id: str, decision: DatasetDecision) -> tuple[Transform, ...]:
    """Those of its branches, the most revealing first; none where nothing gives it. Which rows
    each is for, the branches say.
    """
    found = {
        branch.columns[column_id].transform
        for branch in decision.branches
        if column_id in branch.columns
    }
    return tuple(sorted(found, key=lambda each: -RANK[each]))

"""A list is planned with the linked rows that its caller may read beside it; others are refused.

Whatever stands against linked rows (a denial, a column that is not granted, a combination that is
not agreed) is theirs alone: the list answers, and nothing has run before it is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from catalog.model.problem import CallerProblem, DeniedProblem
from federation.linked_rows import every_linked, without_linked
from federation.logical import LogicalQuery
from federation.plan import Plan, RefusedRows


def plan_with_linked(logical: LogicalQuery, plan: Callable[[LogicalQuery], Plan]) -> Plan:
    """The plan of a list and of the linked rows that can stand beside it. Raises what stands
    against the list itself.
    """
    if not logical.linked:
        return plan(logical)
    try:
        return plan(logical)
    except (CallerProblem, DeniedProblem):
        return _of_some(logical, plan)


def _of_some(logical: LogicalQuery, plan: Callable[[LogicalQuery], Plan]) -> Plan:
    """One field after the other, those above before those below them."""
    fields = list(every_linked(logical.linked))
    left_out = {linked.path for linked in fields}
    result = plan(without_linked(logical, left_out))
    refused: list[RefusedRows] = []
    for linked in fields:
        if any(linked.path[: len(other.path)] == other.path for other in refused):
            continue
        try:
            result = plan(without_linked(logical, left_out - {linked.path}))
        except (CallerProblem, DeniedProblem) as problem:
            refused.append(RefusedRows(linked.path, problem, linked.place))
        else:
            left_out.discard(linked.path)
    return replace(result, refused=tuple(refused))

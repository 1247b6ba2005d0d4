"""Bugs by which linked rows show what their reader may not see: each is told by a tree.

The guard is taken out, so that what dies here dies by the answers alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlglot import exp

from catalog.model.transform import Transform
from federation import planning
from federation.binding import BoundAllRows, BoundBranch, BoundDataset
from federation.rewrites import GOVERNING
from gateway.reading.query.plan_cache import PlanCache
from policies.decision import CellTransform
from tests.integration.linked.readers import READERS
from tests.integration.linked.test_trees_of_linked_rows_are_what_the_rows_say import difference
from tests.integration.oracle.mutants import InPython


def _bare(bound: BoundDataset) -> BoundDataset:
    """All rows and all columns, in clear."""
    clear = {each.name: CellTransform(Transform.CLEAR) for each in bound.dataset.columns}
    branch = BoundBranch("owner", BoundAllRows(), clear, 0)
    return replace(bound, branches=(branch,), denials=())


def _leave_ungoverned(monkeypatch: Any, is_left: Callable[[exp.Table], bool]) -> None:
    """Those tables still find their rows, as an unsuspecting engine would."""
    governing = sys.modules["federation.rewrites.govern_tables"]
    real_tables, real_govern = governing.tables_of, governing.govern_tables

    def some(tree: exp.Query) -> list[exp.Table]:
        return [each for each in real_tables(tree) if not is_left(each)]

    def govern(tree: exp.Query, context: Any) -> exp.Query:
        tree = real_govern(tree, context)
        for table in [each for each in tree.find_all(exp.Table) if is_left(each)]:
            bound = context.datasets.get((table.db, table.name))
            if bound is not None:
                names = frozenset(each.name for each in bound.dataset.columns)
                select = governing.governed(_bare(bound), names, context)
                table.replace(select.subquery(table.alias_or_name))
        return tree

    monkeypatch.setattr(governing, "tables_of", some)
    stages = (govern if each.__name__ == "govern_tables" else each for each in planning.GOVERNING)
    monkeypatch.setattr(planning, "GOVERNING", tuple(stages))


def _level_of(table: exp.Table) -> str:
    level = table.find_ancestor(exp.CTE)
    return "" if level is None or not table.db else level.alias


def _list_without_its_rule(monkeypatch: Any) -> None:
    _leave_ungoverned(
        monkeypatch,
        lambda table: (
            _level_of(table) not in {"", "m0"} and not _level_of(table).endswith("_totals")
        ),
    )


def _totals_of_hidden_rows(monkeypatch: Any) -> None:
    _leave_ungoverned(monkeypatch, lambda table: _level_of(table).endswith("_totals"))


def _look_ups_of_hidden_rows(monkeypatch: Any) -> None:
    """Conditions and orders by linked rows."""
    _leave_ungoverned(
        monkeypatch, lambda table: bool(table.db) and table.alias.removeprefix("l").isdigit()
    )


def _refused_rows_read(monkeypatch: Any) -> None:
    real = planning._readable

    def readable(dataset_id: str, binding: Any) -> BoundDataset:
        bound = binding.datasets.get(dataset_id)
        if bound is not None and bound.denials and not bound.branches:
            return _bare(bound)
        return real(dataset_id, binding)

    monkeypatch.setattr(planning, "_readable", readable)


_PLANNING, _QUERIES = "federation.linked_planning", "federation.linked_queries"
BUGS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "a list of linked rows has no rule of its own": ("some-children", _list_without_its_rule),
    "a linked parent has no rule of its own": ("some-parents", _list_without_its_rule),
    "totals are of hidden rows too": ("some-children", _totals_of_hidden_rows),
    "hidden rows choose and order": ("some-of-all", _look_ups_of_hidden_rows),
    "refused rows are read all the same": ("no-lines", _refused_rows_read),
    "of several refused fields the first is told": (
        "no-lines",
        InPython(_PLANNING, "_of_some", "refused.append(", "refused or refused.append(").plant,
    ),
    "a refused field takes its list along": (
        "no-lines",
        InPython(_PLANNING, "plan_with_linked", "return _of_some(logical, plan)", "raise").plant,
    ),
    "an offset leaves one row fewer out": (
        "all-rows",
        InPython(
            _QUERIES, "ranked_query", "number(linked.offset + 1)", "number(linked.offset)"
        ).plant,
    ),
}
"""By its words, who notices it, and how it is planted."""

DIES_AT: dict[str, int] = {
    "a list of linked rows has no rule of its own": 7003,
    "a linked parent has no rule of its own": 7006,
    "totals are of hidden rows too": 7001,
    "hidden rows choose and order": 7000,
    "refused rows are read all the same": 7000,
    "of several refused fields the first is told": 7012,
    "a refused field takes its list along": 7007,
    "an offset leaves one row fewer out": 7001,
}
"""Trees by which those that live longest are known to die: tried first."""
TRIES = 40
_FIRST = 7000


async def found_by_trees(gateway: Any, place: Any, bug: str, name: str) -> str | None:
    """The first tree of which the answer is not as it must be."""
    fresh = gateway.with_ports(memory=PlanCache())
    for seed in (DIES_AT[bug], *range(_FIRST, _FIRST + TRIES)):
        tree = await fresh.tree(seed, place, READERS[name])
        if await difference(fresh, place, READERS[name], tree) is not None:
            return f"tree {seed}"
    return None


def take_the_guard_out(monkeypatch: Any) -> None:
    stages = tuple(each for each in GOVERNING if each.__name__ != "guard")
    monkeypatch.setattr(planning, "GOVERNING", stages)

"""The guard with one rule taken out or loosened: what it must stop then passes, or the reverse.

Each must die of a case of tests/cases/rewrites/guard, where plans are written that no rewrite of
ours makes.
"""

from __future__ import annotations

import sys

from catalog.model.problem import Problem
from tests.integration.oracle.mutants import InPython
from tests.unit.federation.cases import Case, all_cases
from tests.unit.federation.world import context, logical

GUARD = "federation.rewrites.guard"
_CASES = [each for each in all_cases() if each.rewrite == "guard"]
_NOT_PLANNED = 'bound is None or table.args.get("catalog")'
_STAR = "any(not isinstance(node.parent, exp.Count) for node in tree.find_all(exp.Star))"
_NO_COLUMN = "each.find(exp.Column) is None and each.unnest() != exp.false()"
_UNLIMITED = "not isinstance(limit, exp.Limit) or not isinstance(limit.expression, exp.Literal)"
_COMPUTED = "isinstance(limit, exp.Limit) and isinstance(limit.expression, exp.Add)"
_KINDS = ("TableSample", "Pivot", "Lateral", "Into", "Version")

BUGS: dict[str, InPython] = {
    name: InPython(GUARD, function, old, new)
    for name, (function, old, new) in {
        # what may stand in a plan at all
        "no node is looked at": ("guard", "_check_nodes(tree, context)", "pass"),
        "a plan may do more than read": (
            "_check_nodes", "any(issubclass(kind, _NEVER) for kind in kinds)", "False",
        ),
        **{
            f"a plan may hold a {kind}": (
                "_check_nodes",
                "issubclass(kind, _NEVER)",
                f"issubclass(kind, tuple(set(_NEVER) - {{exp.{kind}}}))",
            )
            for kind in _KINDS
        },
        "any function may be left": (
            "_check_nodes", "not in _FUNCTIONS", "not in (str(node.this).lower(),)",
        ),
        "a star may be left": ("_check_nodes", _STAR, "False"),
        "any star is counted": ("_check_nodes", "exp.Count)", "exp.AggFunc | exp.Select)"),
        "any placeholder is known": (
            "_check_nodes", "unknown and unknown - _key_names(context)", "False",
        ),
        "no limit is needed": ("guard", "_check_limit(tree, context)", "pass"),
        "a limit may be computed": (
            "_check_limit", _UNLIMITED,
            f"{_COMPUTED}:\n        return\n    if {_UNLIMITED}",
        ),
        "a limit may be as high as one likes": ("_check_limit", "context.max_rows + 1", "10**30"),
        "a limit may be one too high": (
            "_check_limit", "context.max_rows + 1", "context.max_rows + 2",
        ),
        # which tables
        "a table that was not planned is passed over": (
            "guard", 'raise UngovernedPlan(reason="a table that was not planned")', "continue",
        ),
        "any catalog is ours": ("guard", _NOT_PLANNED, "bound is None"),
        "the first table stands for all": ("guard", "in physical:", "in physical[:1]:"),
        "no table is looked at": ("guard", "_check_governed(table, bound)", "pass"),
        "a table that no scope knows is none": (
            "_physical_tables", "any(id(node) not in known for node in tree.find_all(exp.Table))",
            "False",
        ),
        "tables in a CTE are governed": (
            "_physical_tables", "isinstance(source, exp.Table):",
            "isinstance(source, exp.Table) and node.find_ancestor(exp.CTE) is None:",
        ),
        "scopes that cannot be told are empty": (
            "_physical_tables", 'raise UngovernedPlan(reason="scopes") from None', "return []",
        ),
        # what lies around a table
        "anything may lie around a table": (
            "_levels", "{key for key, value in select.args.items() if value} - _PLAIN", "False",
        ),
        "the innermost select is the governed one": (
            "_levels", 'not subquery.alias.startswith("_")', "True",
        ),
        "a table needs no select around it": (
            "_levels", 'raise UngovernedPlan(reason="a table outside a governed select")',
            "return [exp.Select()]",
        ),
        "the outermost select is the governed one": (
            "_check_governed",
            'next((each for each in levels if each.args.get("where")), levels[-1])',
            "levels[-1]",
        ),
        # its rows
        "rows are not looked at": ("_check_governed", "_check_rows(select, bound)", "pass"),
        "no condition is one": (
            "_check_rows", "not any(branch.gives_every_row for branch in bound.branches)", "False",
        ),
        "one branch that gives every row is not enough": (
            "_check_rows", "not any(branch.gives_every_row", "not all(branch.gives_every_row",
        ),
        "rows without a branch are": ("_check_rows", "where.this != exp.false()", "False"),
        "a branch may lose its condition": (
            "_check_rows", "len(alternatives) < len(bound.branches)", "False",
        ),
        "a condition may be about nothing": ("_check_rows", _NO_COLUMN, "False"),
        "one condition about something is enough": (
            "_check_rows", "for each in alternatives:\n", "for each in alternatives[:1]:\n",
        ),
        # its columns and cells
        "any column is granted": (
            "_check_governed", 'shown <= bound.granted | {"_"}', "True",
        ),
        "cells are not looked at": ("_check_governed", "_check_cell(projection, bound)", "pass"),
        "the first cell stands for all": (
            "_check_governed", "for projection in select.expressions:",
            "for projection in select.expressions[:1]:",
        ),
        "a cell in clear is none": ("_check_cell", "not (clear or listed)", "False"),
        "every cell is clear somewhere": (
            "_check_cell", "Transform.CLEAR in transforms and", "True and",
        ),
        "what is clear in some rows is in all": (
            "_check_cell", "bool(conditions) or _is_clear_in_every_row(name, bound)", "True",
        ),
        "an EPCI shows its communes": (
            "_check_cell", "Transform.COMMUNE in transforms",
            "transforms & {Transform.COMMUNE, Transform.EPCI}",
        ),
        "a commune shows every code": (
            "_check_cell", "_is_listed(outcome, conditions)", "True",
        ),
        "anything may be made of what is not shown": (
            "_check_cell", "not _is_derived(outcome, transforms)", "False",
        ),
        "a hash is shown where a month is": (
            "_is_derived", "is_hash and Transform.KEYED_HASH in transforms", "is_hash",
        ),
        "a month is shown where a hash is": (
            "_is_derived", "exp.TimestampTrunc) and transforms & _BY_DAYS", "exp.TimestampTrunc)",
        ),
        "one column that is hashed is enough": (
            "_is_derived", "return all(", "return any(",
        ),
        "of a case the default does not count": (
            "_outcomes", "yield from _outcomes(default, conditions)", "pass",
        ),
        "of a case the first outcome does not count": (
            "_outcomes", 'value.args["ifs"]', 'value.args["ifs"][1:]',
        ),
        "a case in parentheses is none": ("_outcomes", "value = value.unnest()", "pass"),
        "what is cast is no more what it was": (
            "_is_raw", "isinstance(value, exp.Cast | exp.TryCast | exp.Paren)", "False",
        ),
        "clear for one branch is clear for every row": (
            "_is_clear_in_every_row", "all(clear)", "any(clear)",
        ),
        "a code of another column will do": ("_is_listed", "each.this == outcome", "True"),
        "a list of anything is one of codes": ("_is_listed", "_are_codes(each)", "True"),
        "an alternative is a condition": ("_parts", "exp.And)", "exp.Connector)"),
    }.items()
}  # fmt: skip


def case_that_tells() -> str | None:
    """The first case that the guard judges otherwise than it says; None when it judges all right.

    What fails otherwise than by a Problem is told too: no plan would have run.
    """
    for case in _CASES:
        try:
            if _refuses(case) != (case.refusal is not None):
                return case.path.stem
        except Exception as failure:  # noqa: BLE001 - a mutant may die of anything
            return f"{case.path.stem}: {type(failure).__name__}"
    return None


def _refuses(case: Case) -> bool:
    """The guard as it stands now."""
    query = logical(case.before, case.columns, case.parameters)
    asked = context(query, case.decision, case.engine)
    try:
        sys.modules[GUARD].guard(query.tree.copy(), asked)
    except Problem:
        return True
    return False

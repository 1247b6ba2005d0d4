"""Fences left out, or through which a caller's failing expression gets to a hidden row."""

from __future__ import annotations

import sys

from tests.integration.oracle.mutants import InPython
from tests.unit.federation.cases import all_cases
from tests.unit.federation.world import context, logical

FENCE = "federation.rewrites.fence"
_CASES = [each for each in all_cases() if each.rewrite == "fence"]
_ENGINE = "context.engine not in _CLOSED_BY"
_SAFELY = "isinstance(node, _SAFE + _STRUCTURE)"
_AFTERWARDS = "key in _AFTER and"

BUGS: dict[str, InPython] = {
    name: InPython(FENCE, function, old, new)
    for name, (function, old, new) in {
        "PostgreSQL is not closed": ("fence", _ENGINE, "context.engine == POSTGRES"),
        "Trino is not closed": ("fence", _ENGINE, "context.engine == TRINO"),
        "DuckDB is not closed": ("fence", _ENGINE, "context.engine == DUCKDB"),
        "DuckDB keeps all in its order": (
            "_is_safe", "isinstance(node, _KEPT_BY_DUCKDB)", "True",
        ),
        "no day is too far": ("_is_near", "len(node.this.name) <= _NEAR_DIGITS", "True"),
        "a day of a row is near": ("_is_near", "around.find(exp.Column) is None", "True"),
        "nothing may fail": ("fence", "not _may_fail(tree, context)", "True"),
        "the first governed select alone is closed": (
            "fence", "selects_that_hide(tree, context)", "selects_that_hide(tree, context)[:1]",
        ),
        "what is closed stays open": ("_close", "governed.set(closed.key, closed.copy())", "pass"),
        # what is put below
        "what may fail is put below": (
            "_sinkable", " and _is_all_safe(condition, context)", "",
        ),
        "what is about another source is put below": (
            "_sinkable", "each.table == subquery.alias and each.name in plain",
            "each.name in plain",
        ),
        "a mask is compared below as what it hides": (
            "_sinkable", "each.table == subquery.alias and each.name in plain",
            "each.table == subquery.alias",
        ),
        "a query is put below": ("_sinkable", "condition.find(exp.Query) is None and ", ""),
        "half of an alternative is put below": (
            "_sinkable", "isinstance(where.this, exp.And)",
            "isinstance(where.this, exp.Connector)",
        ),
        "what an outer join adds is put below": (
            "_sinkable", "not _is_never_null_extended(source, select)", "False",
        ),
        # what comes after every condition
        "WHERE comes after conditions": (
            "_conditions", _AFTERWARDS, "key in _AFTER | {'where'} and",
        ),
        "ON comes after conditions": (
            "_conditions", _AFTERWARDS, "key in _AFTER | {'joins'} and",
        ),
        "HAVING comes after conditions": (
            "_conditions", _AFTERWARDS, "key in _AFTER | {'having'} and",
        ),
        "a query in a projection comes after conditions": (
            "_conditions", "yield from each.find_all(exp.Query)", "pass",
        ),
        "the FILTER of an aggregate comes after conditions": (
            "_conditions",
            "yield from (filtered.expression for filtered in each.find_all(exp.Filter))", "pass",
        ),
        # what cannot fail
        "what safe things are made of is not looked at": (
            "_is_all_safe", "_is_safe(node, context) and all(", "_is_safe(node, context) or all(",
        ),
        "a query in an aggregate cannot fail": (
            "_is_all_safe", "and node.find(exp.Query) is None", "",
        ),
        "a pattern is tried on what PostgreSQL has noted": (
            "fence", "_hide_from_statistics(tree, context)", "pass",
        ),
        "no product is too large": (
            "_is_safe", _SAFELY, "isinstance(node, (*_SAFE, exp.Mul, *_STRUCTURE))",
        ),
        "nothing is divided by zero": (
            "_is_safe", _SAFELY, "isinstance(node, (*_SAFE, exp.Div, *_STRUCTURE))",
        ),
        "no function fails": (
            "_is_safe", _SAFELY, "isinstance(node, (*_SAFE, exp.Func, *_STRUCTURE))",
        ),
        "no cast fails": (
            "_is_safe", "isinstance(node.this, exp.Placeholder | exp.Literal | exp.Null)", "True",
        ),
        "every pattern ends well": ("_is_safe", "return any(", "return True or any("),
    }.items()
}  # fmt: skip
SEEN_ON_POSTGRESQL = (
    "a pattern is tried on what PostgreSQL has noted",
    "PostgreSQL is not closed",
    "nothing may fail",
    "what is closed stays open",
    "what may fail is put below",
    "WHERE comes after conditions",
    "HAVING comes after conditions",
    "what safe things are made of is not looked at",
    "no product is too large",
    "no cast fails",
)
"""Through these a real PostgreSQL tells two worlds of the corpus of attacks apart."""


def case_that_tells() -> str | None:
    """The first case that is fenced otherwise than it says; None when all are as they say."""
    for case in _CASES:
        query = logical(case.before, case.columns, case.parameters)
        asked = context(query, case.decision, case.engine)
        try:
            tree = sys.modules[FENCE].fence(query.tree.copy(), asked)
        except Exception as failure:  # noqa: BLE001 - a mutant may die of anything
            return f"{case.path.stem}: {type(failure).__name__}"
        if tree.sql("trino", pretty=True) != case.after:
            return case.path.stem
    return None

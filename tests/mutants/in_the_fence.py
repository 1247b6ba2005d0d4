"""Fences left out, or through which a caller's failing expression gets to a hidden row."""

from __future__ import annotations

import sys
from dataclasses import replace

from tests.integration.oracle.mutants import InPython
from tests.unit.federation.cases import all_cases
from tests.unit.federation.world import context, logical

FENCE = "federation.rewrites.fence"
BARE = "federation.rewrites.bare"
_CASES = [each for each in all_cases() if each.rewrite == "fence"]
_ENGINE = "context.engine not in _CLOSED_BY"
_AFTERWARDS = "key in _AFTER and"
_HOLDS = "isinstance(node, _HOLDS)"


def _also_holds(kind: str) -> str:
    return f"isinstance(node, (*_HOLDS, {kind}))"


_IN_THE_FENCE = {
    "PostgreSQL is not closed": ("fence", _ENGINE, "context.engine == POSTGRES"),
    "Trino is not closed": ("fence", _ENGINE, "context.engine == TRINO"),
    "DuckDB is not closed": ("fence", _ENGINE, "context.engine == DUCKDB"),
    "what DuckDB leaves in its order is left there": (
        "fence", _ENGINE, f"{_ENGINE} or (context.engine == DUCKDB and not tree.find(exp.Escape))",
    ),
    "nothing is computed": ("fence", "_computes_before(tree, hiding, context)", "False"),
    "what is shown is never computed of a dictionary": ("fence", "context.computes or ", ""),
    "the first governed select alone is closed": (
        "fence", "selects_that_hide(tree, context)", "selects_that_hide(tree, context)[:1]",
    ),
    "what is closed stays open": ("_close", "governed.set(closed.key, closed.copy())", "pass"),
    # what is put below
    "what is computed is put below": ("_sinkable", "about_it and is_bare(condition)", "about_it"),
    "what is about another source is put below": (
        "_sinkable", "each.table == subquery.alias and each.name in clear",
        "each.name in clear",
    ),
    "a mask is compared below as what it hides": (
        "_sinkable", "each.table == subquery.alias and each.name in clear",
        "each.table == subquery.alias",
    ),
    "a mask is a bare column": (
        "_is_plain", "(node.table, node.name) in masked", "False",
    ),
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
    # what is computed
    "what is held by something plain is not looked at": (
        "_is_plain", "holds and all(", "holds or all(",
    ),
    "a total is plain whatever it is made of": (
        "_is_plain", "if is_value(node):", "if is_value(node) or isinstance(node, exp.AggFunc):",
    ),
    "a pattern is tried on what PostgreSQL has noted": (
        "fence", "_hide_from_statistics(tree)", "pass",
    ),
    "a regular expression is tried on what PostgreSQL has noted": (
        "_hide_from_statistics", "exp.StartsWith, exp.RegexpLike", "exp.StartsWith",
    ),
    "a pattern may sink": ("_is_plain", _HOLDS, _also_holds("exp.Like, exp.Escape, exp.DPipe")),
    "CASE may sink": ("_is_plain", _HOLDS, _also_holds("exp.Case, exp.If, exp.EQ")),
    "what is put end to end may sink": ("_is_plain", _HOLDS, _also_holds("exp.DPipe, exp.EQ")),
    "a product may sink": ("_is_plain", _HOLDS, _also_holds("exp.Mul, exp.GT")),
    "a function may sink": ("_is_plain", _HOLDS, _also_holds("exp.Func, exp.EQ")),
    "a cast may sink": ("_is_plain", _HOLDS, _also_holds("exp.Cast, exp.EQ")),
}  # fmt: skip
_IN_WHAT_IS_BARE = {
    "two cells of a row may be compared": (
        "brings_together", "one.table != other.table", "True",
    ),
    "whatever is compared is bare": ("_compares", "return False", "return True"),
    "a value may be computed": ("is_value", "return False", "return node.find(exp.Column) is None"),
    "no day is too far": ("_is_near", "len(span.this.name) <= _NEAR_DIGITS", "True"),
    "two sides are brought together by any comparison": (
        "brings_together", "not isinstance(condition, exp.EQ)",
        "not isinstance(condition, exp.EQ | exp.LT)",
    ),
}  # fmt: skip
BUGS: dict[str, InPython] = {
    name: InPython(module, *change)
    for module, changes in ((FENCE, _IN_THE_FENCE), (BARE, _IN_WHAT_IS_BARE))
    for name, change in changes.items()
}
SEEN_ON_POSTGRESQL = (
    "PostgreSQL is not closed",
    "nothing is computed",
    "what is closed stays open",
    "what is computed is put below",
    "WHERE comes after conditions",
    "HAVING comes after conditions",
    "a product may sink",
)
"""Through these a real PostgreSQL tells two worlds of the corpus of attacks apart. Patterns that
end badly are refused before they reach one, and a cast of a text is guarded by its spelling: those
two show in the cases alone.
"""


def case_that_tells() -> str | None:
    """The first case that is fenced otherwise than it says; None when all are as they say."""
    for case in _CASES:
        query = logical(case.before, case.columns, case.parameters)
        asked = replace(
            context(query, case.decision, case.engine), computes=case.planned == "computes"
        )
        try:
            tree = sys.modules[FENCE].fence(query.tree.copy(), asked)
        except Exception as failure:  # noqa: BLE001 - a mutant may die of anything
            return f"{case.path.stem}: {type(failure).__name__}"
        if tree.sql("trino", pretty=True) != case.after:
            return case.path.stem
    return None

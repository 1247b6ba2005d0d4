"""The rows that a statement multiplies where nothing relates its tables, told before it runs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import prod

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlProduct

ROWS_OF_A_TABLE = 1_000
"""The rows that a table is taken to have: nobody asks how many before a statement is allowed."""
MOST_ROWS = 1_000_000_000
"""Three such tables, each row of one with each of the others."""
MOST_ROWS_WITHOUT_ACCOUNT = 1_000_000
"""Two: whoever has no account has nobody to answer for what is computed. Tables that keys relate
count as one, however many they are.
"""
_Link = frozenset[str]


def check_products(tree: exp.Query, most_rows: int = MOST_ROWS) -> None:
    """Raises SqlProduct. `tree` has its names resolved: every column says its source."""
    known: dict[int, int] = {}
    for scope in traverse_scope(tree):
        rows = known[id(scope)] = _rows_of(scope, known, most_rows)
        if rows > most_rows:
            raise SqlProduct(count=len(scope.selected_sources), place=place_of(scope.expression))


def _rows_of(scope: Scope, known: dict[int, int], most_rows: int) -> int:
    """At a guess, of the result; inner queries are known already. Limits and sums make it small."""
    query = scope.expression
    match query:
        case exp.Values():
            return len(query.expressions)
        case exp.SetOperation():
            rows = sum(known.get(id(each), ROWS_OF_A_TABLE) for each in scope.set_operation_scopes)
        case exp.Select():
            rows = _multiplied(scope, query, known)
            if rows > most_rows:
                return rows
            if query.args.get("group") is not None:
                rows = min(rows, ROWS_OF_A_TABLE)
            elif _is_one_row(query):
                rows = 1
        case _:
            return ROWS_OF_A_TABLE
    limit = query.args.get("limit")
    number = None if limit is None else limit.args.get("expression") or limit.args.get("count")
    if isinstance(number, exp.Literal) and not number.is_string and number.name.isdigit():
        rows = min(rows, int(number.name))
    return rows


def _multiplied(scope: Scope, query: exp.Select, known: dict[int, int]) -> int:
    """Sources that equalities relate count as the largest of them; the others are multiplied."""
    groups: list[set[str]] = [{name} for name in scope.selected_sources]
    conditions = [query.args.get("where"), *(query.args.get("joins") or ())]
    for link in _links(conditions):
        joined = [group for group in groups if group & link]
        if len(joined) > 1:
            groups = [group for group in groups if not group & link] + [set().union(*joined)]

    def rows(name: str) -> int:
        _, source = scope.selected_sources[name]
        return known.get(id(source), ROWS_OF_A_TABLE)

    return prod(max(map(rows, group)) for group in groups)


def _links(conditions: list[exp.Expr | None]) -> Iterator[_Link]:
    for each in conditions:
        condition = each.args.get("on") if isinstance(each, exp.Join) else each
        if condition is not None:
            yield from _linked(condition.this if isinstance(condition, exp.Where) else condition)


def _linked(condition: exp.Expr) -> frozenset[_Link]:
    """Pairs of sources that `condition` relates by an equality, whichever way it comes true."""
    match condition:
        case exp.Paren():
            return _linked(condition.this)
        case exp.And():
            return frozenset().union(*map(_linked, condition.flatten()))
        case exp.Or():
            first, *others = map(_linked, condition.flatten())
            return first.intersection(*others)
        case exp.EQ() | exp.NullSafeEQ() | exp.In():
            named = {each.table for each in condition.find_all(exp.Column)}
            return frozenset(map(frozenset, combinations(sorted(named), 2)))
        case _:
            return frozenset()


def _is_one_row(query: exp.Select) -> bool:
    """An aggregate without groups."""
    return not query.args.get("having") and all(
        any(
            each.find_ancestor(exp.Window) is None and each.find_ancestor(exp.Select) is query
            for each in projection.find_all(exp.AggFunc)
        )
        for projection in query.expressions
    )

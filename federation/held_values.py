"""The number of values of a dataset that a row of an answer holds, where an agreement limits rows.

`lead(id, 20)`, a join of the dataset with itself or a pivot put several rows into one: an answer
may hold as many values as the rows that the agreement allows have, whichever rows they come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from federation.agreement_terms import row_limit
from federation.engines.result_budget import values_beyond_rows
from federation.plan import WideRows
from federation.rewrites.context import Context

Key = tuple[str, str]
Held = Counter[Key]
"""By dataset, its values in one row of a result."""
_Known = dict[int, list[tuple[str, Held]]]
"""By scope, of each column of its result."""
UNBOUNDED = 1_000_000_000
"""The number of values counted for a function that puts all values of a group into one."""
_NUMBERS_OF_ROWS = (exp.Count, exp.ApproxDistinct)
_LISTS = (exp.ArrayAgg, exp.GroupConcat, exp.JSONArrayAgg, exp.JSONObjectAgg)


def within_rows(tree: exp.Query, context: Context) -> tuple[Context, WideRows | None]:
    """`context` with as many rows as hold no more values than its agreements' own rows do.

    Raises ValuesBeyondRows where one row alone holds more.
    """
    limits = {
        key: limit
        for key, bound in context.datasets.items()
        if (limit := row_limit(bound)) is not None
    }
    held = held_values(tree) if limits else {}
    found = [
        WideRows(context.datasets[key].dataset.name, limit, held[key], columns)
        for key, limit in limits.items()
        if held[key] > (columns := len(context.datasets[key].granted))
    ]
    if not found:
        return context, None
    wide = min(found, key=lambda each: each.max_rows)
    if wide.max_rows < 1:
        raise values_beyond_rows(wide)
    return replace(context, max_rows=min(context.max_rows, wide.max_rows)), wide


def held_values(tree: exp.Query) -> Held:
    """`tree` has its names resolved: every column says its source.

    Conditions are not counted: what they let through is a row, or a value that is counted itself.
    """
    known: _Known = {}
    whole: list[tuple[str, Held]] = []
    for scope in traverse_scope(tree):
        whole = known[id(scope)] = _of_query(scope, known)
    return _sum(whole)


def _of_query(scope: Scope, known: _Known) -> list[tuple[str, Held]]:
    """Of each column of its result."""
    query = scope.expression
    if isinstance(query, exp.SetOperation):
        sides = [known.get(id(each), []) for each in scope.set_operation_scopes]
        # A row comes from one side or the other.
        return [
            (columns[0][0], _most([held for _, held in columns]))
            for columns in zip(*sides, strict=False)
        ]
    if not isinstance(query, exp.Select):
        return []
    return [(each.alias_or_name, _of_expression(each, scope, known)) for each in query.expressions]


def _of_expression(expression: exp.Expr, scope: Scope, known: _Known) -> Held:
    held: Held = Counter()
    for node in _values_in(expression):
        if isinstance(node, exp.Column):
            held += _of_column(node, scope, known)
        elif isinstance(node, _LISTS):
            below = _of_expression(node.this, scope, known)
            held += Counter(dict.fromkeys(below, UNBOUNDED))
        else:
            inner = next((each for each in scope.subquery_scopes if each.expression is node), None)
            held += _all_of(node) if inner is None else _sum(known[id(inner)])
    return held


def _values_in(expression: exp.Expr) -> Iterator[exp.Expr]:
    """Columns, lists and queries whose values the result may hold: not those that only decide."""
    if isinstance(expression, (exp.Column, exp.Select, exp.SetOperation, *_LISTS)):
        yield expression
    elif not isinstance(expression, (exp.Predicate, *_NUMBERS_OF_ROWS)):
        for each in _parts(expression):
            yield from _values_in(each)


def _parts(expression: exp.Expr) -> list[exp.Expr]:
    match expression:
        case exp.If():
            parts = [expression.args.get("true"), expression.args.get("false")]
        case exp.Case():
            parts = [*expression.args["ifs"], expression.args.get("default")]
        case exp.Window() | exp.Filter() | exp.WithinGroup() | exp.Subquery():
            parts = [expression.this]
        case _:
            parts = list(expression.iter_expressions())
    return [each for each in parts if each is not None]


def _of_column(column: exp.Column, scope: Scope, known: _Known) -> Held:
    source = None
    at: Scope | None = scope
    while source is None and at is not None:
        # A query inside may name the sources of those around it.
        source = at.sources.get(column.table)
        at = at.parent
    if isinstance(source, exp.Table):
        return Counter({(source.db, source.name): 1})
    if source is None or not isinstance(source.expression, exp.Query | exp.Values):
        # What makes rows of values makes them of whatever it is given.
        made = column if source is None else source.expression
        return _all_of(column.root()) if made.find(exp.Column) else Counter()
    columns = known.get(id(source), [])
    return next((held for name, held in columns if name == column.name), Counter())


def _all_of(tree: exp.Expr) -> Held:
    """Counts every dataset in a tree as unbounded: nobody can tell what the tree holds."""
    return Counter({(each.db, each.name): UNBOUNDED for each in tree.find_all(exp.Table)})


def _most(each: list[Held]) -> Held:
    most: Held = Counter()
    for held in each:
        most |= held
    return most


def _sum(columns: list[tuple[str, Held]]) -> Held:
    whole: Held = Counter()
    for _, held in columns:
        whole += held
    return whole

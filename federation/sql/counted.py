"""Columns of a result that count something: rows, ranks, fields of a day. JSON writes these as
numbers, wherever in the statement they were computed; any other `bigint` is text, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from federation.sql.kinds import value_of
from federation.sql.result_types import arms_of

_COUNTS = (
    *(exp.Count, exp.CountIf, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile),
    *(exp.ApproxDistinct, exp.Grouping),
    *(exp.Year, exp.Quarter, exp.Month, exp.Week, exp.WeekOfYear, exp.YearOfWeek, exp.Day),
    *(exp.DayOfMonth, exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear, exp.Hour, exp.Minute),
    *(exp.Second, exp.Extract),
)
_AROUND = (exp.Filter, exp.Window, exp.Paren, exp.IgnoreNulls, exp.RespectNulls)
_CHOOSES = (
    *(
        exp.Max,
        exp.Min,
        exp.ApproxQuantile,
        exp.AnyValue,
        exp.Coalesce,
        exp.Greatest,
        exp.Least,
        exp.Nullif,
    ),
    *(exp.FirstValue, exp.LastValue, exp.NthValue, exp.Lag, exp.Lead),
)
"""Functions that answer one of the values that they are given."""
_SMALL = frozenset({exp.DType.INT, exp.DType.SMALLINT, exp.DType.TINYINT})


def counted_columns(tree: exp.Query) -> Sequence[bool]:
    """One for each column of the result; `tree` has its names resolved and its types noted."""
    known: dict[int, Mapping[str, bool]] = {}
    columns: list[bool] = []
    for scope in traverse_scope(tree):
        query = scope.expression
        if not isinstance(query, exp.Query):
            continue
        columns = _of(scope, query, known)
        named = dict(zip(query.named_selects, columns, strict=False))
        known[id(scope)] = known[id(query)] = named
    return columns


def _of(scope: Scope, query: exp.Query, known: Mapping[int, Mapping[str, bool]]) -> list[bool]:
    if not isinstance(query, exp.SetOperation):
        return [_is_count(each.unalias(), scope, known) for each in query.selects]
    arms = [list(known.get(id(arm), {}).values()) for arm in scope.set_operation_scopes or ()]
    return [
        bool(arms) and all(index < len(arm) and arm[index] for arm in arms)
        for index in range(len(arms_of(query)[0].selects))
    ]


def _is_count(value: exp.Expr, scope: Scope, known: Mapping[int, Mapping[str, bool]]) -> bool:
    while isinstance(value, _AROUND):
        value = value.this
    match value:
        case exp.Column():
            source = scope.sources.get(value.table)
            of = known.get(id(source), {}) if isinstance(source, Scope) else {}
            return of.get(value.name, False)
        case exp.Subquery():
            return any(known.get(id(value.unnest()), {}).values())
        case exp.Case():
            default = value.args.get("default")
            results = [each.args["true"] for each in value.args["ifs"]]
            return _are_counts([*results, *([default] if default else [])], scope, known)
        case exp.If():
            results = [value.args["true"], value.args.get("false")]
            return _are_counts([each for each in results if each is not None], scope, known)
        case _ if isinstance(value, _CHOOSES):
            default = value.args.get("default")
            given = [value.this, *value.expressions, *([default] if default else [])]
            return _are_counts(given, scope, known)
        case _:
            return isinstance(value, _COUNTS)


def _are_counts(
    values: Sequence[exp.Expr], scope: Scope, known: Mapping[int, Mapping[str, bool]]
) -> bool:
    """Counts and small numbers, `coalesce(n, 0)` for one."""
    counts = [_is_count(each, scope, known) for each in values]
    others = [each for each, is_count in zip(values, counts, strict=True) if not is_count]
    return any(counts) and all(_is_small(value_of(each)) for each in others)


def _is_small(value: exp.Expr) -> bool:
    if isinstance(value, exp.Null):
        return True
    return value.type is not None and value.type.this in _SMALL

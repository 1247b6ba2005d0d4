"""Nothing gets further whose every node is not known: kinds of node, of relation, of function.

What is allowed costs time linear in its input, is deterministic and reads nothing but its
arguments. A reader's own trees pass as a caller's SQL does: there is one list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

from sqlglot import exp

from federation.logical import LOGICAL_FUNCTIONS
from federation.patterns.going_back import is_bounded
from federation.problems import QueryTooComplex, UnsupportedQuery
from federation.rewrites.allowed import (
    ANONYMOUS,
    FUNCTIONS,
    JOIN_KINDS,
    JOIN_METHODS,
    JOIN_SIDES,
    NODES,
    TYPES,
)
from federation.rewrites.context import Context
from federation.rewrites.resolve_names import place_of

MAX_NODES = 30_000
MAX_DEPTH = 200
_MAX_DIGITS = 12


def allow_list(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree, or UnsupportedQuery naming the first construct that is not allowed."""
    if not isinstance(tree, exp.Query):
        raise UnsupportedQuery(what=_name(tree))
    stack: list[tuple[exp.Expr, int]] = [(tree, 1)]
    count, most = 0, MAX_NODES + context.expanded_nodes
    while stack:
        node, depth = stack.pop()
        count += 1
        if count > most or depth > MAX_DEPTH:
            raise QueryTooComplex(limit=MAX_NODES if count > most else MAX_DEPTH)
        _check(node, context)
        stack.extend((child, depth + 1) for child in node.iter_expressions())
    return tree


def _check(node: exp.Expr, context: Context) -> None:
    allowed = NODES.get(type(node))
    if allowed is not None:
        for key, value in node.args.items():
            if value and key not in allowed:
                _refuse(node, f"{_name(node)} {key.strip('_').upper().replace('_', ' ')}")
    elif type(node) not in FUNCTIONS and not _is_known_by_name(node):
        _refuse(node, _name(node))
    misshapen = _MISSHAPEN.get(type(node))
    what = misshapen(node) if misshapen is not None else None
    if what is not None:
        _refuse(node, what)
    if isinstance(node, exp.Placeholder) and str(node.this) not in context.parameters:
        _refuse(node, "?")


def _is_known_by_name(node: exp.Expr) -> bool:
    known = ANONYMOUS | LOGICAL_FUNCTIONS
    return isinstance(node, exp.Anonymous) and str(node.this).lower() in known


def _query(node: exp.Expr) -> str | None:
    """`SELECT ------1` parses as a query without any column. LIMIT and OFFSET are plain numbers:
    part of a plan, never a parameter of it.
    """
    if isinstance(node, exp.Select) and not node.expressions:
        return "SELECT"
    for key in ("limit", "offset"):
        counted = node.args.get(key)
        if counted is None:
            continue
        count = counted.args.get("count" if isinstance(counted, exp.Fetch) else "expression")
        if (
            not isinstance(count, exp.Literal)
            or count.is_string
            or not count.name.isdigit()
            or len(count.name) > _MAX_DIGITS
        ):
            return key.upper()
    return None


def _join(node: exp.Expr) -> str | None:
    side, kind, method = (str(node.args.get(key) or "") for key in ("side", "kind", "method"))
    if side.upper() in JOIN_SIDES and kind.upper() in JOIN_KINDS and method.upper() in JOIN_METHODS:
        return None
    return " ".join(each for each in (method, side, kind, "JOIN") if each)


def _table(node: exp.Expr) -> str | None:
    return None if isinstance(node.this, exp.Identifier) else "TABLE"


def _subquery(node: exp.Expr) -> str | None:
    return None if isinstance(node.this, exp.Query) else "FROM ( … )"


def _data_type(node: exp.Expr) -> str | None:
    kind = node.this
    return None if kind in TYPES else str(kind.value if isinstance(kind, exp.DType) else kind)


def _grouping(node: exp.Expr) -> str | None:
    """Trino groups by sets of columns alone: what is computed is named in a query inside first."""
    plain = (exp.Column, exp.Tuple, exp.Paren, exp.Cube, exp.Rollup, exp.GroupingSets)
    parts = list(node.expressions)
    while parts:
        part = parts.pop()
        if not isinstance(part, plain):
            return f"{_NAMES_OF_SETS[type(node)]} (f(x))"
        if isinstance(part, exp.Paren):
            parts.append(part.this)
        elif isinstance(part, exp.Tuple):
            parts.extend(part.expressions)
    return None


def _order(node: exp.Expr) -> str | None:
    """Inside an aggregate only where it says in which order texts are put together."""
    is_inside = node.args.get("this") is not None
    return "f(x ORDER BY …)" if is_inside and not isinstance(node.parent, exp.GroupConcat) else None


def _matched(node: exp.Expr) -> str | None:
    """A pattern or a path is never a row's, and a pattern's cost is known before anything runs."""
    pattern = node.args.get("expression")
    if not isinstance(pattern, exp.Literal) or not pattern.is_string:
        return _name(node)
    is_path = isinstance(node, exp.JSONExtractScalar)
    return None if is_path or is_bounded(pattern.name) else _name(node)


_MATCHING = (exp.RegexpLike, exp.RegexpExtract, exp.RegexpReplace, exp.JSONExtractScalar)
_NULLS_SKIPPED = (exp.FirstValue, exp.LastValue, exp.NthValue, exp.Lag, exp.Lead)


def _ignoring(node: exp.Expr) -> str | None:
    return None if isinstance(node.this, _NULLS_SKIPPED) else "IGNORE NULLS"


_NAMES_OF_SETS: Mapping[type[exp.Expr], str] = {
    exp.Cube: "CUBE",
    exp.Rollup: "ROLLUP",
    exp.GroupingSets: "GROUPING SETS",
}
_MISSHAPEN: Mapping[type[exp.Expr], Callable[[exp.Expr], str | None]] = {
    exp.Select: _query,
    exp.Union: _query,
    exp.Intersect: _query,
    exp.Except: _query,
    exp.Join: _join,
    exp.Table: _table,
    exp.Subquery: _subquery,
    exp.DataType: _data_type,
    exp.Order: _order,
    exp.IgnoreNulls: _ignoring,
    **dict.fromkeys(_MATCHING, _matched),
    **dict.fromkeys(_NAMES_OF_SETS, _grouping),
}
"""Checks of nodes of an allowed kind: each gives the name to refuse a misshapen one by, or None."""


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Command):
        return str(node.this).upper()[:40]
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower()
    if isinstance(node, exp.Func):
        return node.sql_name().lower()
    return type(node).__name__.upper()


def _refuse(node: exp.Expr, what: str) -> NoReturn:
    raise UnsupportedQuery(what=what[:60], place=place_of(node))

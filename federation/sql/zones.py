"""An instant that a statement gives a zone keeps it, as in Trino: its hour is the hour there.

On the other engines an instant has no zone: so it is said where a day, an hour or a month is taken
of it, `hour(t)` as `hour(t AT TIME ZONE 'Europe/Paris')`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from federation.dialects.local_time import FIELDS
from federation.dialects.types import is_instant, is_text, typed
from federation.rewrites.resolve_names import place_of
from federation.sql.functions_over_rows import own_nodes
from federation.sql.plain import NAMED_ZONES
from federation.sql.problems import SqlZone
from federation.sql.type_checks import said_name
from federation.sql.values import ZONE

UTC = "UTC"
_IN_UTC = frozenset({"UTC", "GMT", "Z", "Etc/UTC", "Etc/GMT", "+00:00", "-00:00"})
_WHOLE_HOURS = re.compile(r"([+-])(0[0-9]|1[0-4]):00")
_CUTS: tuple[type[exp.Expr], ...] = (exp.TimestampTrunc, exp.DateTrunc, exp.Extract, *FIELDS)
_MOVES = (exp.DateAdd, exp.DateSub, exp.DateDiff, exp.Add, exp.Sub)
_OF_THE_CLOCK = frozenset({"HOUR", "MINUTE", "SECOND", "MILLISECOND"})
_LONG = frozenset({"MONTH", "YEAR"})
Zones = Mapping[int, Mapping[str, str | None]]
"""Of each query, by the names of its columns; None where rows differ, or a text says it."""


def say_zones(tree: exp.Query) -> None:
    """In place; `tree` has its names resolved and its types noted. Raises SqlZone."""
    if not any(_gives_a_zone(node) for node in tree.walk()):
        return
    known: dict[int, Mapping[str, str | None]] = {}
    for scope in traverse_scope(tree):
        known[id(scope)] = known[id(scope.expression)] = _columns(scope, known)
        if isinstance(scope.expression, exp.Select):
            parts = scope.expression.iter_expressions()
            for node in reversed([each for part in parts for each in own_nodes(part)]):
                _say(node, scope, known)


def _gives_a_zone(node: exp.Expr) -> bool:
    if isinstance(node, exp.Anonymous):
        return node.name.lower() in NAMED_ZONES
    return isinstance(node, exp.AtTimeZone) or (isinstance(node, exp.Cast) and is_instant(node))


def _columns(scope: Scope, known: Zones) -> Mapping[str, str | None]:
    query = scope.expression
    if isinstance(query, exp.SetOperation):
        arms = [known.get(id(arm), {}) for arm in scope.set_operation_scopes or ()]
        columns = zip(*(arm.values() for arm in arms), strict=False)
        return dict(zip(query.named_selects, map(_shared, columns), strict=False))
    if isinstance(query, exp.Values):
        alias = query.args.get("alias")
        names = [each.name for each in alias.columns] if alias is not None else []
        rows = [row.expressions for row in query.expressions]
        columns = zip(*([_zone(each, scope, known) for each in row] for row in rows), strict=False)
        return dict(zip(names, map(_shared, columns), strict=False))
    if isinstance(query, exp.Query):
        return {
            each.alias_or_name: _zone(each.unalias(), scope, known)
            for each in query.selects
            if is_instant(each.unalias())
        } | {each.alias_or_name: UTC for each in query.selects if not is_instant(each.unalias())}
    return {}


def _shared(zones: tuple[str | None, ...]) -> str | None:
    return zones[0] if len(set(zones)) == 1 else None


def _zone(  # noqa: PLR0911 - one line a kind
    value: exp.Expr, scope: Scope, known: Zones
) -> str | None:
    match value:
        case exp.AtTimeZone():
            return _named(value.args["zone"].name)
        case exp.Anonymous() if value.name.lower() in NAMED_ZONES:
            return _named(value.expressions[1].name)
        case exp.Cast() if is_instant(value):
            if is_text(value.this):
                return None
            if is_instant(value.this):
                return _zone(value.this, scope, known)
            return _named(value.meta.get(ZONE, UTC) if value._meta else UTC)  # noqa: SLF001 - `meta` would make an empty one
        case exp.Column():
            return _of_column(value, scope, known)
        case exp.Subquery():
            return _shared(tuple(known.get(id(value.unnest()), {"": UTC}).values()))
        case exp.ArgMax() | exp.ArgMin():
            return _zone(value.this, scope, known)
        case _:
            return _shared(tuple({_zone(each, scope, known) for each in _parts(value)} or {UTC}))


def _parts(value: exp.Expr) -> Iterator[exp.Expr]:
    """The instants that it is made of, one of which it may be."""
    for part in value.iter_expressions():
        if isinstance(part, exp.If):
            yield from _parts(part)
        elif is_instant(part):
            yield part


def _of_column(column: exp.Column, scope: Scope, known: Zones) -> str | None:
    around: Scope | None = scope
    while around is not None:
        source = around.sources.get(column.table)
        if source is not None:
            return known.get(id(source), {}).get(column.name, UTC)
        around = around.parent
    return known.get(id(scope), {}).get(column.name, UTC)


def _named(zone: str) -> str | None:
    """Of an offset, the zone that is always that far from UTC; None where none has a name."""
    if zone in _IN_UTC:
        return UTC
    offset = _WHOLE_HOURS.fullmatch(zone)
    if offset is not None:
        return f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
    return None if zone[:1] in {"+", "-"} else zone


def _say(node: exp.Expr, scope: Scope, known: Zones) -> None:
    key = "expression" if isinstance(node, exp.Extract) else "this"
    value = node.args.get(key)
    value = value.unnest() if isinstance(value, exp.Paren) else value
    if not isinstance(value, exp.Expr) or not is_instant(value):
        return
    is_cut = isinstance(node, _CUTS) or (isinstance(node, exp.Cast) and not is_instant(node))
    if not is_cut and not _is_moved_there(node):
        return
    zone = _zone(value, scope, known)
    if zone == UTC or (is_cut and isinstance(value, exp.AtTimeZone)):
        return
    if zone is None or not is_cut:
        what = "CAST" if isinstance(node, exp.Cast) else said_name(node)
        raise SqlZone(what=what, place=place_of(node))
    zoned = exp.AtTimeZone(this=value, zone=exp.Literal.string(zone))
    node.set(key, typed(zoned, "TIMESTAMPTZ"))


def _is_moved_there(node: exp.Expr) -> bool:
    """True where a moment is moved by days or months, whose length is that of the zone."""
    if not isinstance(node, _MOVES):
        return False
    if isinstance(node, exp.Add | exp.Sub):
        span = node.expression
        return isinstance(span, exp.Interval) and str(span.args["unit"].name).upper() in _LONG
    unit = node.args.get("unit")
    return unit is None or str(unit.name).upper() not in _OF_THE_CLOCK

"""A small answer of PostgreSQL as one JSON text, which the server itself writes.

Up to some hundred rows, making columns of them only to write them costs more than reading them.
Nothing more is read: the plan's own text stands inside, its rows are only written elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from federation.dialects.tree import call, number, when
from federation.logical import Cell, Constant, Field, LogicalQuery, Nested, WireType
from federation.plan import POSTGRES
from federation.rewrites.expressions import TEXT, cast, column, quoted, text
from federation.to_sql import write_sql

_MOST_ROWS = 1_001
# PostgreSQL cuts a longer name.
_MOST_KEY_BYTES = 63
# No key of an answer, nor a column of it, is called so: PostgreSQL would take that for the row.
_ANSWER, _OBJECT = "the answer", "the row"


def rows_as_json(logical: LogicalQuery, tree: exp.Query, sql: str) -> str | None:
    """`sql`, PostgreSQL's own of the governed `tree`, made to answer one row of four: how many
    rows there are; the JSON array of those of the page, null for none; the JSON arrays of what
    cursors to the last of these and to the row after it are made of, null without one.

    None where the answer may be large, has more cursors than these, or holds what PostgreSQL writes
    otherwise than we do.
    """
    is_sealed = logical.edge_cursor is not None or logical.node_id is not None
    if is_sealed or logical.tells_start or logical.is_backward:
        return None
    wires = dict(logical.columns)
    fields = logical.shape.fields
    if not (_is_small(tree) and _CELLS.keys() >= set(wires.values()) and _is_plain(fields)):
        return None
    rows = _from_answer(*_selected(fields, wires))
    if logical.page_size is not None:
        rows = rows.limit(logical.page_size)
    array = exp.Select(expressions=[_as_text(call("JSON_AGG", exp.column(quoted(_OBJECT))))])
    array = array.from_(rows.subquery(quoted(_OBJECT)))
    outer = exp.Select(
        expressions=[_from_answer(_count()).subquery(), array.subquery(), *_cursors(logical, wires)]
    )
    return " ".join(
        ["WITH", f'"{_ANSWER}"', "AS MATERIALIZED (", sql, ")", write_sql(outer, POSTGRES)]
    )


def _cursors(logical: LogicalQuery, wires: Mapping[str, WireType]) -> list[exp.Expr]:
    size = logical.page_size
    if size is None or not logical.cursor_columns:
        return [exp.Null(), exp.Null()]
    values = [_CURSORS[wires[name]](column(name, _ANSWER)) for name in logical.cursor_columns]
    shown = exp.Least(this=_count(), expressions=[number(size)])
    before = exp.Greatest(this=exp.Sub(this=shown, expression=number(1)), expressions=[number(0)])
    array = _from_answer(_as_text(call("JSON_BUILD_ARRAY", *values))).limit(1)
    last = array.offset(_from_answer(before).subquery())
    return [last.subquery(), array.offset(size).subquery()]


def _is_small(tree: exp.Query) -> bool:
    limit = tree.args.get("limit")
    count = limit.expression if isinstance(limit, exp.Limit) else None
    return isinstance(count, exp.Literal) and int(count.name) <= _MOST_ROWS


def _is_plain(fields: Sequence[Field]) -> bool:
    """No label, which the server cannot know, and no key that it would write otherwise."""
    return bool(fields) and all(map(_is_written_alike, fields))


def _is_written_alike(field: Field) -> bool:
    if len(field.key.encode()) > _MOST_KEY_BYTES:
        return False
    match field:
        case Nested(fields=inner):
            return _is_plain(inner)
        case _:
            return isinstance(field, Cell | Constant)


def _selected(fields: Sequence[Field], wires: Mapping[str, WireType]) -> list[exp.Expr]:
    return [exp.Alias(this=_value(each, wires), alias=quoted(each.key)) for each in fields]


def _value(field: Field, wires: Mapping[str, WireType]) -> exp.Expr:
    match field:
        case Cell(column=name):
            return _CELLS[wires[name]](column(name, _ANSWER))
        case Constant(json=known):
            return exp.Cast(this=text(known.decode()), to=exp.DataType.build("JSON"))
        case Nested(fields=inner, presence=presence):
            made = exp.Select(expressions=_selected(inner, wires)).subquery(quoted(_OBJECT))
            built = exp.Select(expressions=[call("ROW_TO_JSON", exp.column(quoted(_OBJECT)))])
            value = built.from_(made).subquery()
            if presence is None:
                return value
            is_null = exp.Is(this=column(presence, _ANSWER), expression=exp.Null())
            return when(exp.Not(this=is_null), value)
        case _:
            raise TypeError(type(field))


def _from_answer(*selected: exp.Expr) -> exp.Select:
    return exp.Select(expressions=list(selected)).from_(exp.Table(this=quoted(_ANSWER)))


def _count() -> exp.Expr:
    return exp.Count(this=exp.Star())


def _as_text(value: exp.Expr) -> exp.Expr:
    return cast(value, TEXT)


def _itself(value: exp.Expr) -> exp.Expr:
    return value


def _four_digit_day(value: exp.Expr) -> exp.Expr:
    """Null for a day that ISO 8601 has no form for, as in a canonical table."""
    first, last = (exp.Cast(this=text(day), to=exp.DataType.build("DATE")) for day in _DAYS)
    return when(exp.Between(this=value, low=first, high=last), value.copy())


_DAYS = ("0001-01-01", "9999-12-31")
# A cell, and a cursor's value, from their column. Of any other wire type `json_rows` writes a form
# that PostgreSQL does not.
_CELLS: Mapping[WireType, Callable[[exp.Expr], exp.Expr]] = {
    WireType.STRING: _itself,
    WireType.INT: _itself,
    WireType.BIGINT: _as_text,
    WireType.COUNT: _itself,
    WireType.DECIMAL: _itself,
    WireType.BOOLEAN: _itself,
    WireType.DATE: _four_digit_day,
}
_CURSORS = {**_CELLS, WireType.BIGINT: _itself}

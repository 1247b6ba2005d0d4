"""A small answer of PostgreSQL as one JSON text, which the server itself writes.

Up to some hundred rows, making columns of them only to write them costs more than reading them.
Nothing more is read: the plan's own text stands inside, its rows are only written elsewhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from sqlglot import exp

from federation.dialects.tree import call, number, when
from federation.linked_queries import AT, OF
from federation.linked_rows import LEVEL
from federation.logical import (
    Cell,
    Constant,
    Field,
    Linked,
    LogicalQuery,
    Nested,
    Stack,
    StackedLevel,
    WireType,
)
from federation.plan import POSTGRES
from federation.rewrites.expressions import TEXT, all_of, cast, column, quoted, text
from federation.to_sql import write_sql

_MOST_ROWS, _MOST_LINKED_ROWS = 1_001, 3_000
# PostgreSQL cuts a longer name.
_MOST_KEY_BYTES = 63
# No key of an answer, nor a column of it, is called so: PostgreSQL would take that for the row.
_ANSWER, _OBJECT, _LIST = "the answer", "the row", "the list"
CURSOR_GAP = secrets.token_hex(16)
"""Stands where the cursor of a row goes, until it is sealed."""


def rows_as_json(logical: LogicalQuery, tree: exp.Query, sql: str) -> str | None:
    """`sql`, PostgreSQL's own of the governed `tree`, made to answer one row of six: how many rows
    there are; the JSON array of those of the page, null for none; the JSON arrays of what cursors
    to the last of these and to the row after it are made of, null without one; of the same for
    every row, where they are asked for; pairs of a level of linked rows and their number.

    None where the answer may be large, or holds what PostgreSQL writes otherwise than we do.
    """
    if logical.is_backward or logical.node_id is not None:
        return None
    levels = _Levels(logical, logical.stack)
    is_small = _is_small(tree)
    if logical.stack is not None:
        is_small = logical.max_rows <= _MOST_LINKED_ROWS
    kinds = {wire for _, wire in logical.columns}
    if not (is_small and _CELLS.keys() >= kinds and levels.is_plain()):
        return None
    lists, outer = levels.answer()
    parts = [f'"{_ANSWER}" AS MATERIALIZED ( {sql} )']
    parts += [f'"{name}" AS MATERIALIZED ( {write_sql(query, POSTGRES)} )' for name, query in lists]
    return " ".join(["WITH", ", ".join(parts), write_sql(outer, POSTGRES)])


class _Levels:
    """The page of an answer, and the levels of rows linked to it, as JSON."""

    def __init__(self, logical: LogicalQuery, stack: Stack | None) -> None:
        self._logical = logical
        self._stack = stack
        self._levels = {} if stack is None else {each.name: each for each in stack.levels}
        self._fields = {each.level: each for each in _linked(logical.shape.fields)}

    def is_plain(self) -> bool:
        if any(each.node_id is not None for each in self._levels.values()):
            return False
        return _is_plain(self._logical.shape.fields)

    def answer(self) -> tuple[list[tuple[str, exp.Select]], exp.Select]:
        """The lists of linked rows, those of the deepest level first, and what is answered."""
        levels = [] if self._stack is None else self._stack.levels[1:]
        lists = [(_list_of(each.name), self._list(each)) for each in reversed(levels)]
        first = None if self._stack is None else self._stack.levels[0]
        counted = exp.Null() if self._stack is None else self._counted()
        answered = [self._from(first, _count()).subquery(), self._page(first).subquery()]
        return lists, exp.Select(expressions=[*answered, *self._cursors(first), counted])

    def _page(self, level: StackedLevel | None) -> exp.Select:
        size = self._logical.page_size
        rows = self._with_lists(level, self._selected(self._logical.shape.fields, level))
        if size is not None:
            rows = rows.limit(size) if level is None else _also(rows, _within(size))
        if level is not None:
            rows = rows.order_by(column(AT, _ANSWER))
        array = exp.Select(expressions=[_as_text(call("JSON_AGG", exp.column(quoted(_OBJECT))))])
        return array.from_(rows.subquery(quoted(_OBJECT)))

    def _list(self, level: StackedLevel) -> exp.Select:
        """Of each row above, the array of the rows linked to it, or the one."""
        objects = exp.Select(expressions=self._selected(self._fields[level.name].fields, level))
        built = exp.Select(expressions=[call("ROW_TO_JSON", exp.column(quoted(_OBJECT)))])
        row = built.from_(objects.subquery(quoted(_OBJECT))).subquery()
        if level.is_single:
            return self._with_lists(level, [column(OF, _ANSWER), _aliased(row, _LIST)])
        order = exp.Order(
            this=row, expressions=[exp.Ordered(this=column(AT, _ANSWER), nulls_first=False)]
        )
        array = call("JSON_AGG", order)
        rows = self._with_lists(level, [column(OF, _ANSWER), _aliased(array, _LIST)])
        return rows.group_by(column(OF, _ANSWER))

    def _with_lists(self, level: StackedLevel | None, selected: Sequence[exp.Expr]) -> exp.Select:
        rows = self._from(level, *selected)
        if level is None:
            return rows
        for below in self._levels.values():
            if below.above == level.name:
                same = exp.EQ(this=column(OF, _list_of(below.name)), expression=column(AT, _ANSWER))
                table = exp.Table(this=quoted(_list_of(below.name)))
                rows.append("joins", exp.Join(this=table, side="LEFT", on=same))
        return rows

    def _from(self, level: StackedLevel | None, *selected: exp.Expr) -> exp.Select:
        rows = exp.Select(expressions=list(selected)).from_(exp.Table(this=quoted(_ANSWER)))
        if level is None or self._stack is None:
            return rows
        is_of_level = exp.EQ(
            this=column(LEVEL, _ANSWER), expression=number(self._stack.levels.index(level))
        )
        # PostgreSQL takes one row in 200 to equal a constant, and would join lists one row by one:
        # of what a CASE says, it takes half to be true.
        return rows.where(when(is_of_level, exp.true()))

    def _counted(self) -> exp.Expr:
        """Of each level of linked rows, its place and how many there are."""
        level = column(LEVEL, _ANSWER)
        counts = self._from(None, _aliased(level, LEVEL), _aliased(_count(), AT))
        counts = counts.where(exp.GT(this=level.copy(), expression=number(0))).group_by(level)
        pair = call("JSON_BUILD_ARRAY", column(LEVEL, _LIST), column(AT, _LIST))
        array = exp.Select(expressions=[_as_text(call("JSON_AGG", pair))])
        return array.from_(counts.subquery(quoted(_LIST))).subquery()

    def _selected(self, fields: Sequence[Field], level: StackedLevel | None) -> list[exp.Expr]:
        return [_aliased(self._value(each, level), each.key) for each in fields]

    def _value(self, field: Field, level: StackedLevel | None) -> exp.Expr:
        match field:
            case Cell(column=name) if name == self._logical.edge_cursor:
                has_cursors = bool(self._logical.cursor_columns)
                return text(CURSOR_GAP) if has_cursors else cast(exp.Null(), TEXT)
            case Cell(column=name, wire=wire):
                return _CELLS[wire](self._column(name, level))
            case Constant(json=known):
                return exp.Cast(this=text(known.decode()), to=exp.DataType.build("JSON"))
            case Linked(level=name, is_single=is_single):
                rows = column(_LIST, _list_of(name))
                none = exp.Cast(this=text("[]"), to=exp.DataType.build("JSON"))
                return rows if is_single else exp.Coalesce(this=rows, expressions=[none])
            case Nested(fields=inner, presence=presence):
                objects = exp.Select(expressions=self._selected(inner, level))
                built = exp.Select(expressions=[call("ROW_TO_JSON", exp.column(quoted(_OBJECT)))])
                value = built.from_(objects.subquery(quoted(_OBJECT))).subquery()
                if presence is None:
                    return value
                is_null = exp.Is(this=self._column(presence, level), expression=exp.Null())
                return when(exp.Not(this=is_null), value)
            case _:
                raise TypeError(type(field))

    def _column(self, name: str, level: StackedLevel | None) -> exp.Column:
        return column(name if level is None else dict(level.columns)[name], _ANSWER)

    def _cursors(self, level: StackedLevel | None) -> list[exp.Expr]:
        logical, size = self._logical, self._logical.page_size
        if size is None or not logical.cursor_columns:
            return [exp.Null(), exp.Null(), exp.Null()]
        wires = dict(logical.columns)
        columns = [self._column(each, level) for each in logical.cursor_columns]
        values = [_CURSORS[wires[each.name]](each) for each in columns]
        array = self._from(level, _as_text(call("JSON_BUILD_ARRAY", *values)))
        count = self._from(level, _count()).subquery()
        rows = exp.Least(this=count, expressions=[number(size)])
        every: exp.Expr = exp.Null()
        if logical.edge_cursor is not None or logical.tells_start:
            every = self._every(level, values, size)
        if level is not None:
            last = _also(array, exp.EQ(this=column(AT, _ANSWER), expression=rows))
            beyond = exp.EQ(this=column(AT, _ANSWER), expression=number(size + 1))
            return [last.subquery(), _also(array, beyond).subquery(), every]
        counted = exp.Least(this=_count(), expressions=[number(size)])
        before = exp.Greatest(
            this=exp.Sub(this=counted, expression=number(1)), expressions=[number(0)]
        )
        last = array.limit(1).offset(self._from(None, before).subquery())
        return [last.subquery(), array.limit(1).offset(size).subquery(), every]

    def _every(self, level: StackedLevel | None, values: Sequence[exp.Expr], size: int) -> exp.Expr:
        array = call("JSON_BUILD_ARRAY", *(each.copy() for each in values))
        rows = self._from(level, _aliased(array, _LIST))
        rows = rows.limit(size) if level is None else _also(rows, _within(size))
        if level is not None:
            rows = rows.order_by(column(AT, _ANSWER))
        gathered = exp.Select(expressions=[_as_text(call("JSON_AGG", column(_LIST, _OBJECT)))])
        return gathered.from_(rows.subquery(quoted(_OBJECT))).subquery()


def _linked(fields: Sequence[Field]) -> list[Linked]:
    linked: list[Linked] = []
    for field in fields:
        if isinstance(field, Linked):
            linked.append(field)
        if isinstance(field, Linked | Nested):
            linked += _linked(field.fields)
    return linked


def _list_of(level: str) -> str:
    return f"{_LIST} {level}"


def _within(size: int) -> exp.Expr:
    return exp.LTE(this=column(AT, _ANSWER), expression=number(size))


def _also(rows: exp.Select, condition: exp.Expr) -> exp.Select:
    where = rows.args.get("where")
    both = condition if where is None else all_of([where.this.copy(), condition])
    copy = rows.copy()
    copy.set("where", exp.Where(this=both))
    return copy


def _aliased(value: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=value, alias=quoted(name))


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
        case Nested(fields=inner) | Linked(fields=inner):
            return _is_plain(inner)
        case Cell(wire=wire):
            return wire in _CELLS
        case _:
            return isinstance(field, Constant)


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

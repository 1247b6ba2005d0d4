"""Rows that are linked to the rows of a list, at any depth, in the one statement of the list.

Each level is a query of its own (WITH): the page, then the rows linked to those of the level above,
ranked within each of them. What leaves is all levels, one on top of the other:

    SELECT 0 AS b, NULL AS u, n, c0 AS x0, … FROM m0
    UNION ALL
    SELECT 1 AS b, u, n, c0 AS x0, … FROM m1   -- u: the n of the row above
    ORDER BY b, u, n

So the rows of no level are multiplied by those of another, and every engine can say it. A column
of the result holds one of each level, of one type: `federation.results.linked_lists` takes them
apart again. Each table stands in it as a list of it would, and is governed as there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlglot import exp

from catalog.model.dataset import ColumnType
from federation.linked_queries import (
    AT,
    OF,
    name_of_totals,
    number,
    own_columns,
    page_query,
    query_named,
    ranked_query,
    totals_query,
)
from federation.logical import (
    Constant,
    Field,
    Linked,
    LinkedRows,
    LogicalQuery,
    Nested,
    Shape,
    Stack,
    StackedLevel,
    Totals,
    WireType,
)
from federation.rewrites.expressions import column, data_type, quoted
from federation.wire_types import SCALARS

LEVEL, _COLUMN, _ARM = "b", "x", "g"


def every_linked(linked: Iterable[LinkedRows]) -> Iterator[LinkedRows]:
    """All of them, each before those below it."""
    for field_ in linked:
        yield field_
        yield from every_linked(field_.linked)


def linked_count(logical: LogicalQuery) -> int:
    """The number of fields of linked rows, at every depth."""
    return sum(1 for _ in every_linked(logical.linked))


def datasets_of(logical: LogicalQuery) -> tuple[str, ...]:
    """The ids of the datasets of a list and of all rows linked to its own, each once."""
    linked = (name for each in every_linked(logical.linked) for name in each.datasets)
    return tuple(dict.fromkeys((*logical.datasets, *linked)))


def without_linked(logical: LogicalQuery, paths: Iterable[tuple[str, ...]]) -> LogicalQuery:
    """The same list, the fields at `paths` null in every row."""
    refused = frozenset(paths)

    def remaining(linked: Iterable[LinkedRows]) -> tuple[LinkedRows, ...]:
        others = (each for each in linked if each.path not in refused)
        return tuple(replace(each, linked=remaining(each.linked)) for each in others)

    return replace(
        logical,
        linked=remaining(logical.linked),
        shape=Shape(_without(logical.shape.fields, refused, ())),
    )


def _without(
    fields: Iterable[Field], refused: frozenset[tuple[str, ...]], above: tuple[str, ...]
) -> tuple[Field, ...]:
    return tuple(_without_those(each, refused, (*above, each.key)) for each in fields)


def _without_those(of: Field, refused: frozenset[tuple[str, ...]], path: tuple[str, ...]) -> Field:
    if path in refused:
        return Constant(of.key, b"null")
    if isinstance(of, Linked | Nested):
        return replace(of, fields=_without(of.fields, refused, path))
    return of


def stacked(logical: LogicalQuery) -> LogicalQuery:
    """One statement of the list and of all rows linked to its own; the same without any."""
    if not logical.linked:
        return logical
    stack = _Stacking(logical)
    stack.read()
    parameters = {
        each.name: each
        for some in (logical.parameters, *(x.parameters for x in every_linked(logical.linked)))
        for each in some
    }
    limit = int(logical.tree.args["limit"].expression.name)
    below = sum(each.most_rows for each in logical.linked)
    return replace(
        logical,
        tree=stack.tree(),
        datasets=datasets_of(logical),
        parameters=tuple(parameters.values()),
        columns=stack.columns(),
        max_rows=limit * (1 + below),
        linked=(),
        stack=Stack(tuple(stack.levels), limit),
    )


@dataclass(slots=True)
class _Stacking:
    logical: LogicalQuery
    ctes: list[tuple[str, exp.Select]] = field(default_factory=list)
    levels: list[StackedLevel] = field(default_factory=list)
    slots: dict[WireType, int] = field(default_factory=dict)
    """The number of columns of each type that the widest level has."""
    totals: dict[str, list[tuple[str, Totals]]] = field(default_factory=dict)
    """Of the rows of a level, by its name: each with the name of its query."""

    def read(self) -> None:
        logical = self.logical
        owns = own_columns(logical.linked)
        self.ctes.append(("m0", page_query(logical, owns)))
        page = StackedLevel("m0", None, logical.datasets[0], (), node_id=logical.node_id)
        self._keep(page, logical.columns, logical.linked)
        for linked in logical.linked:
            self._read_linked(linked, "m0", owns[linked.own], logical.page_size)

    def _read_linked(
        self, linked: LinkedRows, above: str, own: str, page_size: int | None = None
    ) -> None:
        """`page_size`: of a level above that has one row more."""
        if linked.totals is not None:
            totals = totals_query(linked, above, own, linked.totals, page_size)
            self.ctes.append((name_of_totals(linked), totals))
        if linked.rows is None:
            return
        owns = own_columns(linked.linked)
        self.ctes.append(
            (linked.name, ranked_query(linked, linked.rows, above, own, owns, page_size))
        )
        level = StackedLevel(
            linked.name, above, linked.datasets[0], (), linked.is_single, linked.node_id
        )
        self._keep(level, linked.columns, linked.linked)
        for below in linked.linked:
            self._read_linked(below, linked.name, owns[below.own])

    def _keep(
        self,
        level: StackedLevel,
        columns: Sequence[tuple[str, WireType]],
        below: Sequence[LinkedRows],
    ) -> None:
        of_below = [(name_of_totals(each), each.totals) for each in below]
        beside = [(name, each) for name, each in of_below if each is not None]
        self.totals[level.name] = beside
        totals = [pair for _, each in beside for pair in each.columns]
        used = Counter[WireType]()
        placed = []
        for column_name, wire in (*columns, *totals):
            kind = _KINDS.get(wire, wire)
            placed.append((column_name, f"{_COLUMN}_{kind}_{used[kind]}".lower()))
            used[kind] += 1
        for kind, count in used.items():
            self.slots[kind] = max(count, self.slots.get(kind, 0))
        self.levels.append(replace(level, columns=tuple(placed)))

    def columns(self) -> tuple[tuple[str, WireType], ...]:
        marks = tuple((name, WireType.COUNT) for name in (LEVEL, OF, AT))
        return (*marks, *self._slots())

    def _slots(self) -> Iterator[tuple[str, WireType]]:
        for kind, count in self.slots.items():
            yield from ((f"{_COLUMN}_{kind}_{at}".lower(), kind) for at in range(count))

    def tree(self) -> exp.Query:
        arms = [self._arm(at, level) for at, level in enumerate(self.levels)]
        union: exp.Query = arms[0]
        for arm in arms[1:]:
            union = exp.Union(this=union, expression=arm, distinct=False)
        if len(arms) == 1:
            union = _select_all(union)
        ordered = [
            exp.Ordered(this=exp.Column(this=quoted(each)), desc=False, nulls_first=False)
            for each in (LEVEL, OF, AT)
        ]
        union.set("order", exp.Order(expressions=ordered))
        ctes = [
            exp.CTE(this=query, alias=exp.TableAlias(this=quoted(name)))
            for name, query in self.ctes
        ]
        union.set("with_", exp.With(expressions=ctes))
        return union

    def _arm(self, at: int, level: StackedLevel) -> exp.Select:
        source = f"b{at}"
        of: exp.Expr = number(0) if level.above is None else column(OF, source)
        counts: set[str] = set()
        joins: list[exp.Expr] = []
        where: dict[str, str] = {}
        for position, (name, totals) in enumerate(self.totals[level.name]):
            alias = f"a{at}_{position}"
            same = exp.EQ(this=column(AT, alias), expression=column(AT, source))
            joins.append(exp.Join(this=query_named(name, alias), side="LEFT", on=same))
            where |= {column_name: alias for column_name, _ in totals.columns}
            counts |= totals.counts
        held = {
            slot: _held(name, where.get(name, source), is_count=name in counts)
            for name, slot in level.columns
        }
        columns = [
            *((name, _counted(value)) for name, value in ((LEVEL, number(at)), (OF, of))),
            (AT, _counted(column(AT, source))),
            *(
                (slot, held[slot] if slot in held else exp.Cast(this=exp.Null(), to=_type(kind)))
                for slot, kind in self._slots()
            ),
        ]
        return exp.Select(
            expressions=[exp.Alias(this=value, alias=quoted(name)) for name, value in columns],
            from_=exp.From(this=query_named(level.name, source)),
            joins=joins,
        )


_KINDS = {
    WireType.COUNT: WireType.BIGINT,
    WireType.DECIMAL: WireType.STRING,
    WireType.JSON: WireType.STRING,
}
"""Decimals are exact texts in the queries of the levels already, and so is JSON."""


def _held(name: str, source: str, *, is_count: bool) -> exp.Expr:
    value: exp.Expr = column(name, source)
    return exp.Coalesce(this=value, expressions=[number(0)]) if is_count else value


def _counted(value: exp.Expr) -> exp.Expr:
    return exp.Cast(this=value, to=_type(WireType.COUNT))


def _type(kind: WireType) -> exp.DataType:
    return data_type(ColumnType(SCALARS[kind]))


def _select_all(arm: exp.Query) -> exp.Select:
    """An arm alone: its own order is over what it selects."""
    names = arm.named_selects
    return exp.Select(
        expressions=[exp.Alias(this=column(each, _ARM), alias=quoted(each)) for each in names],
        from_=exp.From(this=exp.Subquery(this=arm, alias=exp.TableAlias(this=quoted(_ARM)))),
    )

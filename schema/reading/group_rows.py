"""`rows(first, orderBy)` inside a group: its first rows, beside its key and its aggregates.

One statement: the groups, joined to their rows, numbered within each of them. Rows that are level
are told apart by all that is shown of them, so that it is the same rows each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graphql import FieldNode
from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import Column, ColumnType
from federation.logical import Field, Listed, WireType
from federation.rewrites.expressions import constant
from schema.fields import Collected
from schema.places import place_of
from schema.problems import DocumentLimit, RowsOfGroup
from schema.reading.arguments import read_arguments
from schema.reading.connection import Connection
from schema.reading.group_keys import GROUPED, GroupKeys
from schema.reading.ordering import Direction, read_direction, read_terms
from schema.reading.projection import Projection
from schema.reading.row_fields import read_node_fields
from schema.sql import TEXT, aliased, all_of, cast, column, is_null, quoted

MOST_ROWS: Final = 100
"""Of each group."""
_USUAL = 5
_GROUPS, _ROWS, _NUMBERED, _AGAIN = "u", "w", "v", "_again"
_NUMBER, _RANK, _FIRST = "number", "rank", "first"


@dataclass(frozen=True, slots=True)
class GroupRows:
    """`first` of each group, in the order of `order`, then of what is shown."""

    key: str
    shown: Projection
    fields: tuple[Field, ...]
    first: int
    order: tuple[tuple[Column, Direction], ...]

    @property
    def columns(self) -> list[tuple[str, WireType]]:
        """Of the result, beside those of the groups."""
        return [*self.shown.columns, (_FIRST, WireType.BOOLEAN)]

    @property
    def field(self) -> Field:
        return Listed(self.key, self.fields, _FIRST)


def read_group_rows(connection: Connection, selection: Collected) -> GroupRows | None:
    """The rows that a group's selection asks for; None where it asks for none.

    Raises RowsOfGroup, DocumentLimit (two lists of one group), and what `orderBy` raises.
    """
    lists = [(key, nodes) for key, nodes in selection.items() if nodes[0].name.value == "rows"]
    if not lists:
        return None
    if len(lists) > 1:
        raise DocumentLimit(
            what_fr="liste de lignes par groupe (rows)",
            what_en="list of rows in each group (rows)",
            limit=1,
            place=place_of(lists[1][1][0]),
        )
    ((key, nodes),) = lists
    shown = Projection("r")
    fields = read_node_fields(connection, nodes, shown)
    return GroupRows(key, shown, fields, _first(connection, nodes[0]), _order(connection, nodes[0]))


def _first(connection: Connection, node: FieldNode) -> int:
    first = read_arguments(node, connection.variables).get("first")
    number = None if first is None else first.raw()
    if number is None:
        return _USUAL
    if not isinstance(number, int) or not 1 <= number <= MOST_ROWS:
        raise RowsOfGroup(first=str(number)[:20], limit=MOST_ROWS, place=place_of(node))
    return number


def _order(connection: Connection, node: FieldNode) -> tuple[tuple[Column, Direction], ...]:
    order = read_arguments(node, connection.variables).get("orderBy")
    columns = connection.scope.columns
    return tuple(
        (columns[name], read_direction(name, value))
        for name, value in read_terms(order, connection.limits)
    )


def with_rows(
    groups: exp.Select, keys: GroupKeys, projection: Projection, rows: GroupRows
) -> exp.Select:
    """`groups` shows the columns of `projection`, then those of `mark_keys`, and is ordered."""
    by = [each.copy() for each in groups.args["order"].expressions]
    groups.append("expressions", aliased(_numbered(by), _NUMBER))
    marks = mark_names(keys)
    shown = zip(groups.expressions, projection.columns, strict=False)
    shown_of_rows = zip(rows.shown.expressions, rows.shown.columns, strict=True)
    same: list[exp.Expr] = [
        exp.EQ(this=column(each, _GROUPS), expression=column(each, _ROWS)) for each in marks
    ]
    # A rank that is at most a number is one that DuckDB 1.5 fails to plan without statistics.
    low, high = exp.Literal.number(1), exp.Literal.number(rows.first)
    same.append(exp.Between(this=column(_RANK, _ROWS), low=low, high=high))
    is_first = exp.EQ(this=column(_RANK, _ROWS), expression=exp.Literal.number(1))
    return exp.Select(
        expressions=[
            *(passed_on(each, wire, _GROUPS) for each, (_, wire) in shown),
            *(passed_on(each, wire, _ROWS) for each, (_, wire) in shown_of_rows),
            aliased(is_first, _FIRST),
        ],
        from_=exp.From(this=_named(groups, _GROUPS)),
        joins=[exp.Join(this=_named(_ranked(keys, rows, marks), _ROWS), on=all_of(same))],
        order=exp.Order(
            expressions=[
                exp.Ordered(this=column(name, source), desc=False, nulls_first=False)
                for name, source in ((_NUMBER, _GROUPS), (_RANK, _ROWS))
            ]
        ),
    )


def mark_keys(keys: GroupKeys, projection: Projection) -> Projection:
    """The same, then what each row of a group has in common with it: never null, so that an engine
    may look it up. An absent value is one group.
    """
    marked = projection.copy()
    marked.expressions += _marked(keys, keys.grouped)
    return marked


def passed_on(each: exp.Expr, wire: WireType, source: str) -> exp.Alias:
    """A sum keeps its decimals: its own cast is said again where it leaves."""
    name = each.alias
    value: exp.Expr = column(name, source)
    inner = each.this
    if wire is WireType.DECIMAL and isinstance(inner, exp.Cast):
        value = exp.Cast(this=value, to=inner.to.copy())
    return aliased(value, name)


def _ranked(keys: GroupKeys, rows: GroupRows, marks: Sequence[str]) -> exp.Select:
    """The rows, numbered within their group."""
    connection = keys.connection
    over_rows = {slot: _below(keys, each) for slot, each in keys.grouped.items()}
    below = _marked(keys, over_rows)
    below += [each.copy() for each in rows.shown.expressions]
    below += [aliased(column(known.name), f"s{at}") for at, (known, _) in enumerate(rows.order)]
    inner = exp.Select(expressions=below, from_=exp.From(this=connection.table()))
    if keys.joins:
        inner.set("joins", [join.copy() for _, join in keys.joins.values()])
    condition = connection.condition()
    if condition is not None:
        inner.set("where", exp.Where(this=condition))
    _rename_sources(inner)
    order: list[exp.Expr] = [
        exp.Ordered(
            this=column(f"s{at}", _NUMBERED),
            desc=direction.descending,
            nulls_first=direction.nulls_first,
        )
        for at, (_, direction) in enumerate(rows.order)
    ]
    order += [
        exp.Ordered(this=_comparable(name, wire), desc=False, nulls_first=False)
        for name, wire in rows.shown.columns
    ]
    names = [*marks, *(name for name, _ in rows.shown.columns)]
    rank = _numbered(order, [column(each, _NUMBERED) for each in marks])
    passed = [aliased(column(each, _NUMBERED), each) for each in names]
    return exp.Select(
        expressions=[*passed, aliased(rank, _RANK)],
        from_=exp.From(this=_named(inner, _NUMBERED)),
    )


def _rename_sources(tree: exp.Select) -> None:
    """Below the groups the same tables stand under their own names: each name is one source."""
    for named in tree.find_all(exp.Column):
        named.set("table", quoted(f"{named.table}{_AGAIN}"))
    for source in tree.find_all(exp.Table, exp.Subquery):
        source.set("alias", exp.TableAlias(this=quoted(f"{source.alias}{_AGAIN}")))


def _numbered(order: list[exp.Expr], within: Sequence[exp.Expr] = ()) -> exp.Window:
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=list(within),
        order=exp.Order(expressions=order),
        over="OVER",
    )


def _marked(keys: GroupKeys, grouped: Mapping[str, exp.Expr]) -> list[exp.Expr]:
    """`k0`, the key or something of its type, and `n0`, whether it is absent, for each key."""
    marks: list[exp.Expr] = []
    for at, (slot, key) in enumerate(grouped.items()):
        otherwise = _something(keys.types[slot])
        known = exp.Coalesce(this=key.copy(), expressions=[otherwise])
        marks += [aliased(known, f"k{at}"), aliased(is_null(key.copy()), f"n{at}")]
    return marks


def _something(type_: ColumnType) -> exp.Expr:
    return constant(TYPES[type_.scalar].some, type_)


def mark_names(keys: GroupKeys) -> list[str]:
    return [f"{letter}{at}" for at in range(len(keys.grouped)) for letter in ("k", "n")]


def _comparable(name: str, wire: WireType) -> exp.Expr:
    """JSON has an order as text alone."""
    value = column(name, _NUMBERED)
    return cast(value, TEXT) if wire is WireType.JSON else value


def _below(keys: GroupKeys, grouped: exp.Expr) -> exp.Expr:
    """The expression of a group's key over the table itself."""
    is_computed = isinstance(grouped, exp.Column) and grouped.table == GROUPED
    return keys.inner[grouped.name] if is_computed else grouped


def _named(query: exp.Select, alias: str) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=quoted(alias)))

"""The order of a walk: total, so that each row has one place, and the rows after a place.

What is nothing comes before all values, and after them where the order descends (OData 11.2.6.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlglot import exp

from catalog.model.dataset import Column, ScalarType
from catalog.model.transform import Transform
from gateway.reading.walks.bound_values import BoundValues
from gateway.reading.walks.conditions import all_of, any_of, column_node, is_nothing
from gateway.reading.walks.readable import Readable

Place = tuple[object, ...]
"""The wire values of a row in the columns of an order."""
_TELLS_APART = frozenset({Transform.CLEAR, Transform.KEYED_HASH})


@dataclass(frozen=True, slots=True)
class OrderedColumn:
    column: Column
    descends: bool = False


def key_of(readable: Readable) -> tuple[Column, ...]:
    """The declared key, where whoever asks is given all of it so that rows are told apart."""
    columns = [readable.dataset.column(each) for each in readable.dataset.primary_key]
    for column in columns:
        ways = readable.ways.get(column.id, ())
        if not ways or not _TELLS_APART.issuperset(ways):
            return ()
    return tuple(columns)


def total_order(
    requested: Sequence[OrderedColumn], readable: Readable, columns: Sequence[Column]
) -> tuple[OrderedColumn, ...]:
    """The order that was asked for, made total: by the key, or by all of `columns`."""
    ids = {each.column.id for each in requested}
    rest = key_of(readable) or tuple(
        each for each in columns if each.type.scalar is not ScalarType.JSON
    )
    return (*requested, *(OrderedColumn(each) for each in rest if each.id not in ids))


def order_nodes(order: Sequence[OrderedColumn]) -> list[exp.Ordered]:
    return [
        exp.Ordered(
            this=column_node(each.column), desc=each.descends, nulls_first=not each.descends
        )
        for each in order
    ]


def from_place(
    order: Sequence[OrderedColumn], place: Place, values: BoundValues, *, beyond: bool
) -> exp.Expr:
    """True of the rows after the place; without `beyond`, of those at it too."""
    condition: exp.Expr | None = None if beyond else exp.Boolean(this=True)
    for ordered, value in reversed(tuple(zip(order, place, strict=True))):
        node = column_node(ordered.column)
        if value is None:
            same = is_nothing(node)
            after = None if ordered.descends else is_nothing(node.copy(), isnt=True)
        else:
            bound = values.add(value, ordered.column.type)
            same = exp.EQ(this=node, expression=bound)
            sign = exp.LT if ordered.descends else exp.GT
            after = sign(this=node.copy(), expression=bound.copy())
            if ordered.descends:
                after = any_of([after, is_nothing(node.copy())])
        level = None if condition is None else all_of([same, condition])
        parts = [part for part in (after, level) if part is not None]
        condition = any_of(parts) if parts else None
    return exp.Boolean(this=False) if condition is None else condition


def wire_value(value: object) -> object:
    """A cell of a canonical batch as the text or number that is bound again."""
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        case datetime() | date() | time():
            return value.isoformat()
    return value

"""`orderBy`: the keys of an order, with their directions and where absent values go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from schema.inputs import Input
from schema.limits import DocumentLimits
from schema.problems import NullCondition
from schema.reading.conditions import check_length


@dataclass(frozen=True, slots=True)
class Direction:
    """ASC and DESC put absent values last, whichever way the order goes."""

    descending: bool = False
    nulls_first: bool = False

    @property
    def reversed(self) -> Direction:
        return Direction(not self.descending, not self.nulls_first)


@dataclass(frozen=True, slots=True)
class OrderKey:
    """`what` names the key for people, `slot` for a Projection; `expression` is always copied."""

    what: str
    slot: str
    expression: exp.Expr
    type: ColumnType
    direction: Direction = Direction()
    column: str | None = None
    """Of a key that is a column of the dataset, which one."""

    @property
    def is_exact(self) -> bool:
        """True where the key can make a cursor: a float's text is not its value everywhere."""
        return self.type.scalar not in {ScalarType.FLOAT, ScalarType.JSON}

    def ordered(self) -> exp.Ordered:
        return exp.Ordered(
            this=self.expression.copy(),
            desc=self.direction.descending,
            nulls_first=self.direction.nulls_first,
        )


def read_direction(field: str, value: Input) -> Direction:
    if value.is_null:
        raise NullCondition(field=field, place=value.place)
    word = str(value.raw())
    return Direction(word.startswith("DESC"), word.endswith("NULLS_FIRST"))


def read_terms(order: Input | None, limits: DocumentLimits) -> list[tuple[str, Input]]:
    """The one field of each item, in order; an item that an absent variable emptied is left out."""
    if order is None or order.is_null:
        return []
    items = order.items()
    check_length("orderBy", order, len(items), limits)
    return [(name, value) for item in items for name, value in item.entries() if value is not None]

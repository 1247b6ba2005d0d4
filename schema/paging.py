"""The end of a page: one row more than asked only says that there is a next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from federation.logical import LogicalQuery, Scalar

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class FinishedNodes:
    """`last`: the wire values of the last row's cursor columns; None where there is no cursor."""

    table: pa.Table
    has_next: bool
    last: tuple[Scalar, ...] | None


def finish_nodes(logical: LogicalQuery, table: pa.Table) -> FinishedNodes:
    """The page's own rows, whether more follow, and what a cursor to the last one is made of."""
    size = logical.page_size
    if size is None:
        return FinishedNodes(table, has_next=False, last=None)
    has_next = table.num_rows > size
    if has_next:
        table = table.slice(0, size)
    last = None
    if logical.cursor_columns and table.num_rows:
        row = table.num_rows - 1
        last = tuple(_wire(table.column(name)[row].as_py()) for name in logical.cursor_columns)
    return FinishedNodes(table, has_next, last)


def _wire(value: object) -> Scalar:
    """As text that `canonical_value` reads back, where JSON has no such type."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            raise TypeError(type(value))

"""The end of a page: one row more than asked only says that there is a next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from federation.logical import LogicalQuery, Scalar

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class FinishedNodes:
    """`last`: the wire values of the last row's cursor columns; None where there is no cursor.
    `is_split`: the row that follows the page has the same. `has_next`: rows are left beyond the
    page, whichever way it was read.
    """

    table: pa.Table
    has_next: bool
    last: tuple[Scalar, ...] | None
    is_split: bool = False


def finish_nodes(logical: LogicalQuery, table: pa.Table) -> FinishedNodes:
    """The page's own rows in their order, whether there are more, and what a cursor to the last one
    is made of.
    """
    size = logical.page_size
    if size is None:
        return FinishedNodes(_in_order(logical, table), has_next=False, last=None)
    has_next = table.num_rows > size
    page = table.slice(0, size) if has_next else table
    if not logical.cursor_columns or not page.num_rows:
        return FinishedNodes(_in_order(logical, page), has_next, last=None)
    if logical.is_backward:
        page = _in_order(logical, page)
        return FinishedNodes(page, has_next, place_of_row(logical, page, page.num_rows - 1))
    last = place_of_row(logical, table, page.num_rows - 1)
    is_split = has_next and place_of_row(logical, table, size) == last
    return FinishedNodes(page, has_next, last, is_split)


def _in_order(logical: LogicalQuery, table: pa.Table) -> pa.Table:
    if not logical.is_backward or not table.num_rows:
        return table
    return table.take(list(range(table.num_rows - 1, -1, -1)))


def wire_rows(table: pa.Table, names: Sequence[str]) -> list[tuple[Scalar, ...]]:
    """The wire values of some columns, row by row."""
    columns = [table.column(name).to_pylist() for name in names]
    return [tuple(map(_wire, row)) for row in zip(*columns, strict=True)]


def level_at_end(logical: LogicalQuery, table: pa.Table) -> int:
    """The number of rows at the end of the page that have the cursor of its last one."""
    last = place_of_row(logical, table, table.num_rows - 1)
    count = 1
    while (
        count < table.num_rows and place_of_row(logical, table, table.num_rows - 1 - count) == last
    ):
        count += 1
    return count


def place_of_row(logical: LogicalQuery, table: pa.Table, row: int) -> tuple[Scalar, ...]:
    """The wire values of its cursor columns."""
    return tuple(_wire(table.column(name)[row].as_py()) for name in logical.cursor_columns)


def _wire(value: object) -> Scalar:
    """As text that `canonical_value` reads back, where JSON has no such type."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case _:
            raise TypeError(type(value))

"""A generated table: typed columns and rows of plain Python values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from catalog.model.dataset import ColumnType, ScalarType

LABEL = "(données synthétiques)"
ORIGIN = {"origine": "synthetique"}
"""The metadata of every file and object that the demo writes."""

Value = str | int | float | bool | Decimal | date | datetime | None
Row = tuple[Value, ...]

STRING = ColumnType(ScalarType.STRING)
INTEGER = ColumnType(ScalarType.INTEGER)
BIGINT = ColumnType(ScalarType.BIGINT)
FLOAT = ColumnType(ScalarType.FLOAT)
BOOLEAN = ColumnType(ScalarType.BOOLEAN)
DATE = ColumnType(ScalarType.DATE)
TIMESTAMP = ColumnType(ScalarType.TIMESTAMP)
TIMESTAMP_TZ = ColumnType(ScalarType.TIMESTAMP_TZ)


def decimal(precision: int, scale: int) -> ColumnType:
    return ColumnType(ScalarType.DECIMAL, precision, scale)


@dataclass(frozen=True, slots=True)
class TableColumn:
    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class Table:
    """`owner` is a slug; rows are in a fixed order, values in the order of `columns`."""

    owner: str
    name: str
    title: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def with_rows(self, rows: tuple[Row, ...]) -> Table:
        return replace(self, rows=rows)

    def position(self, column: str) -> int:
        return self.column_names.index(column)

"""Rows of a statement as one JSON document: columns, then rows as lists in their order."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pyarrow as pa

from federation.logical import Cell, Shape, WireType
from federation.results.json_rows import write_rows

SHOWN_TYPES = {
    WireType.STRING: "varchar",
    WireType.JSON: "json",
    WireType.INT: "integer",
    WireType.BIGINT: "bigint",
    WireType.COUNT: "bigint",
    WireType.DECIMAL: "decimal",
    WireType.FLOAT: "double",
    WireType.BOOLEAN: "boolean",
    WireType.DATE: "date",
    WireType.TIMESTAMP: "timestamp",
    WireType.TIMESTAMP_TZ: "timestamp with time zone",
}


@dataclass(frozen=True, slots=True)
class SqlRows:
    """`table` is canonical; `shape` has one Cell a column, under the name that is shown."""

    table: pa.Table
    shape: Shape

    @property
    def columns(self) -> tuple[tuple[str, WireType], ...]:
        """(shown name, type) in SELECT order; two columns may bear one name."""
        return tuple((each.key, each.wire) for each in self.shape.fields if isinstance(each, Cell))

    def json(self) -> bytes:
        """`{"columns": [{"name", "type"}], "rows": [[…]], "rowCount": 2}`."""
        cells = [each for each in self.shape.fields if isinstance(each, Cell)]
        by_column = Shape(tuple(Cell(each.column, each.column, each.wire) for each in cells))
        objects = msgspec.json.decode(write_rows(self.table, by_column, {}))
        return msgspec.json.encode(
            {
                "columns": [
                    {"name": name, "type": SHOWN_TYPES[wire]} for name, wire in self.columns
                ],
                "rows": [list(each.values()) for each in objects],
                "rowCount": self.table.num_rows,
            }
        )

"""The columns of a dataset that follows a house standard to the letter: its rows are made of them,
and its declaration names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.model.dataset import ColumnType
from catalog.standards.table_schemas import table_schema
from demo.generate.table import (
    BOOLEAN,
    DATE,
    INTEGER,
    STRING,
    TIMESTAMP_TZ,
    TableColumn,
    decimal,
)

_TYPES = {
    "string": STRING,
    "integer": INTEGER,
    "boolean": BOOLEAN,
    "date": DATE,
    "datetime": TIMESTAMP_TZ,
}
_NUMBERS = {
    "m3": decimal(14, 2),
    "m3/h": decimal(9, 2),
    "km": decimal(9, 2),
    "EUR": decimal(14, 2),
    "%": decimal(6, 2),
}
"""By unit, as software of the trade writes them."""


def columns_of(standard: str) -> tuple[TableColumn, ...]:
    """All fields of the standard, in its order."""
    return tuple(TableColumn(field["name"], _type_of(field)) for field in _fields(standard))


def declared_columns(standard: str) -> dict[str, dict[str, Any]]:
    """The same for a declaration's `columns`, every leaf a text."""
    return {
        field["name"]: _declared(field, column.type)
        for field, column in zip(_fields(standard), columns_of(standard), strict=True)
    }


def _declared(field: Mapping[str, Any], kind: ColumnType) -> dict[str, Any]:
    digits = "" if kind.precision is None else f"({kind.precision},{kind.scale})"
    declared: dict[str, Any] = {
        "type": f"{kind.scalar.value}{digits}",
        "label": dict(field["labels"]),
    }
    declared |= {name: field[name] for name in ("unit", "concept") if name in field}
    if words := field.get("constraints", {}).get("enum"):
        declared["code_list"] = list(words)
    return declared


def _type_of(field: Mapping[str, Any]) -> ColumnType:
    return _NUMBERS[field["unit"]] if field["type"] == "number" else _TYPES[field["type"]]


def _fields(standard: str) -> list[Mapping[str, Any]]:
    schema = table_schema(standard)
    if schema is None:
        raise LookupError(standard)
    return list(schema["fields"])

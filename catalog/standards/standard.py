"""Standards as Table Schemas, and whether a dataset's columns follow one, by concept or name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column, ScalarType

_NUMBERS = frozenset({ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT})
_TYPES: dict[str, frozenset[ScalarType]] = {
    "string": frozenset({ScalarType.STRING}),
    "integer": frozenset({ScalarType.INTEGER, ScalarType.BIGINT}),
    "number": _NUMBERS,
    "boolean": frozenset({ScalarType.BOOLEAN}),
    "date": frozenset({ScalarType.DATE}),
    "datetime": frozenset({ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ}),
}


@dataclass(frozen=True, slots=True)
class StandardField:
    """`unit` as the standard counts; `label` where the schema has both languages."""

    name: str
    types: frozenset[ScalarType]
    required: bool
    concept: str | None
    code_list: tuple[str, ...]
    unit: str | None = None
    label: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """`name` is what a dataset cites; `version` that of the Table Schema."""

    name: str
    title: str
    version: str
    fields: tuple[StandardField, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """Where a dataset does not follow: `column` None when nothing matches the field."""

    field: StandardField
    column: Column | None


def read_standard(table_schema: dict[str, Any]) -> Standard:
    """From a Table Schema (Frictionless), with `concept` added to fields."""
    return Standard(
        name=table_schema["name"],
        title=table_schema["title"],
        version=table_schema["version"],
        fields=tuple(_read_field(each) for each in table_schema["fields"]),
    )


@cache
def standards() -> dict[str, Standard]:
    """Those that the project carries, by name."""
    files = sorted(Path(__file__).parent.glob("*.json"))
    read = [read_standard(json.loads(file.read_text("utf-8"))) for file in files]
    return {standard.name: standard for standard in read}


def departures(standard: Standard, columns: Iterable[Column]) -> tuple[Departure, ...]:
    """Required fields without a column, and columns of another type than their field's."""
    columns = tuple(columns)
    found = []
    for field in standard.fields:
        column = _match(field, columns)
        if column is None:
            if field.required:
                found.append(Departure(field, None))
        elif column.type.scalar not in field.types:
            found.append(Departure(field, column))
    return tuple(found)


def _match(field: StandardField, columns: tuple[Column, ...]) -> Column | None:
    by_name = next((each for each in columns if each.name == field.name), None)
    if by_name is not None or field.concept is None:
        return by_name
    return next((each for each in columns if each.concept == field.concept), None)


def _read_field(field: dict[str, Any]) -> StandardField:
    constraints = field.get("constraints", {})
    labels = field.get("labels")
    return StandardField(
        name=field["name"],
        types=_TYPES[field["type"]],
        required=constraints.get("required", False),
        concept=field.get("concept"),
        code_list=tuple(constraints.get("enum", ())),
        unit=field.get("unit"),
        label=None if labels is None else Bilingual(labels["fr"], labels["en"]),
    )

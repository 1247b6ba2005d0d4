"""A JSON document that a service knows, such as a contract, as rows: by the paths of its folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from intake.file_reading.json_paths import first_of, follow

_SERVICES = Path(__file__).resolve().parents[2] / "services"


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """The path of a document's rows and of each column, and the columns that each row must have."""

    rows: str
    columns: Mapping[str, str | list[str]]
    required: frozenset[str]


@cache
def shapes() -> tuple[DocumentShape, ...]:
    """The document shapes of the services that come with the project."""
    return tuple(_shapes())


def _shapes() -> Iterator[DocumentShape]:
    for path in sorted(_SERVICES.glob("*/service.yaml")):
        roles = yaml.safe_load(path.read_text("utf-8"))["requires"]
        for role in roles.values():
            document = role.get("document")
            if document is not None:
                required = (
                    name for name, field in role["fields"].items() if not field.get("optional")
                )
                yield DocumentShape(document["rows"], document["columns"], frozenset(required))


def document_records(document: Any) -> list[dict[str, Any]]:
    """Its rows by the first shape that it has; none where no service knows it."""
    if not isinstance(document, dict):
        return []
    for shape in shapes():
        rows = follow(document, shape.rows, {})
        records = [
            {name: first_of(document, row, path) for name, path in shape.columns.items()}
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict)
        ]
        if records and all(
            record[name] is not None for record in records for name in shape.required
        ):
            there = {
                name for record in records for name, value in record.items() if value is not None
            }
            return [
                {name: record[name] for name in shape.columns if name in there}
                for record in records
            ]
    return []

"""A JSON document whose rows are lists, and whose columns are named and given units beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_NAMES = ("label", "libelle", "libellé", "title", "titre", "name", "nom", "id", "key", "field")
_UNITS = ("unit", "unite", "unité", "units", "uom")


def rows_by_fields(document: Any) -> list[dict[str, Any]]:
    """`{"fields": ["a", "b"], "rows": [[1, 2]]}` as records; none where it is not of that form."""
    if not isinstance(document, dict):
        return []
    for rows in document.values():
        if not _are_rows(rows):
            continue
        for fields in document.values():
            names = [*_names(fields)] if fields is not rows else []
            if len(names) == len(rows[0]) == len(set(names)):
                return [dict(zip(names, row, strict=True)) for row in rows]
    return []


def _are_rows(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, list) and len(row) == len(value[0]) for row in value)
    )


def _names(fields: Any) -> Iterator[str]:
    """Each as a header says it: `Puissance (kVA)`."""
    for field in fields if isinstance(fields, list) else []:
        name = _first(field, _NAMES) if isinstance(field, dict) else field
        unit = _first(field, _UNITS) if isinstance(field, dict) else None
        if not isinstance(name, str):
            return
        yield f"{name} ({unit})" if unit else name


def _first(field: dict[str, Any], names: tuple[str, ...]) -> str | None:
    texts = {key.lower(): value for key, value in field.items() if isinstance(value, str) and value}
    return next((texts[name] for name in names if name in texts), None)

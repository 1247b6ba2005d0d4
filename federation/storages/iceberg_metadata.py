"""One table's metadata file (Iceberg's table spec, v1 and v2) as what introspection shows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import Any

import orjson

from catalog.model.column_types import TYPES, by_name
from catalog.model.dataset import ColumnType, ScalarType
from federation.storages.problems import StorageFailed
from federation.storages.protocol import FoundColumn, FoundObject
from federation.storages.unsupported import unsupported

_GZIP = b"\x1f\x8b"
_LARGEST = 64 * 1024**2
_DECIMAL = re.compile(r"decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)")
_BY_NAME = by_name((each, record.in_iceberg) for each, record in TYPES.items())


def found_table(schema: str, name: str, content: bytes) -> FoundObject:
    """Of one file. Raises StorageFailed for what is no metadata of a table."""
    try:
        metadata = orjson.loads(_plain(content))
    except (orjson.JSONDecodeError, zlib.error):
        raise StorageFailed from None
    return described_table(schema, name, metadata)


def described_table(schema: str, name: str, metadata: Mapping[str, Any]) -> FoundObject:
    """Raises StorageFailed as above."""
    try:
        fields = _schema(metadata)
        columns = tuple(_column(each) for each in fields["fields"])
        names = {each["id"]: each["name"] for each in fields["fields"]}
        key = tuple(names[each] for each in fields.get("identifier-field-ids", ()))
        estimate = _rows(metadata)
        comment = metadata.get("properties", {}).get("comment")
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError):
        raise StorageFailed from None
    return FoundObject(
        name=name,
        schema=schema,
        columns=columns,
        primary_key=key,
        row_estimate=estimate,
        comment=comment,
    )


def _plain(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content, _LARGEST)


def _schema(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """The current one; the first version of the format has a single one."""
    if "schemas" not in metadata:
        only: Mapping[str, Any] = metadata["schema"]
        return only
    current = metadata["current-schema-id"]
    found: Mapping[str, Any] = next(
        each for each in metadata["schemas"] if each["schema-id"] == current
    )
    return found


def _rows(metadata: Mapping[str, Any]) -> int | None:
    current = metadata.get("current-snapshot-id")
    summary: Mapping[str, Any] = next(
        (
            each.get("summary", {})
            for each in metadata.get("snapshots", ())
            if each["snapshot-id"] == current
        ),
        {},
    )
    return int(summary["total-records"]) if "total-records" in summary else None


def _column(field: Mapping[str, Any]) -> FoundColumn:
    name, kind, nullable = field["name"], field["type"], not field["required"]
    comment = field.get("doc")
    said = kind if isinstance(kind, str) else str(kind["type"])
    found = _type(said)
    if found is not None:
        return FoundColumn(name, said, found, nullable=nullable, comment=comment)
    reason = "nested" if not isinstance(kind, str) else "type"
    if said == "binary" or said.startswith("fixed"):
        reason = "binary"
    return unsupported(name, said, reason, nullable=nullable, comment=comment)


def _type(said: str) -> ColumnType | None:
    decimal = _DECIMAL.fullmatch(said)
    if decimal:
        return ColumnType(ScalarType.DECIMAL, int(decimal[1]), int(decimal[2]))
    scalar = _BY_NAME.get(said)
    return None if scalar is None else ColumnType(scalar)

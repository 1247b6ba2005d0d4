"""A GeoJSON, a list of objects, or a document that a service knows, as a table.

Properties are columns, and a point two numbers.
"""

from __future__ import annotations

from typing import Any

import orjson

from federation.file_reading.json_documents import document_records
from federation.file_reading.problems import FileUnreadable, NoTableFound
from federation.file_reading.values import Cell, Flag, Row, Sheet

_GEOMETRY = "geometry"


def read_features(text: str, name: str) -> Sheet:
    """Raises FileUnreadable and NoTableFound."""
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        raise FileUnreadable(
            file=name, why_fr="ce n'est pas du JSON entier", why_en="it is not whole JSON"
        ) from broken
    records = _records(document) or document_records(document)
    if not records:
        raise NoTableFound(
            file=name,
            why_fr="le JSON n'est ni un GeoJSON ni une liste d'objets",
            why_en="the JSON is neither a GeoJSON nor a list of objects",
        )
    names = list(dict.fromkeys(key for record in records for key in record))
    rows: list[Row] = [list(names)]
    rows.extend([_cell(record.get(key)) for key in names] for record in records)
    return Sheet(name=None, rows=rows)


def _records(document: Any) -> list[dict[str, Any]]:
    features = document.get("features") if isinstance(document, dict) else document
    if not isinstance(features, list):
        return []
    return [_record(feature) for feature in features if isinstance(feature, dict)]


def _record(feature: dict[str, Any]) -> dict[str, Any]:
    if feature.get("type") != "Feature":
        return feature
    record = dict(feature.get("properties") or {})
    if feature.get("id") is not None:
        record.setdefault("id", feature["id"])
    geometry = feature.get(_GEOMETRY)
    match geometry:
        case {"type": "Point", "coordinates": [float() | int() as x, float() | int() as y, *_]}:
            record.setdefault("longitude", x)
            record.setdefault("latitude", y)
        case dict():
            record.setdefault(_GEOMETRY, geometry)
    return record


def _cell(value: Any) -> Cell:
    match value:
        case None | "":
            return None
        case bool():
            return Flag.TRUE if value else Flag.FALSE
        case int() | float():
            return value
        case str():
            return value if value.strip() else None
    return orjson.dumps(value).decode()

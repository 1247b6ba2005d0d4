"""A GeoJSON, a list of objects, an object a line, or a document that a service knows, as a table.

Properties are columns, and a point two numbers.
"""

from __future__ import annotations

from typing import Any

import orjson

from intake.file_reading.delimited import lines_of
from intake.file_reading.json_documents import document_records
from intake.file_reading.json_tables import rows_by_fields
from intake.file_reading.problems import FileUnreadable, NoTableFound
from intake.file_reading.values import Cell, Flag, Row, Sheet

_GEOMETRY = "geometry"
_LOOKED_AT, _MOSTLY = 20, 0.8
_WRAPPERS = ("fields", "attributes", "properties")


def is_json_lines(text: str) -> bool:
    """True where nearly each of the first lines is an object; one line alone is a document."""
    begin = text[: 1 << 16]
    lines = [line for line in lines_of(begin) if line.strip()]
    if len(begin) < len(text):
        # The last one is cut.
        lines = lines[:-1] if len(lines) > 2 else []
    objects = sum(map(_is_object, lines[:_LOOKED_AT]))
    # A line that is broken is told by its number.
    return len(lines) > 1 and _is_object(lines[0]) and objects >= _MOSTLY * len(lines[:_LOOKED_AT])


def _is_object(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


def read_json_lines(text: str, name: str) -> Sheet:
    """Raises FileUnreadable with the first line that is no object."""
    records: list[dict[str, Any]] = []
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            records.append({})
            continue
        if not _is_object(line):
            raise FileUnreadable(
                file=name,
                why_fr=f"la ligne {number} n'est pas un objet JSON entier",
                why_en=f"line {number} is not a whole JSON object",
            )
        records.append(_record(orjson.loads(line)))
    return _sheet(records)


def read_features(text: str, name: str) -> Sheet:
    """Raises FileUnreadable and NoTableFound."""
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        raise FileUnreadable(
            file=name, why_fr="ce n'est pas du JSON entier", why_en="it is not whole JSON"
        ) from broken
    records = document_records(document) or _records(document) or rows_by_fields(document)
    if not records:
        raise NoTableFound(
            file=name,
            why_fr="le JSON n'est ni un GeoJSON ni une liste d'objets",
            why_en="the JSON is neither a GeoJSON nor a list of objects",
        )
    return _sheet(records)


def _sheet(records: list[dict[str, Any]]) -> Sheet:
    """Its rows are numbered as the records are, or the lines."""
    names = tuple(dict.fromkeys(key for record in records for key in record))
    rows: list[Row] = [[_cell(record.get(key)) for key in names] for record in records]
    return Sheet(name=None, rows=rows, names=names)


def _records(document: Any) -> list[dict[str, Any]]:
    features = document
    if isinstance(document, dict):
        features = document.get("features") or _only_list(document)
    if fields := _wrapped(features):
        return fields
    if not isinstance(features, list):
        return []
    return [_record(feature) for feature in features if isinstance(feature, dict)]


def _only_list(document: dict[str, Any]) -> list[Any] | None:
    """`{"total_count": 2, "results": [{…}, {…}]}`: the one list of objects of an answer."""
    if rows_by_fields(document):
        return None
    lists = [
        value for value in document.values()
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value)
    ]  # fmt: skip
    return lists[0] if len(lists) == 1 else None


def _wrapped(features: Any) -> list[dict[str, Any]]:
    """`[{"recordid": "a1", "fields": {…}}]`: what portals write round each record is left out."""
    if not isinstance(features, list) or not features:
        return []
    wrapped = [feature for feature in features if isinstance(feature, dict)]
    if any(feature.get("type") == "Feature" for feature in wrapped):
        return []
    for name in _WRAPPERS:
        records = [feature[name] for feature in wrapped if isinstance(feature.get(name), dict)]
        if len(records) == len(features):
            return records
    return []


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

"""Communes of a GeoJSON, one at a time: of a file of all France, one commune is held in memory."""

from __future__ import annotations

import gzip
import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

from catalog.contours.problems import UnreadableContours

_CHUNK_BYTES = 1 << 20
_LONGEST_FEATURE = 64 << 20
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_GZIP = b"\x1f\x8b"
_CODE = re.compile(r"\d{5}|2[AB]\d{3}")
# As IGN (both generations of Admin Express), Etalab and geo.api.gouv.fr, and INSEE call it.
_CODE_NAMES = ("code", "code_insee", "insee_com", "codgeo", "com", "insee")

GeoRing = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class CommuneShape:
    """Rings in degrees, outer ones and holes alike; the last point is the first."""

    code: str
    rings: list[GeoRing]


def read_communes(path: Path) -> Iterator[CommuneShape]:
    """Of a `.geojson`, compressed by gzip or not. What is no commune is left out.

    Raises UnreadableContours.
    """
    try:
        with path.open("rb") as file:
            is_gzip = file.read(2) == _GZIP
        with cast("BinaryIO", gzip.open(path)) if is_gzip else path.open("rb") as stream:
            for feature in _features(stream, path.name):
                if (shape := _commune(feature, path.name)) is not None:
                    yield shape
    except (OSError, EOFError, UnicodeDecodeError) as error:
        why = type(error).__name__
        raise UnreadableContours(file=path.name, why_fr=why, why_en=why) from error


def _features(stream: BinaryIO, name: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    text = getincrementaldecoder("utf-8-sig")()
    held = ""
    while (start := _FEATURES.search(held)) is None:
        chunk = stream.read(_CHUNK_BYTES)
        if not chunk or len(held) > _CHUNK_BYTES:
            _refuse(name, "ce n'est pas une collection GeoJSON", "it is no GeoJSON collection")
        held += text.decode(chunk)
    held = held[start.end() :]
    # Doubled while one feature does not end within it: each is decoded a few times at most.
    wanted = _CHUNK_BYTES
    while True:
        held = held.lstrip(", \t\r\n")
        if held.startswith("]"):
            return
        try:
            feature, end = decoder.raw_decode(held)
        except json.JSONDecodeError:
            chunk = stream.read(wanted)
            if not chunk or len(held) > _LONGEST_FEATURE:
                _refuse(name, "il s'arrête avant sa fin", "it stops before its end")
            held += text.decode(chunk)
            wanted = min(wanted * 2, _LONGEST_FEATURE)
            continue
        wanted = _CHUNK_BYTES
        # Cut once a chunk, not once a feature: a copy of the rest for each would be quadratic.
        features, held = _decoded_within(decoder, held, end, feature)
        yield from features


def _decoded_within(
    decoder: json.JSONDecoder, held: str, end: int, first: Any
) -> tuple[list[dict[str, Any]], str]:
    """The first feature and all that follow it whole in the text, with the rest of the text."""
    features = [first]
    while True:
        start = end
        while start < len(held) and held[start] in ", \t\r\n":
            start += 1
        try:
            feature, end = decoder.raw_decode(held, start)
        except json.JSONDecodeError:
            return features, held[start:]
        features.append(feature)


def _commune(feature: Any, name: str) -> CommuneShape | None:
    if not isinstance(feature, dict):
        _refuse(name, "un élément n'est pas un objet", "an element is no object")
    properties = {key.lower(): value for key, value in (feature.get("properties") or {}).items()}
    codes = (properties.get(key) for key in _CODE_NAMES)
    code = next((c for c in codes if isinstance(c, str) and _CODE.fullmatch(c)), None)
    geometry = feature.get("geometry") or {}
    if code is None or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return None
    coordinates = geometry.get("coordinates")
    polygons: Any = [coordinates] if geometry["type"] == "Polygon" else coordinates
    try:
        rings = [
            [(float(point[0]), float(point[1])) for point in ring]
            for polygon in polygons
            for ring in polygon
        ]
    except (TypeError, ValueError, IndexError, KeyError):
        _refuse(
            name,
            f"les coordonnées de {code} ne sont pas des nombres",
            f"the coordinates of {code} are no numbers",
        )
    for ring in rings:
        for longitude, latitude in ring:
            # NaN is in no interval either.
            if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
                _refuse(
                    name,
                    "ses coordonnées ne sont pas des degrés (peut-être du Lambert 93)",
                    "its coordinates are no degrees (Lambert 93, perhaps)",
                )
    return CommuneShape(code, [ring for ring in rings if ring])


def _refuse(name: str, why_fr: str, why_en: str) -> NoReturn:
    raise UnreadableContours(file=name, why_fr=why_fr, why_en=why_en)

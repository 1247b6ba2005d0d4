"""Documents and features as plain HTML: links that lead on, a table, a map without a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import cos, radians
from typing import Any

from catalog.model.problem import Language
from gateway.http.ogc.map_page import FeaturesPage

_WIDTH, _HEIGHT, _EDGE = 900.0, 500.0, 20.0
_WORDS: Mapping[str, tuple[str, str]] = {
    "links": ("Liens", "Links"),
    "map": ("Carte des lignes de cette page", "Map of the rows of this page"),
    "rows": ("Lignes", "Rows"),
    "next": ("Lignes suivantes", "Next rows"),
    "none": ("Aucune ligne.", "No row."),
    "json": ("La même page en GeoJSON", "The same page as GeoJSON"),
}


def document_page(document: Mapping[str, Any], language: Language) -> str:
    """The facts of a document, and its links."""
    title = str(document.get("title") or document.get("id") or "OGC API - Features")
    parts = [f"<p>{escape(str(document['description']))}</p>"] if "description" in document else []
    parts += [
        f"<h2>{escape(str(member['title']))}</h2>{_links(member['links'])}"
        for member in document.get("collections", ())
    ]
    facts = document.get("properties") or {}
    if facts:
        rows = "".join(
            f"<tr><th scope='row'>{escape(str(name))}</th><td>{escape(_fact(value))}</td></tr>"
            for name, value in facts.items()
        )
        parts.append(f"<table>{rows}</table>")
    if "conformsTo" in document:
        items = "".join(f"<li>{escape(uri)}</li>" for uri in document["conformsTo"])
        parts.append(f"<ul>{items}</ul>")
    if "links" in document:
        parts.append(f"<h2>{_say('links', language)}</h2>{_links(document['links'])}")
    return _page(title, "".join(parts), language)


def features_page(page: FeaturesPage, language: Language) -> str:
    parts = [f"<h2>{_say('map', language)}</h2>", _map(page.features, _say("map", language))]
    if page.source is not None:
        parts.append(f"<p>{escape(page.source)}</p>")
    parts.append(f"<h2>{_say('rows', language)}</h2>")
    if page.features:
        head = "".join(f"<th scope='col'>{escape(each)}</th>" for each in page.labels)
        rows = "".join(_row(each["properties"], page.columns) for each in page.features)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    else:
        parts.append(f"<p>{_say('none', language)}</p>")
    if page.further is not None:
        parts.append(
            f"<p><a rel='next' href='{escape(page.further)}'>{_say('next', language)}</a></p>"
        )
    here = escape(page.here.replace("f=html", "f=json"))
    parts.append(f"<p><a href='{here}'>{_say('json', language)}</a></p>")
    return _page(page.title, "".join(parts), language)


def _row(properties: Mapping[str, object], columns: Sequence[str]) -> str:
    cells = "".join(f"<td>{escape(_fact(properties[each]))}</td>" for each in columns)
    return f"<tr>{cells}</tr>"


def _fact(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("title") or value.get("format") or "")
    return "" if value is None else str(value)


def _links(links: Sequence[Mapping[str, str]]) -> str:
    items = "".join(
        f"<li><a href='{escape(each['href'])}'>{escape(each.get('title') or each['rel'])}</a>"
        f" ({escape(each['type'])})</li>"
        for each in links
    )
    return f"<ul>{items}</ul>"


def _map(features: Sequence[Mapping[str, Any]], label: str) -> str:
    """Degrees on a plane, a degree of longitude as short as it is in their middle."""
    shapes = [each["geometry"] for each in features if each["geometry"]]
    points = [point for shape in shapes for point in _points(shape["coordinates"])]
    if not points:
        return ""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    scale = min(
        (_WIDTH - 2 * _EDGE) / max((east - west) * narrow, 1e-4),
        (_HEIGHT - 2 * _EDGE) / max(north - south, 1e-4),
    )

    def at(point: Sequence[float]) -> tuple[float, float]:
        x, y = _EDGE + (point[0] - west) * narrow * scale, _EDGE + (north - point[1]) * scale
        return round(x, 1), round(y, 1)

    drawn = "".join(_drawn(shape, at) for shape in shapes)
    height = round(2 * _EDGE + (north - south) * scale)
    return (
        f"<svg role='img' aria-label='{escape(label)}' viewBox='0 0 {_WIDTH:.0f} {height}'"
        f" width='{_WIDTH:.0f}' height='{height}' xmlns='http://www.w3.org/2000/svg'>{drawn}</svg>"
    )


def _drawn(shape: Mapping[str, Any], at: Any) -> str:
    kind, coordinates = shape["type"], shape["coordinates"]
    if kind in {"Point", "MultiPoint"}:
        places = [coordinates] if kind == "Point" else coordinates
        return "".join(
            "<circle cx='{}' cy='{}' r='4' fill='#000091'/>".format(*at(each)) for each in places
        )
    if kind == "MultiLineString":
        return "".join(
            f"<path d='{_path(line, at)}' fill='none' stroke='#000091'/>" for line in coordinates
        )
    path = "".join(f"{_path(ring, at)}Z" for polygon in coordinates for ring in polygon)
    return f"<path d='{path}' fill='#cacafb' fill-rule='evenodd' stroke='#000091'/>"


def _path(line: Sequence[Sequence[float]], at: Any) -> str:
    return "".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(map(at, line)))


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _points(part)


def _say(word: str, language: Language) -> str:
    return _WORDS[word][0 if language == "fr" else 1]


def _page(title: str, inside: str, language: Language) -> str:
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)} · Interco</title>"
        "<link rel='stylesheet' href='/static/ogc.css'></head>"
        f"<body><main><h1>{escape(title)}</h1>{inside}</main></body></html>"
    )

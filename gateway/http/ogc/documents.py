"""The documents that lead to features: landing page, conformance, collections, schemas, the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.model.column_types import TYPES
from catalog.model.dataset import Column, ScalarType
from catalog.model.problem import Language
from gateway.http.ogc.parameters import DEFAULT_LIMIT, MOST_ROWS
from gateway.http.ogc.places import Collection, day_column
from gateway.http.ogc.projections import CRS84, SYSTEMS
from gateway.reading.query.ways_given import change_in_words
from gateway.reading.walks.page_order import key_of

JSON_TYPE, SCHEMA_TYPE = "application/json", "application/schema+json"
API_TYPE = "application/vnd.oai.openapi+json;version=3.0"
GEOJSON_TYPE, HTML_TYPE = "application/geo+json", "text/html"
_OGC = "http://www.opengis.net/def/rel/ogc/1.0"
_SPEC = "http://www.opengis.net/spec"
CONFORMANCE = (
    *(
        f"{_SPEC}/ogcapi-features-1/1.0/conf/{each}"
        for each in ("core", "oas30", "geojson", "html")
    ),
    f"{_SPEC}/ogcapi-features-2/1.0/conf/crs",
    *(
        f"{_SPEC}/ogcapi-features-3/1.0/conf/{each}"
        for each in ("filter", "features-filter", "queryables", "queryables-query-parameters")
    ),
    *(f"{_SPEC}/ogcapi-features-5/1.0/conf/{each}" for each in ("schemas",)),
    *(
        f"{_SPEC}/cql2/1.0/conf/{each}"
        for each in (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators"),
            *("case-insensitive-comparison", "arithmetic", "property-property"),
        )
    ),
)
_JSON_KINDS: Mapping[ScalarType, Mapping[str, str]] = {
    ScalarType.STRING: {"type": "string"},
    ScalarType.INTEGER: {"type": "integer", "format": "int32"},
    ScalarType.BIGINT: {"type": "integer", "format": "int64"},
    ScalarType.DECIMAL: {"type": "number"},
    ScalarType.FLOAT: {"type": "number", "format": "double"},
    ScalarType.BOOLEAN: {"type": "boolean"},
    ScalarType.DATE: {"type": "string", "format": "date"},
    ScalarType.TIME: {"type": "string", "format": "time"},
    ScalarType.TIMESTAMP: {"type": "string"},
    ScalarType.TIMESTAMP_TZ: {"type": "string", "format": "date-time"},
    ScalarType.JSON: {"type": "string"},
}
Document = dict[str, Any]


def link(rel: str, href: str, kind: str, title: str | None = None) -> dict[str, str]:
    document = {"rel": rel, "href": href, "type": kind}
    return document if title is None else document | {"title": title}


def landing_page(root: str, name: str, language: Language) -> Document:
    """`root` has no slash at its end."""
    is_french = language == "fr"
    return {
        "title": name,
        "description": (
            f"Les données de {name} qui ont un lieu, telles qu'elles vous sont données."
            if is_french
            else f"The data of {name} that have a place, as they are given to you."
        ),
        "links": [
            link("self", root, JSON_TYPE),
            link("alternate", f"{root}?f=html", HTML_TYPE),
            link("service-desc", f"{root}/api", API_TYPE),
            link("service-doc", f"{root}/api?f=html", HTML_TYPE),
            link("conformance", f"{root}/conformance", JSON_TYPE),
            link("data", f"{root}/collections", JSON_TYPE),
        ],
    }


def conformance() -> Document:
    return {"conformsTo": list(CONFORMANCE)}


def collections_document(root: str, every: Sequence[Collection], language: Language) -> Document:
    return {
        "links": [
            link("self", f"{root}/collections", JSON_TYPE),
            link("alternate", f"{root}/collections?f=html", HTML_TYPE),
        ],
        "crs": list(SYSTEMS),
        "collections": [collection_document(root, each, language) for each in every],
    }


def collection_document(root: str, of: Collection, language: Language) -> Document:
    dataset, is_french = of.readable.dataset, language == "fr"
    here = f"{root}/collections/{of.id}"
    title = dataset.title_fr if is_french else dataset.title_en
    if of.id != dataset.name:
        title += " (points)"
    text = dataset.description_fr if is_french else dataset.description_en
    document: Document = {
        "id": of.id,
        "title": title,
        "itemType": "feature",
        "crs": list(SYSTEMS),
        "storageCrs": CRS84.uri,
        "links": [
            link("self", here, JSON_TYPE),
            link("alternate", f"{here}?f=html", HTML_TYPE),
            link("items", f"{here}/items", GEOJSON_TYPE),
            link("items", f"{here}/items?f=html", HTML_TYPE),
            link(f"{_OGC}/queryables", f"{here}/queryables", SCHEMA_TYPE),
            link(f"{_OGC}/schema", f"{here}/schema", SCHEMA_TYPE),
        ],
    }
    return document | ({"description": text} if text else {})


def schema_document(
    address: str, of: Collection, language: Language, *, is_queryables: bool
) -> Document:
    """`is_queryables`: as what may be asked of, else as what is returned."""
    key = [each.id for each in key_of(of.readable)]
    properties: Document = {
        str(each.name): _property(each, of, language)
        | ({"x-ogc-role": "id"} if not is_queryables and [each.id] == key else {})
        for each in of.properties
    }
    geometry: Document = {"format": of.geometry_format}
    properties["geometry"] = (
        geometry if is_queryables else geometry | {"x-ogc-role": "primary-geometry"}
    )
    dataset = of.readable.dataset
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": dataset.title_fr if language == "fr" else dataset.title_en,
        "properties": properties,
        "additionalProperties": False,
    }


def _property(column: Column, of: Collection, language: Language) -> Document:
    is_french = language == "fr"
    label = (column.label_fr if is_french else column.label_en) or str(column.name)
    label += change_in_words(of.readable.ways.get(column.id, ()), language)
    text = column.description_fr if is_french else column.description_en
    kind = column.type.scalar
    document: Document = {"title": label, **_JSON_KINDS[kind]}
    if text:
        document["description"] = text
    if column.unit:
        document["x-ogc-unit"] = column.unit
    if day_column(of.readable) is column:
        document["x-ogc-role"] = "primary-instant"
    return document | {"x-interco-type": TYPES[kind].result}


def api_document(root: str, name: str, every: Sequence[Collection]) -> Document:
    """OpenAPI 3.0; the default and the maximum of `limit` are what clients page by."""
    ids = {"type": "string", "enum": [each.id for each in every] or ["…"]}
    collection = {"name": "collectionId", "in": "path", "required": True, "schema": ids}
    return {
        "openapi": "3.0.3",
        "info": {"title": name, "version": "1.0.0"},
        "servers": [{"url": root}],
        "paths": {
            "/": _get("Landing page"),
            "/api": _get("This description"),
            "/conformance": _get("Conformance classes"),
            "/collections": _get("Collections"),
            "/collections/{collectionId}": _get("Collection", collection),
            "/collections/{collectionId}/queryables": _get("Queryables", collection),
            "/collections/{collectionId}/schema": _get("Schema", collection),
            "/collections/{collectionId}/items": _get("Features", collection, *_of_items()),
            "/collections/{collectionId}/items/{featureId}": _get(
                "Feature",
                collection,
                {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}},
                _parameter("crs", {"type": "string", "enum": list(SYSTEMS)}),
            ),
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "basic"},
                "token": {"type": "http", "scheme": "bearer"},
            }
        },
        "security": [{"key": []}, {"token": []}, {}],
    }


def _of_items() -> tuple[Document, ...]:
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": DEFAULT_LIMIT}
    systems = {"type": "string", "enum": list(SYSTEMS), "default": CRS84.uri}
    languages = {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"}
    return (
        _parameter("limit", limit),
        {**_parameter("bbox", numbers), "style": "form", "explode": False},
        _parameter("bbox-crs", systems),
        _parameter("crs", systems),
        _parameter("datetime", {"type": "string"}),
        _parameter("filter", {"type": "string"}),
        _parameter("filter-lang", languages),
        _parameter("filter-crs", systems),
        _parameter("f", {"type": "string", "enum": ["json", "html"]}),
    )


def _parameter(name: str, schema: Mapping[str, Any]) -> Document:
    return {"name": name, "in": "query", "required": False, "schema": dict(schema)}


def _get(summary: str, *parameters: Mapping[str, Any]) -> Document:
    answers = {"200": {"description": "OK"}, "default": {"description": "Problem (RFC 9457)"}}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}

"""The addresses below `/ogc/{organisation}`: which of them there are, and what each answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalog.model.problem import Problem
from gateway.base.problems import MethodNotAllowed, NotFound
from gateway.http.addressed import Incoming
from gateway.http.headers import answer_headers
from gateway.http.ogc.answers import (
    CONTENT_CRS,
    refusal_of,
    wants_html,
    write_document,
    write_html,
)
from gateway.http.ogc.documents import (
    API_TYPE,
    GEOJSON_TYPE,
    JSON_TYPE,
    SCHEMA_TYPE,
    api_document,
    collection_document,
    collections_document,
    conformance,
    landing_page,
    schema_document,
)
from gateway.http.ogc.html_pages import document_page, features_page
from gateway.http.ogc.items import ItemsAnswer, collection_named, one_feature, outlines_for
from gateway.http.ogc.map_page import page_of_features
from gateway.http.ogc.outlines import source_of
from gateway.http.ogc.parameters import OF_A_DOCUMENT, single_values
from gateway.http.ogc.places import Collection, collections_of
from gateway.http.walk_answer import ALLOWED, routes_below
from gateway.reading.query.request import read_language
from gateway.reading.walks.readable import ReadableBody, readable_body

DOOR = "ogc"


async def _answer(incoming: Incoming) -> Response:
    """Nothing here decides: every row comes by the path of all statements."""
    return await _handler(incoming)(incoming)


def _handler(  # noqa: PLR0911 - one for each address
    incoming: Incoming,
) -> Callable[[Incoming], Awaitable[Response]]:
    method = incoming.request.method
    if method != "GET":
        raise MethodNotAllowed(method=method[:20], allowed=ALLOWED)
    match incoming.parts:
        case ():
            return _landing
        case ("conformance",):
            return _conformance
        case ("api",):
            return _api
        case ("collections",):
            return _collections
        case ("collections", _):
            return _collection
        case ("collections", _, "queryables" | "schema"):
            return _schema
        case ("collections", _, "items"):
            return _items
        case ("collections", _, "items", _):
            return _feature
    raise NotFound(path=incoming.request.url.path[:200])


async def _landing(incoming: Incoming) -> Response:
    body = await _body(incoming)
    root = incoming.root.rstrip("/")
    document = landing_page(root, body.organisation.name, incoming.language)
    return _document(incoming, document, JSON_TYPE)


async def _conformance(incoming: Incoming) -> Response:
    await _body(incoming)
    return _document(incoming, conformance(), JSON_TYPE)


async def _api(incoming: Incoming) -> Response:
    body = await _body(incoming)
    root = incoming.root.rstrip("/")
    document = api_document(root, body.organisation.name, await _all(body))
    return _document(incoming, document, API_TYPE)


async def _collections(incoming: Incoming) -> Response:
    body = await _body(incoming)
    root = incoming.root.rstrip("/")
    document = collections_document(root, await _all(body), incoming.language)
    return _document(incoming, document, JSON_TYPE)


async def _collection(incoming: Incoming) -> Response:
    body = await _body(incoming)
    features = await collection_named(body, incoming.parts[1])
    document = collection_document(incoming.root.rstrip("/"), features, incoming.language)
    source = source_of(outlines_for(incoming, body), features)
    if source is not None:
        document["attribution"] = source
    return _document(incoming, document, JSON_TYPE)


async def _schema(incoming: Incoming) -> Response:
    body = await _body(incoming)
    features = await collection_named(body, incoming.parts[1])
    address = f"{incoming.root}{'/'.join(incoming.parts)}"
    is_queryables = incoming.parts[2] == "queryables"
    document = schema_document(address, features, incoming.language, is_queryables=is_queryables)
    return _document(incoming, document, SCHEMA_TYPE)


async def _items(incoming: Incoming) -> Response:
    if not wants_html(incoming.request, incoming.option("f")):
        return ItemsAnswer(incoming)
    page = await page_of_features(incoming)
    return write_html(features_page(page, incoming.language), incoming.id, incoming.language)


async def _feature(incoming: Incoming) -> Response:
    is_html = wants_html(incoming.request, incoming.option("f"))
    feature, crs = await one_feature(incoming)
    if is_html:
        text = document_page(msgspec.json.decode(feature), incoming.language)
        return write_html(text, incoming.id, incoming.language)
    headers = answer_headers(200, incoming.id, incoming.language, ALLOWED)
    headers[CONTENT_CRS] = f"<{crs.uri}>"
    return Response(feature, 200, headers, media_type=GEOJSON_TYPE)


async def _body(incoming: Incoming) -> ReadableBody:
    single_values(incoming.pairs, OF_A_DOCUMENT)
    return await readable_body(incoming.slug, incoming.reading(), incoming.ports, is_counted=True)


async def _all(body: ReadableBody) -> tuple[Collection, ...]:
    return tuple(each for readable in await body.all() for each in collections_of(readable))


def _document(incoming: Incoming, document: Mapping[str, object], kind: str) -> Response:
    if wants_html(incoming.request, incoming.option("f")):
        text = document_page(document, incoming.language)
        return write_html(text, incoming.id, incoming.language)
    return write_document(document, kind, incoming.id, incoming.language)


def _refused(request: Request, problem: Problem, request_id: str) -> Response:
    language = read_language(request.headers.get("accept-language"))
    return refusal_of(problem, request, language, request_id)


def ogc_routes() -> list[Route]:
    return routes_below(DOOR, _answer, _refused)

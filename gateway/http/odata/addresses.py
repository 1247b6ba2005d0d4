"""The addresses below `/odata/{organisation}`: which of them there are, and what each answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalog.model.problem import Problem
from gateway.base.problems import MethodNotAllowed
from gateway.http.addressed import Incoming
from gateway.http.odata.answers import (
    odata_headers,
    write_json,
    write_refusal,
    write_text,
)
from gateway.http.odata.forms import DOOR, context_of, json_form, wants_metadata_as_json
from gateway.http.odata.key_predicates import key_conditions, split_segment
from gateway.http.odata.metadata import JSON_TYPE, XML_TYPE, metadata_json, metadata_xml
from gateway.http.odata.model import entity_set, namespace_of
from gateway.http.odata.options import Options
from gateway.http.odata.pages import PageAnswer, page_question, selected_context
from gateway.http.odata.problems import OdataNoRow, OdataNotServed, OdataOption
from gateway.http.odata.rows_json import CONTEXT, around_of, rows_text
from gateway.http.walk_answer import ALLOWED, is_anonymous, routes_below
from gateway.reading.query.request import read_language
from gateway.reading.walks.kept_rows import counted, rows_kept
from gateway.reading.walks.readable import ReadableBody, readable_body
from gateway.reading.walks.walk_tokens import new_walk

_METADATA, _COUNT, _BATCH = "$metadata", "$count", "$batch"
_FORMAT = frozenset({"$format"})
_OF_A_COUNT = frozenset({"$filter", "$search", "$format"})
_OF_A_ROW = frozenset({"$select", "$format"})


async def _answer(incoming: Incoming) -> Response:
    """Nothing here decides: every row comes by the path of all statements."""
    return await _handler(incoming)(incoming)


def _handler(incoming: Incoming) -> Callable[[Incoming], Awaitable[Response]]:
    """Raises OdataNotServed for an address of the specification that there is not here."""
    method = incoming.request.method
    if method != "GET" and incoming.parts != (_BATCH,):
        raise MethodNotAllowed(method=method[:20], allowed=ALLOWED)
    match incoming.parts:
        case ():
            return _service_document
        case (name,) if name == _METADATA:
            return _metadata
        case (name,) if name.startswith("$"):
            raise OdataNotServed(what=name[:40])
        case (name,):
            return _rows if split_segment(name)[1] is None else _one_row
        case (name, last) if last == _COUNT and split_segment(name)[1] is None:
            return _count
    raise OdataNotServed(what="/".join(incoming.parts[1:])[:60])


async def _body(incoming: Incoming, *, is_counted: bool) -> ReadableBody:
    request = incoming.reading()
    return await readable_body(incoming.slug, request, incoming.ports, is_counted=is_counted)


async def _service_document(incoming: Incoming) -> Response:
    form = json_form(incoming)
    Options.of(incoming.pairs, _FORMAT)
    body = await _body(incoming, is_counted=True)
    sets = [
        {
            "name": str(each.dataset.name),
            "title": each.dataset.title_fr if incoming.language == "fr" else each.dataset.title_en,
            "kind": "EntitySet",
            "url": str(each.dataset.name),
        }
        for each in await body.all()
    ]
    document: dict[str, object] = {CONTEXT: context_of(incoming), "value": sets}
    return write_json(document, incoming.id, incoming.language, form.media_type)


async def _metadata(incoming: Incoming) -> Response:
    Options.of(incoming.pairs, _FORMAT)
    body = await _body(incoming, is_counted=True)
    sets = [entity_set(each, incoming.language) for each in await body.all()]
    namespace = namespace_of(incoming.slug)
    if wants_metadata_as_json(incoming):
        headers = odata_headers(200, incoming.id, incoming.language, version="4.01")
        return Response(metadata_json(namespace, sets), 200, headers, media_type=JSON_TYPE)
    headers = odata_headers(200, incoming.id, incoming.language)
    return Response(metadata_xml(namespace, sets), 200, headers, media_type=XML_TYPE)


async def _rows(incoming: Incoming) -> Response:
    return PageAnswer(incoming)


async def _count(incoming: Incoming) -> Response:
    options = Options.of(incoming.pairs, _OF_A_COUNT)
    body = await _body(incoming, is_counted=False)
    readable = await body.readable(incoming.parts[0])
    question = page_question(options, readable, 1)
    rows = await counted(question.count(new_walk(), incoming.reading()), incoming.ports)
    return write_text(str(rows), incoming.id, incoming.language)


async def _one_row(incoming: Incoming) -> Response:
    form = json_form(incoming)
    options = Options.of(incoming.pairs, _OF_A_ROW)
    name, key = split_segment(incoming.parts[0])
    body = await _body(incoming, is_counted=False)
    readable = await body.readable(name)
    question = page_question(options, readable, 1, key_conditions(key or "", readable))
    single = await rows_kept(question.page(new_walk(), incoming.reading()), incoming.ports)
    rows = [each for each in single.batches if each.num_rows]
    if not rows:
        raise OdataNoRow
    if sum(each.num_rows for each in rows) > 1:
        raise OdataOption(
            option="(…)",
            reason_fr="plusieurs lignes ont cette clé",
            reason_en="several rows have this key",
        )
    columns = single.columns[: len(question.columns)]
    around = around_of([each.name for each in columns])
    row = rows_text(rows[0].slice(0, 1), columns, around, form)[1:]
    if form.metadata != "none":
        context = f"{context_of(incoming)}#{name}{selected_context(options)}/$entity"
        row = msgspec.json.encode({CONTEXT: context})[:-1] + b"," + row[1:]
    headers = odata_headers(200, incoming.id, incoming.language)
    return Response(row, 200, headers, media_type=form.media_type)


def _refused(request: Request, problem: Problem, request_id: str) -> Response:
    language = read_language(request.headers.get("accept-language"))
    return write_refusal(problem, language, request_id, is_anonymous=is_anonymous(request))


def odata_routes() -> list[Route]:
    return routes_below(DOOR, _answer, _refused)

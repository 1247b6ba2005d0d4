"""`POST /v1/sql`: one statement in Trino's dialect, its rows in the format asked for."""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from catalog.model.problem import Problem
from federation.results.formats.choice import FORMATS
from federation.results.formats.protocol import Encoder
from gateway.base.error_reporting import report_operator_problem, report_unexpected
from gateway.base.problems import (
    BadRequest,
    DocumentTooLarge,
    MethodNotAllowed,
)
from gateway.http.accept import choose_format
from gateway.http.answer_body import SmallBody, StreamedBody
from gateway.http.body import read_body
from gateway.http.disconnect import run_until_disconnect
from gateway.http.headers import (
    MASKED,
    OVERLAP,
    RECEIPT,
    SCOPE,
    answer_headers,
    expect_json,
    json_object,
    read_headers,
    refuse_other_keys,
)
from gateway.http.persisted_query import read_document_id
from gateway.http.problem_json import write_problem
from gateway.http.session_guard import session_claims
from gateway.http.unrouted import accepted
from gateway.reading.query.geojson_format import GeojsonEncoder
from gateway.reading.query.overlap import read_overlap
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import read_language
from gateway.reading.query.spool import Spool
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_prepare import prepare_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing
from gateway.reading.query.without_token import noting_missing_token
from gateway.reading.query.workbook_format import WorkbookEncoder
from gateway.services import Services

Asked = tuple[SqlRequest, Encoder, str]
"""A request, what writes its rows, and the name of their file."""
Write = Callable[[bytes], Awaitable[None]]
Read = Callable[[Request, str, int], Awaitable[Asked]]
"""Of a request with this id, whose document has so many bytes at most."""
_BEYOND_64_BITS = 2.0**63
ALLOWED = "POST, OPTIONS"
_KEYS = ("query", "documentId", "parameters", "overlap")
_BODY_OVERHEAD_BYTES = 1_000_000
"""Parameters come beside the statement."""
_SHOWN = frozenset({"json", "ndjson"})
"""Extensions of what is read where it arrives; the others are files to keep."""
_log = structlog.get_logger()


async def sql_endpoint(request: Request) -> Response:
    """`{"query": "SELECT …", "parameters": […]}` in; rows out as they are read, or one Problem."""
    if request.method == "OPTIONS":
        return accepted(ALLOWED)
    return SqlAnswer(request, _read_sql, ALLOWED)


class SqlAnswer(Response):
    """Its status is known when its first bytes are. One that fails after them is not ended: the
    server breaks the connection off, which every client notices.
    """

    def __init__(
        self, request: Request, read: Read, allowed: str, *, is_file: bool = False
    ) -> None:
        """`is_file`: a program asks for it again, and says which bytes it has."""
        super().__init__()
        self.request = request
        self._read = read
        self._allowed = allowed
        self._is_file = is_file
        self._body: StreamedBody | None = None
        self.id = uuid.uuid4().hex
        self.language = read_language(request.headers.get("accept-language"))
        self._out: Outgoing | None = None

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        refusal = await self._answer(send)
        out = self._out
        is_begun = self._body is not None and self._body.is_begun
        if refusal is not None and not is_begun:
            await self.headed(refusal)(scope, receive, send)
        _log.info(
            "sql_request",
            request_id=self.id,
            status=200 if refusal is None else refusal.status_code,
            rows=0 if out is None else out.rows,
            size_bytes=0 if out is None else out.size_bytes,
            broken_off=refusal is not None and is_begun,
            duration_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    async def _answer(self, send: Send) -> Response | None:
        """None when all was sent, else what is said instead, if nothing was."""
        try:
            is_whole = await self._sent(send)
        except Problem as problem:
            report_operator_problem((problem,), self.id)
            return self.refusal(self._for_caller(problem))
        except Exception as bug:  # noqa: BLE001 - the last wall: a bug never reaches a caller
            return self.refusal(report_unexpected(bug, self.id))
        if is_whole is None:
            _log.info("request_cancelled", request_id=self.id)
            return Response(status_code=499)
        return None

    async def _sent(self, send: Send) -> bool | None:
        services: Services = self.request.app.state.services
        ports = services.query
        asked, encoder, name = await self._read(self.request, self.id, ports.max_document_bytes)
        # Under the id that is recorded: pages of one walk begin theirs alike.
        self.id = asked.id
        head = self._head(encoder, name)
        if self.request.method == "HEAD":
            return await self._looked_at(asked, head, send)

        def late_headers() -> Mapping[str, str | None]:
            return {RECEIPT: out.receipt, SCOPE: out.scope, MASKED: out.masked}

        if self._is_file:
            body: StreamedBody = SmallBody(head, send, late_headers, self.request)
        else:
            body = StreamedBody(head, send, late_headers)
        self._body = body
        spool = Spool(body.write, ports.spools, ports.writers)
        out = self._out = self.outgoing(encoder, body.write, ports, spool)

        async def answered() -> bool:
            try:
                await answer_sql(asked, ports, out)
            finally:
                spool.close()
            await body.end()
            return True

        return await run_until_disconnect(self.request, answered)

    async def _looked_at(self, question: SqlRequest, head: Response, send: Send) -> bool:
        """Rights are looked at, and nothing is read: the length of an answer is not known."""
        services: Services = self.request.app.state.services
        await prepare_sql(question, services.query)
        await head(self.request.scope, self.request.receive, send)
        return True

    def _for_caller(self, problem: Problem) -> Problem:
        """As it is told to whoever asked."""
        authorization = self.request.headers.get("authorization")
        session = session_claims(self.request)
        (told,) = noting_missing_token((problem,), authorization, session)
        return told

    def _head(self, encoder: Encoder, name: str) -> Response:
        head = Response(status_code=200, media_type=None)
        del head.headers["content-length"]
        head.headers["Content-Type"] = encoder.media_type
        if encoder.extension not in _SHOWN:
            head.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return self.headed(head)

    def outgoing(self, encoder: Encoder, write: Write, ports: Ports, spool: Spool) -> Outgoing:
        out = Outgoing(encoder, write, ports.writers, spool)
        if isinstance(encoder, WorkbookEncoder | GeojsonEncoder):
            encoder.answer = out
        if isinstance(encoder, GeojsonEncoder):
            services: Services = self.request.app.state.services
            encoder.contours_of = services.contours_of
        return out

    def refusal(self, problem: Problem) -> Response:
        """The answer that tells a problem, before anything was sent."""
        return write_problem(problem, self.language, self.id)

    def headed(self, response: Response) -> Response:
        """With the headers of all answers of the door."""
        status = response.status_code
        response.headers.update(answer_headers(status, self.id, self.language, self._allowed))
        if self._is_file and status == 200:
            # Kept by who asked, and asked for again each time: the right may have ended.
            response.headers["Cache-Control"] = "private, no-cache"
        return response


async def _read_sql(request: Request, request_id: str, max_bytes: int) -> Asked:
    answer_format = choose_format(request.headers.get("accept"))
    encoder = FORMATS[answer_format]()
    read = await _read_request(request, request_id, max_bytes)
    name = f"interco-{request_id[:8]}.{encoder.extension}"
    return replace(read, answer_format=answer_format), encoder, name


async def _read_request(request: Request, request_id: str, max_bytes: int) -> SqlRequest:
    if request.method != "POST":
        raise MethodNotAllowed(method=request.method[:20], allowed=ALLOWED)
    expect_json(request)
    text = await read_body(request, max_bytes + _BODY_OVERHEAD_BYTES)
    body = json_object(text, "le corps", "the body")
    refuse_other_keys(body, _KEYS)
    document_name = read_document_id(body)
    statement, parameters = body.get("query"), body.get("parameters")
    if statement is None and document_name is not None:
        statement = ""
    if not isinstance(statement, str):
        raise BadRequest(
            what_fr="« query » manque ou n'est pas un texte",
            what_en='"query" is missing or is not text',
        )
    if len(statement.encode("utf-8", "surrogatepass")) > max_bytes:
        raise DocumentTooLarge(limit=max_bytes)
    if not isinstance(parameters, list | None):
        raise BadRequest(
            what_fr="« parameters » doit être une liste", what_en='"parameters" must be a list'
        )
    if any(_may_have_lost_digits(each) for each in parameters or ()):
        with contextlib.suppress(RecursionError):
            parameters = json.loads(text)["parameters"]
    overlap = read_overlap(body.get("overlap") or request.headers.get(OVERLAP))
    if overlap is None:
        raise BadRequest(
            what_fr="« overlap » est REFUSE, COMPETENT ou ALL",
            what_en='"overlap" is REFUSE, COMPETENT or ALL',
        )
    headers = read_headers(request)
    return SqlRequest(
        id=request_id,
        document=statement,
        parameters=tuple(parameters or ()),
        authorization=headers.authorization,
        session=headers.session,
        purpose=headers.purpose,
        on_behalf_of=headers.on_behalf_of,
        file_reference=headers.file_reference,
        language=headers.language,
        address=headers.address,
        overlap=overlap,
        document_name=document_name,
    )


def _may_have_lost_digits(given: object) -> bool:
    """The fast reader makes a double of a whole number beyond 64 bits."""
    value = given.get("value") if isinstance(given, dict) else given
    return isinstance(value, float) and abs(value) >= _BEYOND_64_BITS

"""`GET /v1/questions/{name}/rows.xlsx`: the rows of a saved question, as a file that is opened."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from gateway.base.problems import BadRequest, MethodNotAllowed, NotFound
from gateway.http.headers import OVERLAP, read_headers
from gateway.http.sql import Asked, SqlAnswer
from gateway.http.unrouted import accepted
from gateway.reading.query.overlap import read_overlap
from gateway.reading.query.question_files import FILES
from gateway.reading.query.sql_request import SqlRequest

ALLOWED = "GET, HEAD, OPTIONS"


async def question_endpoint(request: Request) -> Response:
    """`?depuis=2026-01-01` fills its values; who asks it reads by their own rights."""
    if request.method == "OPTIONS":
        return accepted(ALLOWED)
    return SqlAnswer(request, _read, ALLOWED, is_file=True)


async def _read(request: Request, request_id: str, max_bytes: int) -> Asked:
    del max_bytes
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowed(method=request.method[:20], allowed=ALLOWED)
    name, file = request.path_params["name"], FILES.get(request.path_params["file"])
    if file is None:
        raise NotFound(path=request.url.path[:200])
    overlap = read_overlap(request.headers.get(OVERLAP))
    if overlap is None:
        raise BadRequest(
            what_fr="« overlap » est REFUSE, COMPETENT ou ALL",
            what_en='"overlap" is REFUSE, COMPETENT or ALL',
        )
    headers = read_headers(request)
    question = SqlRequest(
        id=request_id,
        document="",
        authorization=headers.authorization,
        session=headers.session,
        purpose=headers.purpose,
        on_behalf_of=headers.on_behalf_of,
        file_reference=headers.file_reference,
        language=headers.language,
        address=headers.address,
        door="questions",
        answer_format=file.answer_format,
        overlap=overlap,
        document_name=name,
        values=_values(request),
    )
    encoder = file.encoder(headers.language)
    return question, encoder, f"{name}.{encoder.extension}"


def _values(request: Request) -> Mapping[str, str]:
    """Raises BadRequest for a value that is said twice: which of them counts, nobody knows."""
    pairs = request.query_params.multi_items()
    values = dict(pairs)
    if len(values) < len(pairs):
        raise BadRequest(
            what_fr="une valeur est dite deux fois dans l'adresse",
            what_en="a value is said twice in the address",
        )
    return values

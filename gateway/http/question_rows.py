"""`GET /v1/questions/{name}/rows.xlsx`: the rows of a saved question, as a file that is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from catalog.model.problem import Language
from federation.results.formats.choice import FORMATS, WORKBOOK
from federation.results.formats.protocol import Encoder
from gateway.base.problems import BadRequest, MethodNotAllowed, NotFound
from gateway.http.headers import OVERLAP, read_headers
from gateway.http.sql import Asked, SqlAnswer
from gateway.http.unrouted import accepted
from gateway.reading.query.overlap import read_overlap
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.workbook_format import WorkbookEncoder

ALLOWED = "GET, OPTIONS"


@dataclass(frozen=True, slots=True)
class _File:
    answer_format: str
    encoder: Callable[[Language], Encoder]


FILES: Mapping[str, _File] = {
    "rows.xlsx": _File(WORKBOOK, WorkbookEncoder),
    "rows-excel.csv": _File("csv-excel-fr", lambda _: FORMATS["csv-excel-fr"]()),
    "rows.csv": _File("csv", lambda _: FORMATS["csv"]()),
    "rows.parquet": _File("parquet", lambda _: FORMATS["parquet"]()),
    "rows.json": _File("json", lambda _: FORMATS["json"]()),
}
"""By the last part of the address."""


async def question_endpoint(request: Request) -> Response:
    """`?depuis=2026-01-01` fills its values; who asks it reads by their own rights."""
    if request.method == "OPTIONS":
        return accepted(ALLOWED)
    return SqlAnswer(request, _read, ALLOWED)


async def _read(request: Request, request_id: str, max_bytes: int) -> Asked:
    del max_bytes
    if request.method != "GET":
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

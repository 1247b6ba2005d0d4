"""`GET /l/{secret}/{question}.csv`: the rows that a link gives, to whoever has its address.

The secret is looked up by its digest and goes no further: no log, no trace, no metric, no problem
and no page is told the address.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import override

from catalog.model.problem import Problem
from gateway.base.problems import MethodNotAllowed
from gateway.http.headers import refuse_key_in_address
from gateway.http.sql import Asked, SqlAnswer
from gateway.http.unrouted import accepted
from gateway.identity.link_problems import LinkTakesNoValue, UnknownLink
from gateway.identity.links import LinkRing
from gateway.reading.query.link_request import request_of_link
from gateway.reading.query.question_files import BY_FORMAT
from gateway.reading.query.request import read_address, read_language
from gateway.services import Services

ALLOWED = "GET, HEAD, OPTIONS"
_OPENED = frozenset({"GET", "HEAD"})


async def link_endpoint(request: Request) -> Response:
    """An answer or a refusal; no token, no cookie and no value that is sent is read."""
    if request.method == "OPTIONS":
        return accepted(ALLOWED)
    return _LinkAnswer(request, _read, ALLOWED, is_file=True)


class _LinkAnswer(SqlAnswer):
    @override
    def _for_caller(self, problem: Problem) -> Problem:
        """A token would change nothing here."""
        return problem

    @override
    def headed(self, response: Response) -> Response:
        headed = super().headed(response)
        headed.headers["X-Robots-Tag"] = "noindex, nofollow"
        headed.headers["Referrer-Policy"] = "no-referrer"
        return headed


async def _read(request: Request, request_id: str, max_bytes: int) -> Asked:
    """Raises UnknownLink, LinkEnded, LinkFromElsewhere, LinkTakesNoValue, KeyInAddress."""
    del max_bytes
    if request.method not in _OPENED:
        raise MethodNotAllowed(method=request.method[:20], allowed=ALLOWED)
    services: Services = request.app.state.services
    ports = services.query
    refuse_key_in_address(request)
    secret, _, file = request.path_params["rest"].partition("/")
    address = read_address(None if request.client is None else request.client.host)
    ring = LinkRing(ports.catalog, ports.clock)
    link = await ring.link_of(secret, address, ports.rates)
    kind = BY_FORMAT.get(link.answer_format)
    if kind is None or file != f"{link.question}.{kind.extension}":
        raise UnknownLink
    language = read_language(request.headers.get("accept-language"))
    encoder = kind.encoder(language)
    if request.url.query:
        raise LinkTakesNoValue
    if services.link_uses is not None:
        is_opened = request.method == "GET"
        services.link_uses.note(link.id, ports.clock(), is_opened=is_opened)
    return request_of_link(link, request_id, language, address), encoder, file

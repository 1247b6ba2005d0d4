"""An answer that is one page of a walk, streamed: what doors of pages have in common."""

from __future__ import annotations

from starlette.requests import Request
from typing_extensions import override

from federation.results.formats.protocol import Encoder
from gateway.http.sql import Read, SqlAnswer, Write
from gateway.reading.query.ports import Ports
from gateway.reading.query.spool import Spool
from gateway.reading.query.streaming import Outgoing
from gateway.reading.walks.page_rows import PageEnd, PageOutgoing

ALLOWED = "GET, OPTIONS"


class WalkAnswer(SqlAnswer):
    """`end` fills while its rows pass; whoever reads the question sets it first."""

    def __init__(self, request: Request, read: Read, request_id: str) -> None:
        super().__init__(request, read, ALLOWED)
        self.id = request_id
        self.end: PageEnd | None = None

    @override
    def outgoing(self, encoder: Encoder, write: Write, ports: Ports, spool: Spool) -> Outgoing:
        if self.end is None:
            return Outgoing(encoder, write, ports.writers, spool)
        return PageOutgoing(encoder, write, ports.writers, spool, end_of_page=self.end)


def is_anonymous(request: Request) -> bool:
    return "authorization" not in request.headers

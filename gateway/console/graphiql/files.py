"""GraphiQL, Swagger UI and our own files: nothing comes from elsewhere, as browsers are told."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send
from typing_extensions import override

from gateway.console.page import page_headers
from gateway.console.rendering import render
from gateway.console.visit import Visit, page_for_all
from gateway.http.compressed_files import CompressedFiles

STATIC = Path(__file__).resolve().parents[1] / "static"

SHARED_SHEETS = (
    *("tokens.css", "pages.css", "frame.css", "parts.css", "tables.css", "forms.css"),
    *("pictures.css", "print.css"),
)
"""The sheets of every page, in the order of the cascade."""

# GraphiQL sets styles inline and draws its icons from data: addresses.
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@page_for_all
async def graphiql(visit: Visit) -> Response:
    return _page(visit, "graphiql/graphiql.html", "/graphiql")


@page_for_all
async def api_page(visit: Visit) -> Response:
    """The HTTP addresses as Swagger UI shows them."""
    return _page(visit, "graphiql/api.html", "/v1/docs")


def _page(visit: Visit, template: str, here: str) -> Response:
    """Under the headers that foreign scripts need, and in the reader's language."""
    content = render(template, visit.language, visit=visit, here=here)
    kept = page_headers(visit.language)
    return HTMLResponse(content, headers={**kept, **PAGE_HEADERS})


class ConsoleFiles(CompressedFiles):
    """`/static`, under the same headers as the page."""

    def __init__(self) -> None:
        super().__init__(STATIC, {"shared.css": SHARED_SHEETS})

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    *((k.lower().encode(), v.encode()) for k, v in PAGE_HEADERS.items()),
                ]
            await send(message)

        await super().__call__(scope, receive, send_with_headers)

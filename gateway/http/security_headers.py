"""The headers that tell browsers what may never be done with an answer, on every answer."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Of what is no page of ours, which says its own: nothing in it is to be run or shown.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_TRANSPORT = "max-age=31536000; includeSubDomains"


class SecurityHeaders:
    """Adds what an answer does not say itself. `is_https`: people reach it by TLS alone, and
    browsers are told to keep to that for a year.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._headers = dict(_ALWAYS)
        if is_https:
            self._headers["Strict-Transport-Security"] = _TRANSPORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)

"""The schemes that a 401 names (RFC 9110, 11.6.1): a bearer's token, or a key as a password."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BEARER = 'Bearer realm="interco"'
_BASIC = 'Basic realm="interco", charset="UTF-8"'


class Challenges:
    """On every 401. A spreadsheet or a BI tool asks its user for a name and a password as soon as
    `Basic` is offered; a browser would too, over the page that asked: so pages are not offered it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_challenges(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 401:
                headers = MutableHeaders(scope=message)
                del headers["WWW-Authenticate"]
                for challenge in challenges(Headers(scope=scope)):
                    headers.append("WWW-Authenticate", challenge)
            await send(message)

        await self._app(scope, receive, send_with_challenges)


def challenges(sent: Headers) -> tuple[str, ...]:
    """One line each: some clients read no list. Why a token was refused is said of a token only."""
    is_bad = "authorization" in sent
    bearer = f'{_BEARER}, error="invalid_token"' if is_bad else _BEARER
    # Browsers send it with whatever a page of theirs asks, and no other program does.
    is_browser = "sec-fetch-mode" in sent or "sec-fetch-site" in sent
    return (bearer,) if is_browser else (bearer, _BASIC)

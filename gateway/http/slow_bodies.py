"""A request whose body comes byte after byte is refused: it would keep its connection for ever."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.model.problem import CallerProblem

_BEGINNING_S = 20.0
_LEAST_BYTES_S = 5_000


class BodyTooSlow(CallerProblem):
    code = "body_too_slow"
    status = 408
    fr = "La requête arrive trop lentement (moins de 5 ko par seconde) : elle n'est plus attendue."
    en = "The request comes too slowly (less than 5 kB a second): it is waited for no more."
    next_fr = "Recommencez avec une meilleure connexion ; rien n'est enregistré."
    next_en = "Try again with a better connection; nothing was kept."


class SlowBodies:
    """Only the time spent waiting for the caller counts: `beginning_s`, and a second more for each
    `least_bytes_s` that came.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        beginning_s: float = _BEGINNING_S,
        least_bytes_s: int = _LEAST_BYTES_S,
    ) -> None:
        self._app = app
        self._beginning_s = beginning_s
        self._least_bytes_s = least_bytes_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            receive = _Timed(receive, self._beginning_s, self._least_bytes_s).receive
        await self._app(scope, receive, send)


class _Timed:
    def __init__(self, receive: Receive, left_s: float, least_bytes_s: int) -> None:
        self._receive = receive
        self._left_s = left_s
        self._least_bytes_s = least_bytes_s
        self._is_whole = False

    async def receive(self) -> Message:
        """Raises BodyTooSlow, inside whoever reads the body."""
        if self._is_whole:
            return await self._receive()
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._left_s):
                message = await self._receive()
        except TimeoutError:
            raise BodyTooSlow from None
        self._is_whole = not message.get("more_body", False)
        came_s = len(message.get("body", b"")) / self._least_bytes_s
        self._left_s += came_s - (loop.time() - began)
        return message

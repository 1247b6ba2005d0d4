"""A client that goes away ends what it asked for; a server that stops says so to those who wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request

from gateway.base.problems import ShuttingDown

T = TypeVar("T")
_WATCHED_AFTER_S = 0.1
"""An answer that is there sooner is not worth a task that looks whether its reader has left."""


async def run_until_disconnect(request: Request, work: Callable[[], Awaitable[T]]) -> T | None:
    """The answer, or None when the client went away first: its queries are cancelled.

    Raises ShuttingDown when the server's grace ends before the answer is there.

    The body must have been read before: what comes after it says that the client is gone.
    """
    task = asyncio.current_task()
    gone: asyncio.Future[None] | None = None
    is_over = False

    def leave(_: object) -> None:
        if task is not None and not is_over:
            task.cancel()

    def watch() -> None:
        nonlocal gone
        gone = asyncio.ensure_future(_disconnected(request))
        gone.add_done_callback(leave)

    watching = asyncio.get_running_loop().call_later(_WATCHED_AFTER_S, watch)
    try:
        return await work()
    except asyncio.CancelledError:
        # Nobody else cancels a request than the server that stops.
        has_left = gone is not None and gone.done() and not gone.cancelled()
        if task is None or not has_left or task.uncancel():
            raise ShuttingDown from None
        return None
    finally:
        is_over = True
        watching.cancel()
        if gone is not None:
            gone.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

"""A client that goes away ends what it asked for; a server that stops says so to those who wait."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request

from gateway.problems import ShuttingDown

T = TypeVar("T")


async def run_until_disconnect(request: Request, work: Callable[[], Awaitable[T]]) -> T | None:
    """The answer, or None when the client went away first: its queries are cancelled.

    Raises ShuttingDown when the server's grace ends before the answer is there.

    The body must have been read before: what comes after it says that the client is gone.
    """
    task = asyncio.current_task()
    gone = asyncio.ensure_future(_disconnected(request))
    is_over = False

    def leave(_: object) -> None:
        if task is not None and not is_over:
            task.cancel()

    gone.add_done_callback(leave)
    try:
        return await work()
    except asyncio.CancelledError:
        # Nobody else cancels a request than the server that stops.
        if task is None or not gone.done() or gone.cancelled() or task.uncancel():
            raise ShuttingDown from None
        return None
    finally:
        is_over = True
        gone.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

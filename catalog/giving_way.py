"""A thread that computes for long and shares the interpreter gives way to those who wait for an
answer: between two steps it rests as long as it has computed.

It stands here because every package computes, and none of them knows who serves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep, thread_time

_LEAST_S, _MOST_S = 0.002, 0.05
_RECENT_S = 0.2
"""After a request, for so long others are taken to follow."""


class _Thread(threading.local):
    since: float | None = None
    """Processor time at the end of the last rest; None in a thread that gives no way."""


_thread = _Thread()
_last_request = -_RECENT_S


def note_request() -> None:
    """A request has come to this process."""
    global _last_request  # noqa: PLW0603 - one a process, as its interpreter is
    _last_request = monotonic()


@contextmanager
def giving_way() -> Iterator[None]:
    """`give_way` rests within the block, in this thread alone."""
    before, _thread.since = _thread.since, thread_time()
    try:
        yield
    finally:
        _thread.since = before


def give_way() -> None:
    """Rests between two steps of a long computation, while others ask; elsewhere does nothing."""
    if _thread.since is None:
        return
    computed = thread_time() - _thread.since
    if computed < _LEAST_S:
        return
    rest = rest_after(computed)
    if rest:
        sleep(rest)
    _thread.since = thread_time()


def rest_after(computed: float) -> float:
    """Seconds to rest after so many of computing; none where nobody has asked for a while."""
    return min(computed, _MOST_S) if monotonic() - _last_request < _RECENT_S else 0.0

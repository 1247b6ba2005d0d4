"""The stages of a request, told to whoever measures this process; nobody does by default.

It stands here because every package has stages, and none of them knows who measures. What is told
is the name of a stage and how long it took: never a statement, a parameter or a value.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from inspect import iscoroutinefunction
from time import perf_counter
from typing import Any, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


class Stage(StrEnum):
    IDENTIFY = "identify"
    READ = "read"
    DECIDE = "decide"
    PLAN = "plan"
    GOVERN = "govern"
    EXECUTE = "execute"
    SERIALISE = "serialise"
    AUDIT = "audit"


class Fact(StrEnum):
    """A fact that a stage may say beside its name."""

    TRINO_QUERY = "interco.trino.query_id"


class Observer(Protocol):
    """Called from the event loop and from threads; a stage may lie within another."""

    def stage(self, stage: Stage) -> AbstractContextManager[None]: ...
    def note(self, fact: Fact, value: str) -> None:
        """`value` is a name of the engine's own making."""
        ...


_NOTHING: AbstractContextManager[None] = nullcontext()
_observer: Observer | None = None
_timing: set[object] = set()
"""Blocks of `timed_stages` that are open: while there is none, nobody looks for one."""
_times: ContextVar[dict[Stage, float] | None] = ContextVar("stage_times", default=None)


@contextmanager
def timed_stages() -> Iterator[Mapping[Stage, float]]:
    """Milliseconds of each stage that ends within the block, also in threads that it waits for. One
    that lies within another counts in both.
    """
    times: dict[Stage, float] = {}
    block = object()
    _timing.add(block)
    before = _times.set(times)
    try:
        yield times
    finally:
        _times.reset(before)
        _timing.discard(block)


@contextmanager
def _timed(name: Stage, times: dict[Stage, float]) -> Iterator[None]:
    started = perf_counter()
    try:
        with _NOTHING if _observer is None else _observer.stage(name):
            yield
    finally:
        times[name] = times.get(name, 0.0) + (perf_counter() - started) * 1000


@contextmanager
def observed_by(observer: Observer) -> Iterator[None]:
    """All stages of this process are told to it while the block lasts."""
    global _observer  # noqa: PLW0603 - one a process, as the logger is
    before, _observer = _observer, observer
    try:
        yield
    finally:
        _observer = before


def stage(name: Stage) -> AbstractContextManager[None]:
    """Around the work of one stage."""
    times = _times.get() if _timing else None
    if times is not None:
        return _timed(name, times)
    return _NOTHING if _observer is None else _observer.stage(name)


def note(fact: Fact, value: str) -> None:
    if _observer is not None:
        _observer.note(fact, value)


def staged(name: Stage) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Each call of the function is that stage; without an observer, one comparison more."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if iscoroutinefunction(function):

            @wraps(function)
            def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
                made = cast("Awaitable[object]", function(*args, **kwargs))
                return made if _observer is None and not _timing else _within(name, made)

            return cast("Callable[P, R]", awaited)

        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> R:
            if _observer is None and not _timing:
                return function(*args, **kwargs)
            with stage(name):
                return function(*args, **kwargs)

        return called

    return decorate


async def _within(name: Stage, made: Awaitable[object]) -> object:
    with stage(name):
        return await made

"""Threads that may never come back: they are given up, and keep no process alive."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")
_KEPT = 8
"""Threads that wait for the next query: starting one takes a tenth of a millisecond."""
_LOWEST = 19
_HELPING = 10
ENGINE_THREADS = "duckdb-"
"""The beginning of the names of threads that may not end."""


@dataclass(slots=True, eq=False)
class Job:
    """Work that runs in one thread, until `ended`; once given up, its thread runs nothing else."""

    ended: asyncio.Future[Any]
    worker: _Worker
    is_given_up: bool = False

    def give_up(self) -> None:
        """From now on it takes only the processor time that nobody else wants."""
        self.is_given_up = True
        lower_priority(self.worker.native_id, _LOWEST)


class Threads:
    """As many as are asked for: who asks bounds them. Used from one event loop.

    Unlike those of an executor they are daemons: an interpreter that ends does not wait for them.
    """

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._is_closed = False

    def begin(self, work: Callable[[], Result]) -> Job:
        worker = self._idle.pop() if self._idle else _Worker()
        job = Job(asyncio.get_running_loop().create_future(), worker)
        job.ended.add_done_callback(lambda _: self._free(job))
        worker.run(work, job.ended)
        return job

    def close(self) -> None:
        self._is_closed = True
        while self._idle:
            self._idle.pop().end()

    def _free(self, job: Job) -> None:
        if job.is_given_up or self._is_closed or len(self._idle) >= _KEPT:
            job.worker.end()
        else:
            self._idle.append(job.worker)


@dataclass(slots=True, eq=False)
class _Worker:
    native_id: int | None = None
    _work: SimpleQueue[Callable[[], None] | None] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._serve, name=f"{ENGINE_THREADS}query", daemon=True).start()

    def run(self, work: Callable[[], Any], ended: asyncio.Future[Any]) -> None:
        loop = asyncio.get_running_loop()

        def call() -> None:
            try:
                result, error = work(), None
            except BaseException as raised:  # noqa: BLE001 - told to whoever waits, whatever it is
                result, error = None, raised
            # A loop that is closed waits for nothing.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, ended, result, error)

        self._work.put(call)

    def end(self) -> None:
        self._work.put(None)

    def _serve(self) -> None:
        self.native_id = threading.get_native_id()
        while True:
            call = self._work.get()
            if call is None:
                return
            call()
            # What it read is not kept until the next one.
            del call


def begun_to_help(start: Callable[[], Result]) -> Result:
    """Returns the result of `start`; threads that it starts give way to callers', for good."""

    def call() -> Result:
        # In a thread of its own, since a priority is never given back.
        lower_priority(threading.get_native_id(), _HELPING)
        return start()

    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(call).result()


def lower_priority(native_id: int | None, by: int) -> None:
    """Of one thread, which Linux alone can do; never raises."""
    if native_id is None or not sys.platform.startswith("linux"):
        return
    with suppress(OSError):
        now = os.getpriority(os.PRIO_PROCESS, native_id)
        os.setpriority(os.PRIO_PROCESS, native_id, min(_LOWEST, now + by))


def _settle(ended: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if ended.done():
        return
    if error is None:
        ended.set_result(result)
    else:
        ended.set_exception(error)

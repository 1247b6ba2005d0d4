"""Several processes on one port: forked before anything is opened, started again when one dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from gateway.base.worker_memory import WorkerMemory

_log = structlog.get_logger()
_TOO_SOON_S = 10.0
_MOST_IN_A_ROW = 5
"""A worker that dies so often, each time too soon, would die again: all of them stop."""


@dataclass(slots=True)
class Workers:
    """`serve(memory)` runs one worker until it is told to stop. `grace_s`: how long one that was
    told may take before it is killed.
    """

    memory: WorkerMemory
    serve: Callable[[WorkerMemory], None]
    grace_s: float
    _pids: dict[int, tuple[int, float]] = field(default_factory=dict)
    """By process: its number among the workers, and when it was started."""
    _deaths: int = 0
    _is_stopping: bool = False

    def run(self) -> int:
        """Until SIGTERM or SIGINT; the exit code: 0, or 1 where workers died again and again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        # What a worker reads of it is its end: that of the process that would start the next.
        alive, until = os.pipe()
        for worker in range(self.memory.workers):
            self._start(worker, alive, until)
        code = 0
        while self._pids:
            pid, status = os.wait()
            worker, started = self._pids.pop(pid, (-1, 0.0))
            if worker < 0 or self._is_stopping:
                continue
            self.memory.forget_turns(worker)
            is_soon = time.monotonic() - started < _TOO_SOON_S
            self._deaths = self._deaths + 1 if is_soon else 0
            _log.error("worker_died", worker=worker, code=os.waitstatus_to_exitcode(status))
            if self._deaths >= _MOST_IN_A_ROW:
                code = 1
                self._stop(signal.SIGTERM)
            else:
                self._start(worker, alive, until)
        return code

    def _start(self, worker: int, alive: int, until: int) -> None:
        pid = os.fork()
        if pid:
            self._pids[pid] = worker, time.monotonic()
            return
        code = 1
        try:
            os.close(until)
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            self.memory.worker = worker
            threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
            self.serve(self.memory)
            code = 0
        except BaseException as error:  # noqa: BLE001 - a worker ends here, whatever it met
            _log.error("worker_failed", worker=worker, error=type(error).__name__)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _told_to_stop(self, number: int, _frame: object) -> None:
        self._stop(signal.Signals(number))

    def _stop(self, number: signal.Signals) -> None:
        self._is_stopping = True
        for pid in self._pids:
            os.kill(pid, number)
        killing = threading.Timer(self.grace_s, self._kill)
        killing.daemon = True
        killing.start()

    def _kill(self) -> None:
        for pid in list(self._pids):
            os.kill(pid, signal.SIGKILL)


def _end_with_parent(alive: int) -> None:
    """Without it, nobody would start a worker that dies, or stop those that live."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)

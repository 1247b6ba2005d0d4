"""Has a child process do a job, and says why it did not end well.

A child is forked from a process that has imported its program (`starter`): to import it takes
longer than to read most files.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import structlog

from federation.file_reading.workbooks import reader_environment
from gateway.deposits.problems import UploadTooLongToRead
from gateway.deposits.starter import PID_BYTES
from gateway.deposits.told_problems import read_problem

_PROGRAM = "gateway.deposits.starter"
_ATTEMPTS = 2
"""A starter may end, idle, just as it is asked for a child: another is started once."""
MOST_S = 300
_log = structlog.get_logger()


class _Starter:
    """The process that forks: started with the first job, anew where it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None
        atexit.register(self.end)

    def fork(self, talking: socket.socket) -> None:
        """A child will talk by this socket: its number first, then its answer to a job."""
        asking = self._asking or self._start()
        try:
            socket.send_fds(asking, [b"."], [talking.fileno()])
        except OSError:
            self.end()
            socket.send_fds(self._start(), [b"."], [talking.fileno()])

    def end(self) -> None:
        """Its children go on: each ends by itself, or is stopped by who waits for it."""
        if self._asking is not None and self._process is not None:
            self._asking.close()
            self._process.wait()
        self._asking = self._process = None

    def _start(self) -> socket.socket:
        asking, listening = socket.socketpair()
        with listening:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                [sys.executable, "-P", "-m", _PROGRAM, str(listening.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=reader_environment(),
                pass_fds=[listening.fileno()],
            )
        self._asking = asking
        return asking


_STARTER = _Starter()


async def run_job(job: Mapping[str, Any], turns: asyncio.Semaphore) -> Mapping[str, Any]:
    """The job's answer. Raises the Problem that the child met, UploadTooLongToRead where it was
    stopped by its limits, or broke.
    """
    async with turns:
        answered = await _answered(json.dumps(job).encode())
    try:
        answer: Mapping[str, Any] = json.loads(answered)
    except ValueError:
        _log.warning("deposit_child_stopped", answered=len(answered))
        raise UploadTooLongToRead(file=job["name"]) from None
    if "problem" in answer:
        raise read_problem(answer["problem"])
    done: Mapping[str, Any] = answer["done"]
    return done


async def _answered(sent: bytes) -> bytes:
    """Whole JSON, or not: then the child was stopped by its limits or by the time, or broke."""
    for _ in range(_ATTEMPTS):
        ours, theirs = socket.socketpair()
        with theirs:
            _STARTER.fork(theirs)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        pid = 0
        try:
            async with asyncio.timeout(MOST_S):
                pid = int.from_bytes(await reader.readexactly(PID_BYTES), "big")
                writer.write(sent)
                writer.write_eof()
                return await reader.read()
        except asyncio.IncompleteReadError:
            _STARTER.end()
        except (TimeoutError, OSError):
            return b""
        finally:
            # Whoever waited may have left: what it started ends with it.
            if pid and not reader.at_eof():
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
                    await reader.read()
            writer.close()
    return b""

"""Has child processes do one kind of job: bytes in, bytes out, killed at the deadline.

A child is forked from a process that has imported its program (`starter`): to import it takes
longer than most jobs do.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys

from gateway.base.child_process.starter import PID_BYTES
from intake.file_reading.workbooks import reader_environment

_STARTER = "gateway.base.child_process.starter"
_ATTEMPTS = 2
"""A starter may end, idle, just as it is asked for a child: another is started once."""
_AT_ONCE_BYTES = 1 << 20
_START_S = 60.0


class ChildHost:
    """`program` is a module with `prepare()`, done once, and `main()`, done by each child, which
    gives itself its limits of memory and processor time.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None
        atexit.register(self.end)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The one that forks: started with the first job, anew where it has ended."""
        return self._process

    def begin(self) -> None:
        """Starts the process that forks where there is none: the next job need not wait for it."""
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._asking is None:
            self._start()

    async def answered(self, sent: bytes, *, within_s: float, most_bytes: int) -> bytes | None:
        """All that the child said until it ended, at most one byte more than `most_bytes`; None
        where it was stopped by the time. Whoever waited may leave: the child ends with that.
        """
        for _ in range(_ATTEMPTS):
            ours, theirs = socket.socketpair()
            with theirs:
                self._fork(theirs)
            reader, writer = await asyncio.open_unix_connection(sock=ours)
            pid = 0
            try:
                async with asyncio.timeout(_START_S):
                    # A starter that begins takes seconds, which are not the job's.
                    pid = int.from_bytes(await reader.readexactly(PID_BYTES), "big")
                async with asyncio.timeout(within_s):
                    with contextlib.suppress(ConnectionError):
                        # One that has ended already said why.
                        writer.write(sent)
                        writer.write_eof()
                    return await _read(reader, most_bytes)
            except asyncio.IncompleteReadError:
                self.end()
            except TimeoutError:
                return None
            except OSError:
                return b""
            finally:
                if pid and not reader.at_eof():
                    with contextlib.suppress(OSError):
                        os.kill(pid, signal.SIGKILL)
                        await reader.read()
                writer.close()
        return b""

    def end(self) -> None:
        """No child is forked any more; those that run end with who waits for them."""
        if self._asking is not None and self._process is not None:
            self._asking.close()
            self._process.wait()
        self._asking = self._process = None

    def _fork(self, talking: socket.socket) -> None:
        """A child will talk by this socket: its number first, then its answer to a job."""
        asking = self._asking or self._start()
        try:
            socket.send_fds(asking, [b"."], [talking.fileno()])
        except OSError:
            self.end()
            socket.send_fds(self._start(), [b"."], [talking.fileno()])

    def _start(self) -> socket.socket:
        asking, listening = socket.socketpair()
        with listening:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                [sys.executable, "-P", "-m", _STARTER, self._program, str(listening.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=reader_environment(),
                pass_fds=[listening.fileno()],
            )
        self._asking = asking
        return asking


async def _read(reader: asyncio.StreamReader, most_bytes: int) -> bytes:
    answer = bytearray()
    while piece := await reader.read(_AT_ONCE_BYTES):
        answer += piece
        if len(answer) > most_bytes:
            break
    return bytes(answer)

"""The program that children of one kind of job are forked from: it imports what they need once.

It reads nothing of anybody: what a child is sent goes to that child alone, by a socket of its own.
It has neither the gateway's environment nor its files, and begins no thread: a fork would lose it.
It dies with the gateway, and its children with it, however that ends.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module

IDLE_S = 600
"""Without a job for so long, it ends: the next job starts another."""
PID_BYTES = 4
"""Of its number, which a child tells first."""
_SET_PARENT_DEATH_SIGNAL = 1


def serve(program: str, asking: socket.socket) -> None:
    """A child for each socket that comes, until the gateway has left or asks nothing more."""
    die_with_parent()
    child = import_module(program)
    child.prepare()
    # Walked through by no child's collector, and so copied by none.
    gc.collect()
    gc.freeze()
    # Nobody waits for the children: the gateway sees that the socket of one is closed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    asking.settimeout(IDLE_S)
    while True:
        try:
            sign, sockets, _, _ = socket.recv_fds(asking, 1, 1)
        except TimeoutError:
            return
        if not sign:
            return
        (talking,) = sockets
        if os.fork() == 0:
            asking.close()
            _become_child(talking, child.main)
        os.close(talking)


def die_with_parent() -> None:
    """Linux alone can: elsewhere a child ends by its own limits."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _become_child(talking: int, main: Callable[[], int]) -> None:
    code = 1
    try:
        die_with_parent()
        os.setpgid(0, 0)
        # It waits for a child of its own.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(talking, sys.stdin.fileno())
        os.dup2(talking, sys.stdout.fileno())
        os.close(talking)
        os.write(sys.stdout.fileno(), os.getpid().to_bytes(PID_BYTES, "big"))
        code = main()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1], socket.socket(fileno=int(sys.argv[2])))

"""Stands between us and one server: when we are gone, the server and its folder go too.

Run as a script by `process.py`. Its standard input is a pipe: the kernel closes it when our
process ends, even by SIGKILL, and this is the signal to stop the server. Who stops it in order
writes a word before, and removes the folder itself, once it has read the log.
A parent-death signal alone would not do: it follows the thread that started the child, not the
process, and cleans no folder. The server itself carries one towards this guardian (on Linux).
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import threading

_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Run the server described by the first argument (JSON); its exit code is ours."""
    order = json.loads(sys.argv[1])
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def die_with_guardian() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    server = subprocess.Popen(
        order["arguments"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        user=order["uid"],
        group=order["gid"],
        extra_groups=None if order["uid"] is None else [],
        # Safe here and nowhere else: this process has no other thread yet.
        preexec_fn=die_with_guardian,  # noqa: PLW1509 - for the reason above
    )

    is_abandoned = threading.Event()

    def stop_when_told() -> None:
        if not sys.stdin.buffer.read():
            is_abandoned.set()
        server.send_signal(order["stop_signal"])
        try:
            server.wait(timeout=order["grace_s"])
        except subprocess.TimeoutExpired:
            server.kill()

    threading.Thread(target=stop_when_told, daemon=True).start()
    code = server.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    # An owner whose end has closed the pipe may still be there for a moment, as our parent.
    if is_abandoned.is_set() or os.getppid() != order["owner_pid"]:
        shutil.rmtree(order["folder"], ignore_errors=True)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())

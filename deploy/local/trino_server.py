"""Trino on this machine: one node without a lock, one behind both locks, or a cluster of them."""

import contextlib
import ssl
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from deploy.local.opa_server import OpaServer
from deploy.local.process import HOST, ServerFailed
from deploy.local.s3_server import S3Server
from deploy.local.trino_keys import TrinoKeys, make_trino_keys, random_key
from deploy.local.trino_lock import (
    TrinoLock,
    coordinator_node,
    make_spool_bucket,
    spooling_alone,
    spooling_environment,
    worker_node,
)
from deploy.local.trino_node import TrinoNode, running_node

HIVE_METASTORE = Path("/tmp/interco-trino")
"""The folder of the tables that S3 storages' catalogs keep declared: names and columns, no data."""
READER, ADMINISTRATOR = "interco", "interco-admin"
_WARM_UP_S = 60.0
# The first queries load thousands of classes: aggregation, join and sort are met here, not in the
# first test or at the first visitor's.
_WARM_UP = (
    "SELECT n.node_version, count(*) FROM system.runtime.nodes n "
    "JOIN system.runtime.nodes m ON n.node_id = m.node_id GROUP BY 1 ORDER BY 2 LIMIT 5"
)


@dataclass(frozen=True)
class TrinoServer:
    """A running Trino. Without `keys` it has no lock, and `user` may do everything; with them
    `user` reads, `administrator` makes catalogs, and both show tokens signed by the keys.

    `spool_url` is where rows wait to be fetched, None when they come by the coordinator.
    """

    url: str
    user: str
    log_path: Path
    administrator: str = READER
    keys: TrinoKeys | None = field(default=None, repr=False)
    spool_url: str | None = None
    worker_logs: tuple[Path, ...] = ()


@contextmanager
def running_trino(
    *,
    heap_mb: int = 1500,
    config: Mapping[str, str] | None = None,
    etc_files: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    spool: S3Server | None = None,
) -> Iterator[TrinoServer]:
    """A Trino without lock and with no catalog but `system`, warm.

    `config` adds to or replaces lines of config.properties; `etc_files` are further files of its
    etc folder by name (access-control.properties …); `environment` is what `${ENV:NAME}` finds in
    catalog properties; `headers` go with the warm-up query where authentication was configured;
    `spool` is where rows may wait to be fetched.
    """
    HIVE_METASTORE.mkdir(mode=0o700, exist_ok=True)
    lines, files, variables = dict(config or {}), dict(etc_files or {}), dict(environment or {})
    if spool is not None:
        spooling_lines, spooling_files = spooling_alone()
        lines, files = {**spooling_lines, **lines}, {**spooling_files, **files}
        variables |= spooling_environment(spool, random_key(32))
    node = TrinoNode(
        config=lambda port: {**_config(port), **lines},
        etc_files=files,
        environment=lambda _port: variables,
        heap_mb=heap_mb,
    )
    with running_node(node) as running:
        _warm_up(running.url, {"X-Trino-User": READER, **(headers or {})})
        spool_url = None if spool is None else make_spool_bucket(spool)
        yield TrinoServer(running.url, READER, running.log_path, spool_url=spool_url)


@contextmanager
def running_locked_trino(
    opa: OpaServer, spool: S3Server, *, workers: int = 0, heap_mb: int = 1500
) -> Iterator[TrinoServer]:
    """A Trino as production has it: TLS, tokens, OPA asked for everything, rows spooled.

    `opa` decides by the project's own law. With `workers`, the coordinator reads no rows itself.
    """
    HIVE_METASTORE.mkdir(mode=0o700, exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="interco-keys-")))
        lock = TrinoLock(make_trino_keys(folder, [HOST]), opa, spool)
        node = coordinator_node(lock, alone=not workers, heap_mb=heap_mb)
        coordinator = stack.enter_context(running_node(node))
        port = httpx.URL(coordinator.url).port or 0
        others = [
            stack.enter_context(
                running_node(worker_node(lock, node.cluster, port, heap_mb=heap_mb))
            )
            for _ in range(workers)
        ]
        headers = {"Authorization": f"Bearer {_administrator_token(lock.keys)}"}
        _warm_up(coordinator.url, headers, tls=lock.tls, nodes=1 + workers)
        yield TrinoServer(
            coordinator.url,
            READER,
            coordinator.log_path,
            administrator=ADMINISTRATOR,
            keys=lock.keys,
            spool_url=make_spool_bucket(spool),
            worker_logs=tuple(other.log_path for other in others),
        )


def _administrator_token(keys: TrinoKeys) -> str:
    """Good until the warm-up has ended; issuer and audience stand in the nodes' configuration."""
    now = int(time.time())
    claims = {"iss": "interco", "aud": "trino", "sub": ADMINISTRATOR, "iat": now, "exp": now + 300}
    key = ECKey.import_key(keys.signing_key_file.read_bytes())
    return jwt.encode({"alg": "ES256"}, claims, key)


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


def _warm_up(
    url: str, headers: Mapping[str, str], *, tls: ssl.SSLContext | None = None, nodes: int = 1
) -> None:
    """Run one query to its end; a node that has just started may refuse for a moment.

    With workers, it ends when all `nodes` are there.
    """
    deadline = time.monotonic() + _WARM_UP_S
    with httpx.Client(headers=headers, timeout=30.0, trust_env=False, verify=tls or True) as client:
        while True:
            failure = _run(client, url, nodes)
            if failure is None:
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"Trino started but answers no query: {failure}")
            time.sleep(0.2)


def _run(client: httpx.Client, url: str, nodes: int) -> str | None:
    """None when the warm-up query went through, else why it did not."""
    answer = client.post(f"{url}/v1/statement", content=_WARM_UP)
    found = 0
    while answer.status_code == httpx.codes.OK:
        page = answer.json()
        if "error" in page:
            return str(page["error"].get("message"))
        found += sum(row[1] for row in page.get("data", ()))
        if "nextUri" not in page:
            return None if found == nodes else f"{found} of {nodes} nodes are there"
        answer = client.get(page["nextUri"])
    return f"HTTP {answer.status_code}"

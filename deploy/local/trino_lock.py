"""A locked Trino on this machine, from the very files that production uses (deploy/trino)."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.opa_server import OpaServer
from deploy.local.process import HOST
from deploy.local.s3_server import S3Server
from deploy.local.trino_keys import TrinoKeys
from deploy.local.trino_node import TrinoNode, read_properties

FILES = Path(__file__).resolve().parents[1] / "trino"
SPOOL_BUCKET = "trino-spool"
_ACCESS_CONTROL, _SPOOLING = "access-control.properties", "spooling-manager.properties"

# Production leaves memory to the size of its machines.
_SMALL = {
    "query.max-memory-per-node": "512MB",
    "memory.heap-headroom-per-node": "256MB",
}


@dataclass(frozen=True)
class TrinoLock:
    """The keys that lock a Trino, the OPA that it asks, and the store where rows wait."""

    keys: TrinoKeys
    opa: OpaServer
    spool: S3Server

    @property
    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.keys.ca_file))


def coordinator_node(lock: TrinoLock, *, alone: bool, heap_mb: int) -> TrinoNode:
    """`alone`: it reads rows too, having no worker."""
    make_spool_bucket(lock.spool)
    changes = {
        **_SMALL,
        "query.max-memory": "512MB" if alone else "1GB",
        "node-scheduler.include-coordinator": str(alone).lower(),
    }
    return TrinoNode(
        config=_config("coordinator", changes),
        etc_files=_etc_files("coordinator", _ACCESS_CONTROL, _SPOOLING),
        environment=lambda port: _environment(lock, port, port),
        tls=lock.tls,
        heap_mb=heap_mb,
    )


def worker_node(lock: TrinoLock, cluster: str, coordinator_port: int, *, heap_mb: int) -> TrinoNode:
    return TrinoNode(
        config=_config("worker", _SMALL),
        etc_files=_etc_files("worker", _ACCESS_CONTROL, _SPOOLING),
        environment=lambda port: _environment(lock, port, coordinator_port),
        tls=lock.tls,
        heap_mb=heap_mb,
        cluster=cluster,
    )


def _config(role: str, changes: Mapping[str, str]) -> Callable[[int], Mapping[str, str]]:
    kept = read_properties(FILES / role / "config.properties")
    return lambda _port: {**kept, **changes}


def spooling_alone() -> tuple[dict[str, str], dict[str, str]]:
    """The lines of config.properties and the files by which rows are spooled, without any lock."""
    kept = read_properties(FILES / "coordinator" / "config.properties")
    lines = {name: value for name, value in kept.items() if name.startswith("protocol.spooling.")}
    return lines, _etc_files("coordinator", _SPOOLING)


def make_spool_bucket(spool: S3Server) -> str:
    """The URL of the bucket, made if absent."""
    (spool.directory / SPOOL_BUCKET).mkdir(exist_ok=True)
    return f"{spool.endpoint}/{SPOOL_BUCKET}/"


def spooling_environment(spool: S3Server, spooling_key: str) -> dict[str, str]:
    return {
        "TRINO_SPOOLING_KEY": spooling_key,
        "SPOOL_LOCATION": f"s3://{SPOOL_BUCKET}/",
        # The local store has no SSE-C, and no TLS.
        "SPOOL_ENCRYPTION": "false",
        "SPOOL_ENDPOINT": spool.endpoint,
        "SPOOL_REGION": spool.region,
        "SPOOL_ACCESS_KEY": spool.access_key,
        "SPOOL_SECRET_KEY": spool.secret_key,
    }


def _etc_files(role: str, *names: str) -> dict[str, str]:
    return {name: (FILES / role / name).read_text("utf-8") for name in names}


def _environment(lock: TrinoLock, port: int, coordinator_port: int) -> dict[str, str]:
    return {
        "TRINO_PORT": str(port),
        "TRINO_ADDRESS": HOST,
        "TRINO_COORDINATOR": HOST,
        "TRINO_COORDINATOR_PORT": str(coordinator_port),
        "TRINO_KEYS": str(lock.keys.of_node(HOST)),
        "TRINO_SHARED_SECRET": lock.keys.shared_secret,
        "OPA_URL": lock.opa.url,
        **spooling_environment(lock.spool, lock.keys.spooling_key),
    }

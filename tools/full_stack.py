"""The full stack on one machine, for a person to try: the same recipes as the tests'.

`./interco demo --engine trino` becomes this program.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from demo.prepare_full import prepare_full
from deploy.local import (
    OpaServer,
    PostgresqlServer,
    S3Server,
    TrinoServer,
    running_locked_trino,
    running_opa,
    running_postgresql,
    running_s3,
)
from deploy.local.commands import say
from gateway.base.settings import Settings
from gateway.cli.server_commands import serve_demo
from gateway.demo_mode.catalog import apply_demo
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key
from policies.sources import REGO
from tools.endings import end_with


@dataclass(frozen=True, slots=True)
class Servers:
    postgresql: PostgresqlServer
    s3: S3Server
    opa: OpaServer
    trino: TrinoServer


@contextmanager
def running_full_stack(folder: Path, scale: int) -> Iterator[tuple[DemoState, Settings]]:
    """PostgreSQL, S3, OPA and Trino with the demo's rows in them; all stopped at the end.

    Its catalog is another than the embedded demo's: its storages are elsewhere. It lives in
    `full/` under the folder, made anew each time, as the servers are.
    """
    state = DemoState(folder / "full")
    state.issuer_key()
    state.full_stack_marker.touch()
    for left in state.folder.glob("catalog.sqlite*"):
        left.unlink()
    with ExitStack() as stack:
        say("PostgreSQL, S3, OPA …")
        postgresql = stack.enter_context(running_postgresql())
        s3 = stack.enter_context(running_s3())
        opa = stack.enter_context(running_opa(REGO))
        say("Trino …")
        trino = stack.enter_context(running_locked_trino(opa, s3))
        say("Données / rows …")
        yield state, prepare_full_stack(state, Servers(postgresql, s3, opa, trino), scale)


def prepare_full_stack(state: DemoState, servers: Servers, scale: int) -> Settings:
    """The demo's rows put into running servers, its catalog made; how the gateway reaches them."""
    prepared = prepare_full(state.data, servers.postgresql, servers.s3, scale=scale)
    settings = state.settings(
        policy="opa",
        opa_url=servers.opa.url,
        opa_token=servers.opa.token,
        engine="trino",
        trino_url=servers.trino.url,
        trino_user=servers.trino.user,
        trino_administrator=servers.trino.administrator,
        trino_spool_url=servers.trino.spool_url,
        secret_roots=(prepared.secrets,),
        **_keys_for(servers.trino),
    )
    read_master_key(settings.key_file, create=True)
    asyncio.run(apply_demo(state, prepared.declarations, prepared.secrets))
    return settings


def _keys_for(trino: TrinoServer) -> dict[str, object]:
    if trino.keys is None:
        return {}
    return {
        "trino_signing_key_file": trino.keys.signing_key_file,
        "trino_ca_file": trino.keys.ca_file,
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.full_stack", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--state", type=Path, default=Path(".interco"))
    asked = parser.parse_args()
    serve_demo(asked.state, asked.port, lambda: running_full_stack(asked.state, asked.scale))
    return 0


if __name__ == "__main__":
    end_with(main)

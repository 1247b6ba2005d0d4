"""The parts of the demo that commands share: its folder, its catalog, its agents, its gateway."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.cli.connection import FAILURES, OK, opened
from gateway.cli.demo_agents import no_such_agent
from gateway.demo_mode.state import DemoState

if TYPE_CHECKING:
    import httpx

    from catalog.model.organisation import Agent
    from catalog.snapshot import Snapshot

STATE = Path(".interco")
STATE_OPTION = Annotated[
    Path, typer.Option("--state", envvar="INTERCO_STATE", help="The demo's folder.")
]
_PROBE_TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class Demo:
    state: DemoState
    catalog: Snapshot

    async def token(self, agent: str) -> str:
        """A token for one of the demo's agents; NoSuchAgent, with the nearest name, otherwise."""
        return self.state.token(find_agent(self.catalog, agent))

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        """Of the application, built in this process: what a running demo spares.

        With what goes on beside requests: an agreement begins and a message arrives, though no
        gateway may ever run over this folder.
        """
        import httpx

        from gateway.app import build_app

        settings = self.state.settings(log_level="error")
        app = build_app(settings, demo=True, lasts=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://interco", timeout=60
            ) as client,
        ):
            yield client


@asynccontextmanager
async def demo_at(folder: Path) -> AsyncIterator[Demo]:
    """The demo in `folder`, its keys, catalog and data made if they are not there yet."""
    from catalog.store import open_store
    from gateway.demo_mode.catalog import ensure_demo_catalog

    state = DemoState(folder)
    await ensure_demo_catalog(state)
    store = await open_store(state.settings().database_url)
    try:
        yield Demo(state, await store.current())
    finally:
        await store.aclose()


def find_agent(catalog: Snapshot, name: str) -> Agent:
    agent = catalog.agents.get((DEMO_ISSUER, name))
    if agent is None:
        raise no_such_agent(name, (sub for issuer, sub in catalog.agents if issuer == DEMO_ISSUER))
    return agent


def running_address(state: DemoState) -> str | None:
    """The address of this folder's demo; None where nothing answers there as ours does."""
    with suppress(*FAILURES):
        address = f"http://127.0.0.1:{int(state.port_file.read_text())}"
        live = f"{address}/health/live"
        with opened(live, headers={}, timeout_s=_PROBE_TIMEOUT_S) as answer:
            if answer.status == OK and json.loads(answer.read()) == {"status": "live"}:
                return address
    return None

"""The demo's catalog: its rows prepared and its declarations applied, once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalog.actions.services.problems import ServiceVersionPublished
from catalog.declaration.declaration import read_declaration
from catalog.model.subject import Strength, Subject
from catalog.store import open_store
from demo.prepare import prepare_embedded
from gateway.acts.act import install_demo
from gateway.acts.ports import ActPorts
from gateway.acts.service_acts import ServiceActs
from gateway.base.settings import DEMO_ISSUER
from gateway.demo_mode.state import DemoState
from gateway.proof.signing_key import open_signing_key
from gateway.upkeep.secret_store.secrets import read_master_key
from services_run.checking import carried_services
from services_run.content import content_of

FOUNDER = Subject(
    agent="operator@interco",
    issuer=DEMO_ISSUER,
    organisation=None,
    kind="person",
    roles=frozenset({"operator"}),
    proves=frozenset(Strength),
)
"""The operator who applies the demo's own declarations, before any agent is in its catalog."""


async def ensure_demo_catalog(state: DemoState, scale: int | None = None) -> None:
    """Keys, rows, catalog: made where they are missing; `scale` None keeps the rows that are."""
    if state.full_stack_marker.exists():
        return
    state.issuer_key()
    read_master_key(state.settings().key_file, create=True)
    chosen = scale if scale is not None else prepared_scale(state)
    prepared = await asyncio.to_thread(prepare_embedded, state.data, scale=chosen)
    applied = state.folder / "applied.json"
    what = (state.data / "prepared.json").read_text("utf-8")
    if applied.exists() and applied.read_text("utf-8") == what:
        return
    await apply_demo(state, prepared.declarations)
    await publish_carried(state)
    applied.write_text(what, "utf-8")


async def apply_demo(state: DemoState, declarations: Path, secrets: Path | None = None) -> None:
    """The demo's declarations, approved agreements included, as its operator applies them."""
    async with demo_act_ports(state) as ports:
        roots = () if secrets is None else (str(secrets),)
        declaration = read_declaration([declarations], allow_approved=True)
        await install_demo(declaration, FOUNDER, replace(ports, secret_roots=roots))


async def publish_carried(state: DemoState) -> None:
    """The services that come with the project, as the demo's operator publishes them."""
    key = open_signing_key(state.settings().proof_key)
    async with demo_act_ports(state) as ports:
        acts = ServiceActs(FOUNDER, ports, key)
        for folder in carried_services():
            # A folder of an earlier checkout may hold the same version: it stays as it was.
            with suppress(ServiceVersionPublished):
                await acts.publish(content_of(folder), dry_run=False)


def prepared_scale(state: DemoState) -> int:
    """The scale of the rows that are there; 1 when there are none."""
    try:
        marker = json.loads((state.data / "prepared.json").read_text("utf-8"))
        return int(marker["scale"])
    except (OSError, ValueError, KeyError):
        return 1


@asynccontextmanager
async def demo_act_ports(state: DemoState) -> AsyncIterator[ActPorts]:
    """The store of the demo's folder and the embedded law, for acts."""
    from policies.embedded import EmbeddedPolicy

    settings = state.settings()
    store = await open_store(settings.database_url)
    law = EmbeddedPolicy()
    try:
        yield ActPorts(
            catalog=store,
            law=law,
            clock=lambda: datetime.now(UTC),
            directory_roots=settings.directory_roots,
            demo=True,
            installation=settings.hosting.installation(),
        )
    finally:
        await law.aclose()
        await store.aclose()

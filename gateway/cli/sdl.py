"""`interco schema`: what an agent may discover, as SDL."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from catalog.model.subject import ANONYMOUS
from gateway.cli.demo_folder import demo_at, find_agent
from gateway.subject import subject_of
from policies.embedded import EmbeddedPolicy
from policies.question import Action, ask_about
from schema.sdl import sdl
from schema.view import View


async def sdl_for(agent: str | None, scope: str | None, folder: Path) -> str:
    """Decided by the law, as a request of that agent would be."""
    async with demo_at(folder) as demo:
        catalog = demo.catalog
        subject = ANONYMOUS
        if agent is not None:
            found = find_agent(catalog, agent)
            subject = subject_of(found)
        question = ask_about(
            subject,
            Action.DISCOVER,
            tuple(catalog.datasets.values()),
            catalog.agreements_granted_to(subject.organisation),
            datetime.now(UTC),
        )
        law = EmbeddedPolicy()
        try:
            decision = await law.decide(question)
        finally:
            await law.aclose()
        discoverable = [key for key, each in decision.datasets.items() if each.discoverable]
        return sdl(View.of(catalog, discoverable), scope)

"""`interco schema`: what an agent may discover, as SDL."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from catalog.model.subject import ANONYMOUS
from catalog.standpoint import Standpoint
from gateway.cli.demo_folder import demo_at, find_agent
from gateway.control.graphql_schema import CONTROL
from gateway.identity.subject import local_subject
from policies.embedded import EmbeddedPolicy
from policies.given import transforms_of
from policies.question import Action
from policies.questions import question_of
from schema.response.sdl import sdl
from schema.types.given import Given
from schema.types.view import View


async def sdl_for(agent: str | None, purpose: str | None, scope: str | None, folder: Path) -> str:
    """Decided by the law, as a request of that agent for that purpose would be: what may be
    discovered and, in the descriptions, how each column would be given.
    """
    async with demo_at(folder) as demo:
        catalog = demo.catalog
        subject = ANONYMOUS
        if agent is not None:
            subject = local_subject(find_agent(catalog, agent), purpose)
        standpoint, law = Standpoint(subject, catalog, datetime.now(UTC)), EmbeddedPolicy()
        try:
            found = list(catalog.datasets.values())
            installation = demo.state.settings().hosting.installation()
            question = question_of(standpoint, found, installation, Action.DISCOVER)
            decided = (await law.decide(question)).datasets
            shown = [each for each in found if decided[each.id].discoverable]
            question = question_of(standpoint, shown, installation, Action.READ)
            read = (await law.decide(question)).datasets if shown else {}
        finally:
            await law.aclose()
        given = Given(
            {
                each.id: {
                    column.id: transforms_of(column.id, read[each.id]) for column in each.columns
                }
                for each in shown
            }
        )
        return sdl(View.of(catalog, [each.id for each in shown]), CONTROL, scope, given)

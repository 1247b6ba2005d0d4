"""The names of the people of a body, as their identity provider said them."""

from __future__ import annotations

from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot


def name_of_person(sub: str, body: str | None, snapshot: Snapshot) -> str | None:
    """Of the agent of this body whom `sub` names; None where no name is known, as of a machine."""
    if body is None:
        return None
    names = (
        agent.name
        for agent in snapshot.agents.values()
        if agent.sub == sub and agent.organisation == Siren.parse(body)
    )
    return next((name for name in names if name), None)

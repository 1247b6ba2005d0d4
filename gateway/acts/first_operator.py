"""The first operator of an empty catalog, declared by whoever installs the gateway."""

from __future__ import annotations

from catalog.declaration.declaration import Declaration
from catalog.declaration.difference import Difference
from catalog.model.subject import Strength, Subject
from gateway.acts.act import found_catalog
from gateway.acts.ports import ActPorts
from gateway.acts.problems import NoOperatorDeclared

_FOUNDER = Subject(
    agent="founder",
    issuer="urn:interco:founding",
    organisation=None,
    kind="person",
    roles=frozenset({"operator"}),
    proves=frozenset(Strength),
)
"""Named so in the record of the act; no token can say so, since no issuer has this name."""


async def register_first_operator(
    declaration: Declaration, ports: ActPorts, *, dry_run: bool
) -> Difference:
    """Raises CatalogHasAgents, NoOperatorDeclared, what applying it raises."""
    agents = [agent.value for each in declaration.organisations for agent in each.agents]
    if not any("operator" in agent.roles for agent in agents):
        raise NoOperatorDeclared
    return await found_catalog(declaration, _FOUNDER, ports, dry_run=dry_run)

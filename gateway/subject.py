"""Who, for whom, for what purpose: from claims and headers to the Subject of one request."""

from __future__ import annotations

from catalog.model.organisation import Agent
from catalog.model.subject import ANONYMOUS, Subject
from catalog.snapshot import Snapshot
from gateway.authentication import Claims
from gateway.problems import OrganisationNotAsserted, UnknownAgent
from policies.problems import MandateRequired


def resolve_subject(
    claims: Claims | None, snapshot: Snapshot, *, purpose: str | None, on_behalf_of: str | None
) -> Subject:
    """Roles, groups and purposes come from the catalog; the token only says who it is.

    Raises MandateRequired (no mandate exists yet, and a header is never ignored), UnknownAgent,
    OrganisationNotAsserted.
    """
    if on_behalf_of is not None:
        raise MandateRequired
    if claims is None:
        return ANONYMOUS
    agent = snapshot.agents.get((claims.issuer, claims.sub))
    if agent is None:
        raise UnknownAgent
    if agent.organisation is not None and agent.organisation != claims.siren:
        raise OrganisationNotAsserted
    return subject_of(agent, purpose)


def subject_of(agent: Agent, purpose: str | None = None) -> Subject:
    """A known agent as a subject, for one purpose or none."""
    return Subject(
        agent=agent.sub,
        issuer=agent.issuer,
        organisation=agent.organisation,
        kind=agent.kind.value,
        roles=agent.roles,
        groups=agent.groups,
        purposes=agent.purposes,
        purpose=purpose,
    )

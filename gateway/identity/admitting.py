"""Admission of a person whom a provider has shown: as an agent, or refused with people to ask."""

from __future__ import annotations

from datetime import date

from catalog.cog.cog import Cog
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind, Organisation
from catalog.model.subject import Strength
from catalog.snapshot import Snapshot
from gateway.identity.problems import (
    BodyChanged,
    BodyClosed,
    BodyNotNamed,
    BodyWithoutInterco,
    PersonWithoutRole,
)
from gateway.identity.signed_in import Identity
from policies.sign_in_problems import too_weak_for

_MANY = 3


def admit(
    identity: Identity,
    label: str,
    proves: frozenset[Strength],
    snapshot: Snapshot,
    cog: Cog,
    today: date,
) -> Agent:
    """The agent that this person is, for the body of this very sign-in. Raises Problems.

    Known by issuer and `sub`, never by an address of mail; roles are those of the catalog.
    """
    agent = snapshot.agents.get((identity.issuer, identity.sub))
    if agent is None or agent.organisation is not None:
        body = _body(identity.siren, label, snapshot)
        _refuse_closed(body, cog, today)
        if agent is None or agent.kind is not AgentKind.PERSON:
            raise PersonWithoutRole(body=body.name, whom=_stewards(body, snapshot))
        if agent.organisation != body.siren:
            raise BodyChanged(body=body.name, whom=_stewards(body, snapshot))
        if not agent.has_role:
            raise PersonWithoutRole(body=body.name, whom=_stewards(body, snapshot))
    if Strength.READ not in proves:
        raise too_weak_for(Strength.READ)
    return agent


def _body(siren: Siren | None, label: str, snapshot: Snapshot) -> Organisation:
    if siren is None:
        raise BodyNotNamed(provider=label)
    body = snapshot.organisations.get(siren)
    if body is None:
        raise BodyWithoutInterco(siren=str(siren))
    return body


def _refuse_closed(body: Organisation, cog: Cog, today: date) -> None:
    """Raises BodyClosed for a commune merged into another, by the code officiel géographique."""
    code = body.commune_code
    if code is not None and cog.commune_at(code, today) != code:
        raise BodyClosed(body=body.name)


def _stewards(body: Organisation, snapshot: Snapshot) -> str:
    """Their addresses, told to those alone whom their provider knows to be of this body."""
    addresses = sorted(
        agent.email
        for agent in snapshot.agents.values()
        if agent.organisation == body.siren and "steward" in agent.roles and agent.email
    )
    return f" ({', '.join(addresses[:_MANY])})" if addresses else ""

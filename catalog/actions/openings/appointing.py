"""Notes appointments of stewards and approvers: nobody chooses who approves their own opening."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from catalog.actions.openings.messages import TOLD
from catalog.changes import Changes, Entity
from catalog.model.message import Message
from catalog.model.organisation import Agent, Appointment
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot

SETTLED_AFTER: Final = timedelta(days=7)
"""Until then the people of the body, who are told, may take the role away or refuse the opening."""
_APPOINTED: Final = ("approver", "steward")


def with_appointments(
    changes: Changes, subject: Subject, catalog: Snapshot, now: datetime
) -> Changes:
    """`changes` with who gives these roles noted in each agent, whatever they say of it. The people
    of a body are told of roles that are given from outside, unless the changes tell of them.
    """
    put: list[Entity] = []
    messages: list[Message] = []
    is_told = any(each.kind.startswith("roles.") for each in changes.messages)
    for entity in changes.put:
        if not isinstance(entity, Agent):
            put.append(entity)
            continue
        before = catalog.agents.get((entity.issuer, entity.sub))
        noted = replace(entity, appointed=tuple(_noted(entity, before, subject, catalog, now)))
        put.append(noted)
        new = [each for each in noted.appointed if each.at == now and each.from_outside]
        if new and not is_told:
            messages.append(_message(noted, [each.role for each in new], subject, now))
    if not messages and tuple(put) == changes.put:
        return changes
    return replace(changes, put=tuple(put), messages=(*changes.messages, *messages))


def is_settled(appointed: Appointment, now: datetime) -> bool:
    return now >= appointed.at + SETTLED_AFTER


def _noted(
    agent: Agent, before: Agent | None, subject: Subject, catalog: Snapshot, now: datetime
) -> Iterator[Appointment]:
    known = before is not None and before.organisation == agent.organisation
    for role in _APPOINTED:
        if role not in agent.roles:
            continue
        if before is not None and known and role in before.roles:
            yield from (each for each in before.appointed if each.role == role)
            continue
        from_outside = _is_from_outside(agent, subject, catalog, now)
        yield Appointment(role, subject.issuer, subject.agent or "", now, from_outside)


def _is_from_outside(agent: Agent, subject: Subject, catalog: Snapshot, now: datetime) -> bool:
    """A steward who was made one from outside a moment ago is no hand of the body's own."""
    if subject.organisation != agent.organisation or "operator" in subject.roles:
        return True
    giver = catalog.agents.get((subject.issuer or "", subject.agent or ""))
    return giver is not None and any(
        each.from_outside and not is_settled(each, now) for each in giver.appointed
    )


def _message(agent: Agent, roles: list[str], subject: Subject, now: datetime) -> Message:
    digest = hashlib.sha256(f"{agent.issuer} {agent.sub}".encode()).hexdigest()[:16]
    return Message(
        kind="roles.granted",
        key=f"roles.granted/{digest}/{now.isoformat()}",
        to=() if agent.organisation is None else (agent.organisation,),
        roles=TOLD,
        about=agent.name or agent.email or agent.sub,
        facts={"roles": sorted(roles), "by": subject.agent or ""},
    )

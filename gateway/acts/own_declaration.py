"""A body written back as YAML, for whoever may declare it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from catalog.declaration.writing import write_body
from catalog.model.subject import Subject
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_called
from policies.acts import ActQuestion, Section
from policies.problems import MandateRequired

_OF_THE_OPERATOR = frozenset({Section.MEMBERSHIPS, Section.HOSTS})


@dataclass(frozen=True, slots=True)
class OwnDeclaration:
    """`left_out` are names that a file cannot say."""

    yaml: str
    left_out: tuple[str, ...] = ()


async def own_declaration(
    organisation: str | None, subject: Subject, ports: ActPorts
) -> OwnDeclaration:
    """To a steward what stewards declare of their own body; to whoever may declare people and
    memberships, those too. Raises ActsRefused, UnknownOwner, OwnerNotSaid, MandateRequired.
    """
    if subject.on_behalf_of is not None:
        raise MandateRequired
    snapshot = await ports.catalog.current()
    owner = owner_called(organisation, subject.organisation, snapshot)
    await ask_the_law(ActQuestion(subject, owner.siren, frozenset()), ports.law)
    everything = ActQuestion(subject, owner.siren, _OF_THE_OPERATOR)
    decision = await ports.law.decide_act(everything)

    def written() -> OwnDeclaration:
        body = write_body(owner.siren, snapshot, ports.directory_roots, whole=decision.allow)
        return OwnDeclaration(body.yaml, body.left_out)

    # Beside the loop: a body that declares much is long to write.
    return await asyncio.to_thread(written)

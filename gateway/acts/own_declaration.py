"""A body written back as YAML, for whoever may declare it."""

from __future__ import annotations

from catalog.declaration.writing import WrittenBody, write_body
from catalog.model.subject import Subject
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_called
from policies.acts import ActQuestion, Section
from policies.problems import MandateRequired

_OF_THE_OPERATOR = frozenset({Section.MEMBERSHIPS, Section.HOSTS})


async def own_declaration(
    organisation: str | None, subject: Subject, ports: ActPorts
) -> WrittenBody:
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
    return write_body(owner.siren, snapshot, ports.directory_roots, whole=decision.allow)

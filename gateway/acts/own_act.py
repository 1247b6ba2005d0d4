"""An act of a body on what is its own alone: one question to the law, and one line of the audit."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.changes import ActRecord
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of
from gateway.acts.commit import Change
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class OwnFacts:
    facts: Facts
    question: SharingQuestion


@dataclass(frozen=True, slots=True)
class OwnAct(Change[OwnFacts, Acted]):
    """`law_name`: the act as the law knows it."""

    law_name: ClassVar[str]

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> OwnFacts:
        question = SharingQuestion(standpoint.subject, self.law_name, standpoint.now)
        return OwnFacts(Facts(standpoint.snapshot, standpoint.now), question)

    @override
    def questions(self, subject: Subject, facts: OwnFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def record(self, subject: Subject, facts: OwnFacts, result: Acted) -> ActRecord:
        actor = actor_of(facts.question)
        return ActRecord(
            at=facts.facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=result.act,
            summary=self.summary(result),
        )

    @abstractmethod
    def summary(self, result: Acted) -> Mapping[str, object]:
        """The part of the act that the audit keeps; never a secret."""

"""A request for data that were not found, handed to a body: by its agents, or from outside."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from catalog.actions.asking import AskForData, ask_for_data
from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.source_problems import UnknownOwner
from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


async def ask_a_body(
    act: AskForData, to: str, subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Acted:
    """`to`: the SIREN of the body. Raises ActsRefused, ActRefused, UnknownOwner, CatalogMoved."""
    return (await commit(_Ask(act, to), subject, ports, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _AskFacts:
    facts: Facts
    question: SharingQuestion
    to: Organisation


@dataclass(frozen=True, slots=True)
class _Ask(Change[_AskFacts, Acted]):
    act: AskForData
    to: str

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _AskFacts:
        """Bodies are public: to name one that there is not tells nothing."""
        body = standpoint.snapshot.organisations.get(Siren(self.to))
        if body is None:
            raise UnknownOwner(organisation=self.to[:20])
        name = "ask_for_data" if self.act.outsider is None else "ask_from_outside"
        question = SharingQuestion(standpoint.subject, name, standpoint.now)
        return _AskFacts(Facts(standpoint.snapshot, standpoint.now), question, body)

    @override
    def questions(self, subject: Subject, facts: _AskFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: _AskFacts) -> tuple[Acted, Changes]:
        acted = ask_for_data(self.act, facts.to, facts.facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _AskFacts, result: Acted) -> ActRecord:
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=subject.organisation or facts.to.siren,
            action=result.act,
            summary={"to": facts.to.siren, "from_outside": self.act.outsider is not None},
        )

"""Lists senders who may mail files to a body, as its steward says: the law, the rule, one write."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.mail_senders.mail_senders import list_sender, remove_sender
from catalog.actions.outcome import Acted
from catalog.changes import ActRecord, Changes
from catalog.model.mail_sender import MailSender
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, ask_the_law
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class MailSenderService:
    """Raises ActsRefused for whoever is no steward of an organisation."""

    subject: Subject
    acts: ActPorts

    async def senders(self) -> tuple[MailSender, ...]:
        question = SharingQuestion(self.subject, "list_mail_senders", self.acts.clock())
        await ask_the_law(question, self.acts.law)
        own = self.subject.organisation
        snapshot = await self.acts.catalog.current()
        listed = None if own is None else snapshot.mail_senders.get(own)
        return () if listed is None else listed.senders

    async def add(self, address: str, *, dry_run: bool) -> Acted:
        """Raises ActRefused, CatalogMoved."""
        change = _SetSender(address, is_listed=True)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result

    async def remove(self, address: str, *, dry_run: bool) -> Acted:
        """Raises UnknownSender, CatalogMoved."""
        change = _SetSender(address, is_listed=False)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _SenderFacts:
    facts: Facts
    question: SharingQuestion


@dataclass(frozen=True, slots=True)
class _SetSender(Change[_SenderFacts, Acted]):
    address: str
    is_listed: bool

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _SenderFacts:
        question = SharingQuestion(standpoint.subject, "set_mail_sender", standpoint.now)
        return _SenderFacts(Facts(standpoint.snapshot, standpoint.now), question)

    @override
    def questions(self, subject: Subject, facts: _SenderFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: _SenderFacts) -> tuple[Acted, Changes]:
        own = subject.organisation
        if own is None:
            raise TypeError("the law lets stewards of an organisation through, nobody else")
        if self.is_listed:
            acted = list_sender(own, self.address, subject.agent or "", facts.facts)
        else:
            acted = remove_sender(own, self.address, facts.facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _SenderFacts, result: Acted) -> ActRecord:
        actor = actor_of(facts.question)
        return ActRecord(
            at=facts.facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=result.act,
            summary={"address": self.address.strip().lower()[:254]},
        )

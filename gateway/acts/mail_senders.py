"""Lists senders who may mail files to a body, as its steward says: the law, the rule, one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.mail_senders.mail_senders import list_sender, remove_sender
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.mail_sender import MailSender
from catalog.model.subject import Subject
from gateway.acts.act_questions import ask_the_law
from gateway.acts.commit import commit
from gateway.acts.own_act import OwnAct, OwnFacts
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
class _SetSender(OwnAct):
    address: str
    is_listed: bool
    law_name: ClassVar[str] = "set_mail_sender"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        own = subject.organisation
        if own is None:
            raise TypeError("the law lets stewards of an organisation through, nobody else")
        if self.is_listed:
            acted = list_sender(own, self.address, subject.agent or "", facts.facts)
        else:
            acted = remove_sender(own, self.address, facts.facts)
        return acted, acted.changes

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"address": self.address.strip().lower()[:254]}

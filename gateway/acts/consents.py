"""Consents given, withdrawn, and told of where a run has read by them: one write each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services import consents
from catalog.changes import Changes
from catalog.model.consent import Consent
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.commit import commit
from gateway.acts.ports import ActPorts
from gateway.acts.service_acts import ServiceChange, ServiceFacts, body_of

Receipts = tuple[tuple[Consent, str], ...]
"""Each consent with the signed receipt of all that it gave to one run."""


@dataclass(frozen=True, slots=True)
class ConsentActs:
    """All raise ActsRefused, CatalogMoved, and what their rules raise."""

    subject: Subject
    acts: ActPorts

    async def give(self, wanted: Consent, *, dry_run: bool) -> Acted:
        return await self._done(GiveConsent(wanted), dry_run=dry_run)

    async def end(self, consent: str, *, dry_run: bool) -> Acted:
        return await self._done(EndConsent(consent), dry_run=dry_run)

    async def tell_owners(self, receipts: Receipts, run: str, once: str) -> None:
        """`once`: what is told again under the same words is told no second time."""
        await self._done(ReadByConsent(receipts, run, once), dry_run=False)

    async def _done(self, change: ServiceChange, *, dry_run: bool) -> Acted:
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        return outcome.result


@dataclass(frozen=True, slots=True)
class GiveConsent(ServiceChange):
    wanted: Consent
    law_name: ClassVar[str] = "give_consent"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return consents.give_consent(self.wanted, facts)

    @override
    def summary(self) -> dict[str, object]:
        return {
            "service": self.wanted.service,
            "dataset": self.wanted.dataset,
            "purpose": self.wanted.purpose,
            "end": self.wanted.end.isoformat(),
            "binding": self.wanted.binding,
        }


@dataclass(frozen=True, slots=True)
class EndConsent(ServiceChange):
    consent: str
    law_name: ClassVar[str] = "end_consent"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return consents.end_consent(self.consent, body_of(subject), facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"consent": self.consent}


@dataclass(frozen=True, slots=True)
class ReadByConsent(ServiceChange):
    """Kept in the audit of acts too: which run has read by which consents. A run of which every
    owner was told before is an entry of the audit of readings alone, and moves no catalog.
    """

    receipts: Receipts
    run: str
    once: str
    law_name: ClassVar[str] = "read_by_consent"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> ServiceFacts:
        known = await ServiceChange.facts(self, standpoint, ports)
        if ports.messages_written is None or standpoint.subject.organisation is None:
            return known
        messages = self.acted(standpoint.subject, known.facts).changes.messages
        return replace(known, written=await ports.messages_written([each.key for each in messages]))

    @override
    def rule(self, subject: Subject, facts: ServiceFacts) -> tuple[Acted, Changes]:
        acted = self.acted(subject, facts.facts)
        new = tuple(each for each in acted.changes.messages if each.key not in facts.written)
        return acted, Changes(messages=new)

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return consents.tell_owners(body_of(subject), self.receipts, self.once, facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"run": self.run, "consents": [consent.id for consent, _ in self.receipts]}

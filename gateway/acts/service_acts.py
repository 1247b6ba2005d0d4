"""Services published, activated, upgraded and ended: the law, the rule, one write."""

from __future__ import annotations

import asyncio
import base64
from abc import abstractmethod
from dataclasses import dataclass, replace
from time import monotonic
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.services import activations, publishing
from catalog.actions.services.problems import BindingRefused, ServiceTampered
from catalog.changes import ActRecord, Changes
from catalog.giving_way import giving_way, rest_after
from catalog.model.identifiers import Siren
from catalog.model.problem import DeniedProblem
from catalog.model.published_service import Activation, PublishedService
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of, ask_the_law, discoverable_to
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.who_can import refusals_of
from gateway.proof.signing_key import SigningKey, TrustedKeys
from policies.sharing import SharingQuestion
from services_run.content import content_digest, service_in, service_to_publish
from services_run.folder import Service
from services_run.reviewing import messages_to_review


@dataclass(frozen=True, slots=True)
class ServiceActs:
    """All raise ActsRefused, CatalogMoved, and what their rules raise."""

    subject: Subject
    acts: ActPorts
    key: SigningKey

    async def publish(self, content: str, *, dry_run: bool) -> Acted:
        """`content` as `content_of` writes it. Raises ActsRefused for whoever may publish nothing,
        before any of it is read; ServiceProblems for what is not sound.
        """
        question = SharingQuestion(self.subject, publishing_act(self.subject), self.acts.clock())
        await ask_the_law(question, self.acts.law)
        begun = monotonic()
        try:
            # Beside the loop: it is long to read.
            service = await asyncio.to_thread(_read_giving_way, content)
            return await self.done(Publish(content, service, self.key), dry_run=dry_run)
        finally:
            # Whoever publishes version after version leaves half of the time to others.
            await asyncio.sleep(rest_after(monotonic() - begun))

    async def activate(self, wanted: Activation, *, dry_run: bool) -> Acted:
        return await self.done(Activate(wanted), dry_run=dry_run)

    async def refusals_to_activate(self, standpoint: Standpoint) -> list[DeniedProblem]:
        """Refusals of any activation by this caller; none for a caller who may activate."""
        question = SharingQuestion(standpoint.subject, Activate.law_name, standpoint.now)
        return refusals_of(await self.acts.law.decide_act(question), standpoint)

    async def upgrade(self, wanted: Activation, *, dry_run: bool) -> Acted:
        return await self.done(Upgrade(wanted), dry_run=dry_run)

    async def end(self, activation: str, *, dry_run: bool) -> Acted:
        return await self.done(EndActivation(activation), dry_run=dry_run)

    async def report_anomaly(self, dataset: str, text: str, *, dry_run: bool) -> Acted:
        return await self.done(ReportAnomaly(dataset, text), dry_run=dry_run)

    async def done(self, change: ServiceChange, *, dry_run: bool) -> Acted:
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        return outcome.result


def _read_giving_way(content: str) -> Service:
    with giving_way():
        return service_to_publish(content)


def publishing_act(subject: Subject) -> str:
    return "publish_service" if "operator" in subject.roles else "publish_own_service"


def verified(published: PublishedService, key: SigningKey) -> Service:
    """The service as it was signed. Raises ServiceTampered, whatever of it is not what was."""
    padded = published.signature + "=" * (-len(published.signature) % 4)
    try:
        signature = base64.urlsafe_b64decode(padded)
    except ValueError:
        signature = b""
    is_whole = content_digest(published.content) == published.digest
    trusted = TrustedKeys.of([key.public])
    if not (is_whole and trusted.verify(published.key, published.signed_message, signature)):
        raise ServiceTampered(service=published.id)
    service = service_in(published.content)
    if (service.id, service.version) != (published.service, published.version):
        raise ServiceTampered(service=published.id)
    return service


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """`written`: keys of messages that were written before."""

    facts: Facts
    question: SharingQuestion
    written: frozenset[str] = frozenset()


class ServiceChange(Change[ServiceFacts, Acted]):
    """One act of a body on its own activations, or of a publisher."""

    law_name: ClassVar[str]

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> ServiceFacts:
        return await _facts(self.law_name, standpoint, ports)

    @override
    def questions(self, subject: Subject, facts: ServiceFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: ServiceFacts) -> tuple[Acted, Changes]:
        acted = self.acted(subject, facts.facts)
        return acted, acted.changes

    @abstractmethod
    def acted(self, subject: Subject, facts: Facts) -> Acted: ...

    @abstractmethod
    def summary(self) -> dict[str, object]: ...

    @override
    def record(self, subject: Subject, facts: ServiceFacts, result: Acted) -> ActRecord:
        actor = actor_of(facts.question)
        return ActRecord(
            at=facts.facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=result.act,
            summary=self.summary(),
        )


async def _facts(law_name: str, standpoint: Standpoint, ports: ActPorts) -> ServiceFacts:
    known = None if ports.policy is None else await discoverable_to(standpoint, ports.policy)
    facts = Facts(standpoint.snapshot, standpoint.now, discoverable=known)
    return ServiceFacts(facts, SharingQuestion(standpoint.subject, law_name, standpoint.now))


def body_of(subject: Subject) -> Siren:
    if subject.organisation is None:
        raise TypeError("the law lets agents of an organisation through, nobody else")
    return subject.organisation


@dataclass(frozen=True, slots=True)
class Publish(ServiceChange):
    content: str
    service: Service
    key: SigningKey

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> ServiceFacts:
        """The platform's own act, or a body's, of which the rule says whose it may be."""
        return await _facts(publishing_act(standpoint.subject), standpoint, ports)

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        service = self.service
        wanted = PublishedService(
            service=service.id,
            version=service.version,
            publisher=Siren.parse(service.publisher),
            digest=content_digest(self.content),
            content=self.content,
            key=self.key.id,
            signature="",
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            at=facts.now,
        )
        own = None if "operator" in subject.roles else body_of(subject)
        acted = publishing.publish(wanted, own, self._signed, facts)
        if not acted.changes.put:
            return acted
        messages = messages_to_review(service, facts.catalog)
        return replace(acted, changes=replace(acted.changes, messages=messages))

    def _signed(self, published: PublishedService) -> PublishedService:
        signature = self.key.sign(published.signed_message)
        text = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
        return replace(published, signature=text)

    @override
    def summary(self) -> dict[str, object]:
        return {
            "service": self.service.id,
            "version": self.service.version,
            "digest": content_digest(self.content),
        }


@dataclass(frozen=True, slots=True)
class Activate(ServiceChange):
    wanted: Activation
    law_name: ClassVar[str] = "activate_service"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return activations.activate(_by(self.wanted, subject, facts), facts)

    @override
    def summary(self) -> dict[str, object]:
        return _summary(self.wanted)


@dataclass(frozen=True, slots=True)
class Upgrade(ServiceChange):
    wanted: Activation
    law_name: ClassVar[str] = "upgrade_service"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return activations.upgrade(_by(self.wanted, subject, facts), facts)

    @override
    def summary(self) -> dict[str, object]:
        return _summary(self.wanted)


@dataclass(frozen=True, slots=True)
class EndActivation(ServiceChange):
    activation: str
    law_name: ClassVar[str] = "end_activation"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        return activations.end(self.activation, body_of(subject), facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"activation": self.activation}


@dataclass(frozen=True, slots=True)
class ReportAnomaly(ServiceChange):
    dataset: str
    text: str
    law_name: ClassVar[str] = "report_anomaly"

    @override
    def acted(self, subject: Subject, facts: Facts) -> Acted:
        """A dataset that one may not know of is as unknown as none."""
        known, own = facts.catalog.datasets.get(self.dataset), body_of(subject)
        may_know = facts.discoverable is not None and self.dataset in facts.discoverable
        if known is None or not (known.owner == own or may_know):
            raise BindingRefused(
                role="dataset",
                why_fr="ce jeu n'existe pas",
                why_en="there is no such dataset",
            )
        return activations.report_anomaly(self.dataset, self.text, own, subject.agent or "", facts)

    @override
    def summary(self) -> dict[str, object]:
        return {"dataset": self.dataset, "length": len(self.text)}


def _by(wanted: Activation, subject: Subject, facts: Facts) -> Activation:
    return replace(
        wanted,
        body=body_of(subject),
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        at=facts.now,
    )


def _summary(wanted: Activation) -> dict[str, object]:
    return {
        "service": wanted.published,
        "purpose": wanted.purpose,
        "bindings": {binding.role: binding.dataset for binding in wanted.bindings},
    }

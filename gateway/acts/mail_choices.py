"""The choices of one request's subject about messages: the law, the rule, then one write."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted, Actor
from catalog.actions.told.choices import (
    choose_rhythm,
    follow,
    follow_service,
    unfollow,
    unfollow_service,
)
from catalog.actions.told.following import may_follow
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.mail_choices import MailChoices, MailRhythm
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.acts.act_questions import actor_of
from gateway.acts.commit import commit
from gateway.acts.own_act import OwnAct, OwnFacts
from gateway.acts.ports import ActPorts


@dataclass(frozen=True, slots=True)
class MailChoiceService:
    """Raises ActsRefused for who is no person with a role in a body."""

    subject: Subject
    acts: ActPorts

    async def choices(self) -> MailChoices | None:
        """The subject's own, or everybody's until they choose; None for no person."""
        issuer, agent = self.subject.issuer, self.subject.agent
        if issuer is None or agent is None:
            return None
        snapshot = await self.acts.catalog.current()
        return snapshot.mail_choices.get((issuer, agent)) or MailChoices(issuer, agent)

    def may_follow(self, dataset: Dataset, snapshot: Snapshot) -> bool:
        return may_follow(dataset, self.subject.organisation, Facts(snapshot, self.acts.clock()))

    async def choose_rhythm(self, rhythm: MailRhythm, *, dry_run: bool) -> Acted:
        """Raises CatalogMoved."""
        return await self._done(_ChooseRhythm(rhythm), dry_run=dry_run)

    async def follow(self, dataset: Dataset, *, dry_run: bool) -> Acted:
        """`dataset` is one that the subject may discover. Raises NothingToFollow, TooMuchFollowed,
        CatalogMoved.
        """
        return await self._done(_Follow(dataset), dry_run=dry_run)

    async def unfollow(self, dataset_id: str, *, dry_run: bool) -> Acted:
        return await self._done(_Unfollow(dataset_id), dry_run=dry_run)

    async def follow_service(
        self, activation: str, title: Bilingual, *, has_alerts: bool, dry_run: bool
    ) -> Acted:
        """Raises UnknownActivation, ServiceWithoutAlerts, TooManyServicesFollowed, CatalogMoved."""
        return await self._done(_FollowService(activation, title, has_alerts), dry_run=dry_run)

    async def unfollow_service(self, activation: str, *, dry_run: bool) -> Acted:
        return await self._done(_UnfollowService(activation), dry_run=dry_run)

    async def _done(self, change: _Choice, *, dry_run: bool) -> Acted:
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _Choice(OwnAct):
    law_name: ClassVar[str] = "choose_messages"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = self.apply(actor_of(facts.question), facts.facts)
        return acted, acted.changes

    @abstractmethod
    def apply(self, actor: Actor, facts: Facts) -> Acted: ...


@dataclass(frozen=True, slots=True)
class _ChooseRhythm(_Choice):
    rhythm: MailRhythm

    @override
    def apply(self, actor: Actor, facts: Facts) -> Acted:
        return choose_rhythm(self.rhythm, actor, facts)

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"rhythm": self.rhythm.value}


@dataclass(frozen=True, slots=True)
class _Follow(_Choice):
    dataset: Dataset

    @override
    def apply(self, actor: Actor, facts: Facts) -> Acted:
        return follow(self.dataset, actor, facts)

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"follows": self.dataset.id}


@dataclass(frozen=True, slots=True)
class _Unfollow(_Choice):
    dataset_id: str

    @override
    def apply(self, actor: Actor, facts: Facts) -> Acted:
        return unfollow(self.dataset_id, actor, facts)

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"follows_no_more": self.dataset_id}


@dataclass(frozen=True, slots=True)
class _FollowService(_Choice):
    activation: str
    title: Bilingual
    has_alerts: bool

    @override
    def apply(self, actor: Actor, facts: Facts) -> Acted:
        return follow_service(self.activation, self.title, actor, facts, has_alerts=self.has_alerts)

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"follows_service": self.activation}


@dataclass(frozen=True, slots=True)
class _UnfollowService(_Choice):
    activation: str

    @override
    def apply(self, actor: Actor, facts: Facts) -> Acted:
        return unfollow_service(self.activation, actor, facts)

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"follows_service_no_more": self.activation}

"""Sets the quota of a body, as the operator says: the law, the rule, one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.outcome import Acted
from catalog.actions.quotas.quotas import set_quota
from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren
from catalog.model.quota import Quota, QuotaKind
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_called
from policies.sharing import SharingQuestion

Limits = Mapping[QuotaKind, int | None]


@dataclass(frozen=True, slots=True)
class QuotaActs:
    """Raises ActsRefused for all but the operator."""

    subject: Subject
    acts: ActPorts

    async def set_quota(self, body: str, limits: Limits, *, dry_run: bool) -> Acted:
        """`body` by short name or SIREN. Raises UnknownOwner, ActRefused, CatalogMoved."""
        change = _SetQuota(body, limits)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _QuotaFacts:
    facts: Facts
    question: SharingQuestion
    body: Siren


@dataclass(frozen=True, slots=True)
class _SetQuota(Change[_QuotaFacts, Acted]):
    body: str
    limits: Limits
    law_name: ClassVar[str] = "set_quota"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _QuotaFacts:
        question = SharingQuestion(standpoint.subject, self.law_name, standpoint.now)
        body = owner_called(self.body, None, standpoint.snapshot)
        return _QuotaFacts(Facts(standpoint.snapshot, standpoint.now), question, body.siren)

    @override
    def questions(self, subject: Subject, facts: _QuotaFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: _QuotaFacts) -> tuple[Acted, Changes]:
        limits = {kind.value: limit for kind, limit in self.limits.items()}
        acted = set_quota(Quota(facts.body, **limits), facts.facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _QuotaFacts, result: Acted) -> ActRecord:
        """For the body that it is about, which reads its own acts."""
        actor, before = actor_of(facts.question), facts.facts.catalog.quotas.get(facts.body)
        return ActRecord(
            at=facts.facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=facts.body,
            action=result.act,
            summary={
                "before": {kind.value: before and before.limit(kind) for kind in QuotaKind},
                "after": {kind.value: self.limits.get(kind) for kind in QuotaKind},
            },
        )

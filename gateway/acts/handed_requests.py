"""An agent hands a request for data to the stewards of their own body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.handed_request import HandRequest, hand_request
from catalog.actions.outcome import Acted
from catalog.changes import ActRecord, Changes
from catalog.model.dataset import Dataset
from catalog.model.organisation import Organisation
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from gateway.acts.act_questions import actor_of, discoverable_to
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_called
from policies.sharing import SharingQuestion


async def hand_to_steward(
    act: HandRequest, subject: Subject, ports: ActPorts, *, dry_run: bool
) -> Acted:
    """Raises ActsRefused, UnknownDataset, OwnerNotSaid, RequestTooLong, ActRefused,
    CatalogMoved.
    """
    return (await commit(_Hand(act), subject, ports, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _HandFacts:
    facts: Facts
    question: SharingQuestion
    own: Organisation
    dataset: Dataset


@dataclass(frozen=True, slots=True)
class _Hand(Change[_HandFacts, Acted]):
    act: HandRequest
    law_name: ClassVar[str] = "hand_request"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _HandFacts:
        """A dataset that one may not know of is as unknown as none."""
        snapshot, subject = standpoint.snapshot, standpoint.subject
        dataset = snapshot.datasets.get(self.act.dataset)
        known = (
            frozenset[str]()
            if ports.policy is None
            else await discoverable_to(standpoint, ports.policy)
        )
        if dataset is None or dataset.id not in known:
            raise UnknownDataset(dataset=self.act.dataset[:120], did_you_mean=None)
        own = owner_called(None, subject.organisation, snapshot)
        question = SharingQuestion(subject, self.law_name, standpoint.now)
        return _HandFacts(Facts(snapshot, standpoint.now), question, own, dataset)

    @override
    def questions(self, subject: Subject, facts: _HandFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: _HandFacts) -> tuple[Acted, Changes]:
        acted = hand_request(
            self.act, facts.dataset, facts.own, actor_of(facts.question), facts.facts
        )
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _HandFacts, result: Acted) -> ActRecord:
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=facts.own.siren,
            action=result.act,
            summary={"dataset": facts.dataset.id},
        )

"""The second person's part: an opening that waits is confirmed, refused, or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.openings.appointing import is_settled
from catalog.actions.openings.deciding import confirm_opening, refuse_opening, withdraw_opening
from catalog.actions.openings.problems import NothingToConfirm
from catalog.actions.openings.widening import opened
from catalog.actions.outcome import Acted
from catalog.changes import ActRecord, Changes
from catalog.model.dataset import Dataset
from catalog.model.opening import Opening
from catalog.model.organisation import Appointment
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import ask_the_law
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_and_name
from policies.openings import OpeningQuestion


@dataclass(frozen=True, slots=True)
class WaitingOpening:
    """`now` is the dataset as it is, `then` as it would be."""

    opening: Opening
    now: Dataset
    then: Dataset


@dataclass(frozen=True, slots=True)
class OpeningActs:
    """As one request's subject. All raise ActsRefused; the acts raise NothingToConfirm, ActRefused
    and CatalogMoved too. A dataset is called `organisation.name`, by its id, or shortly by one's
    own people.
    """

    subject: Subject
    acts: ActPorts

    async def waiting(self) -> tuple[WaitingOpening, ...]:
        """Of one's own body, the oldest first."""
        body = self.subject.organisation
        snapshot = await self.acts.catalog.current()
        if body is None:
            return ()
        await ask_the_law(OpeningQuestion(self.subject, "see", body), self.acts.law)
        return tuple(
            WaitingOpening(opening, dataset, opened(dataset, opening))
            for opening in sorted(snapshot.openings.values(), key=lambda each: each.at)
            if opening.body == body
            and (dataset := snapshot.datasets.get(opening.dataset_id)) is not None
        )

    async def confirm(self, dataset: str, sha256: str, *, dry_run: bool) -> Acted:
        """Opens exactly what has this digest. Raises OpeningChanged, PersonalNeverOpen."""
        return await self._done(_Decide("confirm", dataset, sha256), dry_run=dry_run)

    async def refuse(self, dataset: str, reason: str, *, dry_run: bool) -> Acted:
        """Raises NoReasonToRefuse."""
        return await self._done(_Decide("refuse", dataset, reason), dry_run=dry_run)

    async def withdraw(self, dataset: str, *, dry_run: bool) -> Acted:
        return await self._done(_Decide("withdraw", dataset, ""), dry_run=dry_run)

    async def _done(self, change: _Decide, *, dry_run: bool) -> Acted:
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _OpeningFacts:
    facts: Facts
    dataset: Dataset
    opening: Opening


@dataclass(frozen=True, slots=True)
class _Decide(Change[_OpeningFacts, Acted]):
    """`answer` is the digest that is confirmed, or the reason of a refusal."""

    act: Literal["confirm", "refuse", "withdraw"]
    dataset: str
    answer: str

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _OpeningFacts:
        """To whom may not know of it, nothing waits either."""
        snapshot, subject = standpoint.snapshot, standpoint.subject
        dataset = snapshot.dataset_spelt(self.dataset)
        if dataset is None and subject.organisation is not None:
            owner, name = owner_and_name(self.dataset, subject.organisation, snapshot)
            dataset = snapshot.own_dataset_spelt(owner.siren, name)
        opening = None if dataset is None else snapshot.openings.get(dataset.id)
        if dataset is None or opening is None or dataset.owner != subject.organisation:
            raise NothingToConfirm(dataset=self.dataset[:120])
        facts = Facts(snapshot, standpoint.now, cog=cog_in(snapshot))
        return _OpeningFacts(facts, dataset, opening)

    @override
    def questions(self, subject: Subject, facts: _OpeningFacts) -> tuple[OpeningQuestion, ...]:
        return (
            OpeningQuestion(
                subject,
                self.act,
                facts.dataset.owner,
                facts.opening,
                appointed=_just_appointed(subject, facts.facts),
            ),
        )

    @override
    def rule(self, subject: Subject, facts: _OpeningFacts) -> tuple[Acted, Changes]:
        acted = self._acted(subject.agent or "", facts)
        return acted, acted.changes

    @override
    def confirmed(self, facts: _OpeningFacts) -> frozenset[str]:
        return frozenset({facts.dataset.id} if self.act == "confirm" else ())

    @override
    def record(self, subject: Subject, facts: _OpeningFacts, result: Acted) -> ActRecord:
        """For the body that owns the data, which reads its own acts."""
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=facts.dataset.owner,
            action=result.act,
            summary={
                "dataset": facts.dataset.id,
                "sha256": facts.opening.sha256,
                "proposed_by": facts.opening.by,
                "reason": self.answer.strip() if self.act == "refuse" else None,
            },
        )

    def _acted(self, person: str, facts: _OpeningFacts) -> Acted:
        match self.act:
            case "confirm":
                return confirm_opening(facts.dataset, self.answer, person, facts.facts)
            case "refuse":
                return refuse_opening(facts.dataset, self.answer, person, facts.facts)
            case "withdraw":
                return withdraw_opening(facts.dataset, person, facts.facts)


def _just_appointed(subject: Subject, facts: Facts) -> Appointment | None:
    agent = facts.catalog.agents.get((subject.issuer or "", subject.agent or ""))
    known = () if agent is None else agent.appointed
    return next(
        (each for each in known if each.role == "approver" and not is_settled(each, facts.now)),
        None,
    )

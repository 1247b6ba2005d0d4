"""Indicators as one request's subject makes and changes them: the law, the rule, then one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.indicators.indicators import (
    DerivedUnit,
    IndicatorWanted,
    indicators_of,
    remove_indicator,
    save_indicator,
)
from catalog.actions.indicators.problems import UnknownIndicator
from catalog.actions.indicators.targets import TargetWanted, set_target
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.indicator import Indicator
from catalog.model.subject import Subject
from gateway.acts.act_questions import actor_of, ask_the_law
from gateway.acts.commit import commit
from gateway.acts.own_act import OwnAct, OwnFacts
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class IndicatorActs:
    """All of it raises ActsRefused for whoever the law does not let through."""

    subject: Subject
    acts: ActPorts

    async def indicators(self) -> tuple[Indicator, ...]:
        """The indicators of one's own body, by title."""
        question = SharingQuestion(self.subject, "list_indicators", self.acts.clock())
        await ask_the_law(question, self.acts.law)
        own, snapshot = self.subject.organisation, await self.acts.catalog.current()
        return () if own is None else indicators_of(own, snapshot)

    async def indicator(self, name: str) -> Indicator:
        """Raises UnknownIndicator."""
        indicator = next((each for each in await self.indicators() if each.name == name), None)
        if indicator is None:
            raise UnknownIndicator(name=name[:60])
        return indicator

    async def save(
        self, proposal: IndicatorWanted, derived: DerivedUnit, *, dry_run: bool
    ) -> Acted:
        """Raises ActRefused, CatalogMoved. The formula of `proposal` fits its data."""
        change = _Save(proposal, derived)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result

    async def remove(self, name: str, *, dry_run: bool) -> Acted:
        """Raises UnknownIndicator, CatalogMoved."""
        return (await commit(_Remove(name), self.subject, self.acts, dry_run=dry_run)).result

    async def set_target(self, name: str, target: TargetWanted | None, *, dry_run: bool) -> Acted:
        """None takes it away. Raises UnknownIndicator, ActRefused, CatalogMoved."""
        change = _SetTarget(name, target)
        return (await commit(change, self.subject, self.acts, dry_run=dry_run)).result


@dataclass(frozen=True, slots=True)
class _IndicatorAct(OwnAct):
    """A person looks after what is their own, and what is new; the others' is for stewards."""

    own_law_name: ClassVar[str]

    @override
    def questions(self, subject: Subject, facts: OwnFacts) -> tuple[SharingQuestion, ...]:
        saved = facts.facts.catalog.indicators.get(f"{subject.organisation}/{self.of}")
        own = saved is None or saved.is_of(subject.agent)
        law_name = self.own_law_name if own else self.law_name
        return (SharingQuestion(subject, law_name, facts.facts.now),)

    @property
    def of(self) -> str:
        """The name of the indicator."""
        raise NotImplementedError

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        return {"indicator": self.of}


@dataclass(frozen=True, slots=True)
class _Save(_IndicatorAct):
    proposal: IndicatorWanted
    derived: DerivedUnit
    law_name: ClassVar[str] = "save_indicator"
    own_law_name: ClassVar[str] = "save_own_indicator"

    @property
    @override
    def of(self) -> str:
        return self.proposal.name

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        actor = actor_of(facts.question)
        acted = save_indicator(self.proposal, self.derived, actor, facts.facts)
        return acted, acted.changes

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        (saved,) = result.changes.put
        if not isinstance(saved, Indicator):
            raise TypeError(saved)
        sides = [side.dataset for side in saved.current.sides]
        return {"indicator": saved.name, "version": saved.current.number, "datasets": sides}


@dataclass(frozen=True, slots=True)
class _Remove(_IndicatorAct):
    name: str
    law_name: ClassVar[str] = "remove_indicator"
    own_law_name: ClassVar[str] = "remove_own_indicator"

    @property
    @override
    def of(self) -> str:
        return self.name

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = remove_indicator(self.name, actor_of(facts.question), facts.facts)
        return acted, acted.changes


@dataclass(frozen=True, slots=True)
class _SetTarget(_IndicatorAct):
    name: str
    target: TargetWanted | None
    law_name: ClassVar[str] = "save_indicator"
    own_law_name: ClassVar[str] = "save_own_indicator"

    @property
    @override
    def of(self) -> str:
        return self.name

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        acted = set_target(self.name, self.target, actor_of(facts.question), facts.facts)
        return acted, acted.changes

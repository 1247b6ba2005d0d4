"""The look of a body's pages, as one of its stewards asks for it: the law, the rule, one write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.looks.looks import remove_look, set_look
from catalog.actions.outcome import Acted
from catalog.changes import ActRecord, Changes
from catalog.model.look import Look
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import actor_of
from gateway.acts.commit import Change, commit
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class LookService:
    """Raises ActsRefused for whoever is no steward of an organisation."""

    subject: Subject
    acts: ActPorts

    async def set_look(self, wanted: Look, *, dry_run: bool) -> Acted:
        """Raises ActRefused, CatalogMoved."""
        outcome = await commit(_SetLook(wanted), self.subject, self.acts, dry_run=dry_run)
        return outcome.result

    async def remove_look(self, *, dry_run: bool) -> Acted:
        outcome = await commit(_SetLook(None), self.subject, self.acts, dry_run=dry_run)
        return outcome.result


@dataclass(frozen=True, slots=True)
class _LookFacts:
    facts: Facts
    question: SharingQuestion


@dataclass(frozen=True, slots=True)
class _SetLook(Change[_LookFacts, Acted]):
    """`wanted` None: the platform's own again."""

    wanted: Look | None
    law_name: ClassVar[str] = "set_look"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _LookFacts:
        question = SharingQuestion(standpoint.subject, self.law_name, standpoint.now)
        return _LookFacts(Facts(standpoint.snapshot, standpoint.now), question)

    @override
    def questions(self, subject: Subject, facts: _LookFacts) -> tuple[SharingQuestion, ...]:
        return (facts.question,)

    @override
    def rule(self, subject: Subject, facts: _LookFacts) -> tuple[Acted, Changes]:
        own = subject.organisation
        if own is None:
            raise TypeError("the law lets stewards of an organisation through, nobody else")
        if self.wanted is None:
            acted = remove_look(own, facts.facts)
        else:
            acted = set_look(replace(self.wanted, organisation=own), facts.facts)
        return acted, acted.changes

    @override
    def record(self, subject: Subject, facts: _LookFacts, result: Acted) -> ActRecord:
        """The name and the colours; the logo by its length alone."""
        actor, wanted = actor_of(facts.question), self.wanted
        summary: dict[str, object] = {}
        if wanted is not None:
            summary = {
                "shown_name": wanted.shown_name,
                "accent": wanted.accent,
                "band": wanted.band,
                "logo": len(wanted.logo),
            }
        return ActRecord(
            at=facts.facts.now,
            by_issuer=actor.issuer,
            by_sub=actor.agent,
            for_organisation=actor.organisation,
            action=result.act,
            summary=summary,
        )

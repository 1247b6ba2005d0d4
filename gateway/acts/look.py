"""The look of a body's pages, as one of its stewards asks for it: the law, the rule, one write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from typing_extensions import override

from catalog.actions.looks.looks import remove_look, set_look
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.look import Look
from catalog.model.subject import Subject
from gateway.acts.commit import commit
from gateway.acts.own_act import OwnAct, OwnFacts
from gateway.acts.ports import ActPorts


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
class _SetLook(OwnAct):
    """`wanted` None: the platform's own again."""

    wanted: Look | None
    law_name: ClassVar[str] = "set_look"

    @override
    def rule(self, subject: Subject, facts: OwnFacts) -> tuple[Acted, Changes]:
        own = subject.organisation
        if own is None:
            raise TypeError("the law lets stewards of an organisation through, nobody else")
        if self.wanted is None:
            acted = remove_look(own, facts.facts)
        else:
            acted = set_look(replace(self.wanted, organisation=own), facts.facts)
        return acted, acted.changes

    @override
    def summary(self, result: Acted) -> Mapping[str, object]:
        """The name and the colours; the logo by its length alone."""
        wanted = self.wanted
        if wanted is None:
            return {}
        return {
            "shown_name": wanted.shown_name,
            "accent": wanted.accent,
            "band": wanted.band,
            "logo": len(wanted.logo),
        }

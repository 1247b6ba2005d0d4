"""Asks the law, many at once, which acts on agreements one request's subject may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.actions.sharing.names import ActName
from catalog.model.agreement import Agreement
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import facts_of
from gateway.acts.ports import ActPorts
from policies.possible import PossibleAct, PossibleQuestion

_AT_ONCE = 1_000
"""Takes the embedded law 30 ms of its second; a page asks about some dozens."""


@dataclass(frozen=True, slots=True)
class PossibleService:
    """Decided anew for each request, kept nowhere."""

    standpoint: Standpoint
    acts: ActPorts

    async def __call__(self, asked: Sequence[tuple[Agreement, ActName]]) -> tuple[PossibleAct, ...]:
        """In the order asked. Raises PolicyUnavailable…: no answer means no."""
        found: list[PossibleAct] = []
        for first in range(0, len(asked), _AT_ONCE):
            question = PossibleQuestion(
                subject=self.standpoint.subject,
                now=self.standpoint.now,
                asked=[
                    (act.value, facts_of(agreement))
                    for agreement, act in asked[first : first + _AT_ONCE]
                ],
                mandates=self.standpoint.snapshot.mandates,
            )
            found += await self.acts.law.decide_possible(question)
        return tuple(found)

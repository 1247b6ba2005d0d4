"""One step further in an agreement's life; what was signed is never touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from catalog.actions.facts import Facts
from catalog.actions.outcome import Actor
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import ReasonRequired
from catalog.model.agreement import OVER, Agreement, AgreementState, Life, Step


def moved(
    agreement: Agreement,
    act: ActName | str,
    after: AgreementState,
    actor: Actor,
    facts: Facts,
    *,
    reason: str | None = None,
    life: Life | None = None,
    **changes: Any,
) -> Agreement:
    """`agreement` in the state `after`, with the step that led there; `life` and `changes` are
    what else the act changes.
    """
    step = Step(
        at=facts.now,
        act=str(act),
        before=agreement.state,
        after=after,
        agent=actor.agent,
        organisation=actor.organisation,
        reason=reason,
        mandate=actor.mandate,
    )
    current = life or agreement.life
    if after in OVER and agreement.ended_at is None:
        changes["ended_at"] = facts.now
    return replace(
        agreement, state=after, life=replace(current, steps=(*current.steps, step)), **changes
    )


def today_of(agreement: Agreement, now: datetime) -> date:
    """The day that it is now where the agreement counts its days."""
    return now.astimezone(ZoneInfo(agreement.time_zone)).date()


def reason_given(text: str) -> str:
    """Raises ReasonRequired."""
    if not text.strip():
        raise ReasonRequired
    return text.strip()

"""Links that end soon: the person who made each, and the stewards of their body, are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.model.question_link import QuestionLink

_DAYS = (7, 30)
ENDS_SOON = "link.ends_soon"
_STEWARDS = frozenset({"steward"})


def reminders(links: Iterable[QuestionLink], now: datetime) -> list[Message]:
    """Of each link that ends within 30 days, then within 7; each told once."""
    return [each for link in links if (each := _reminder(link, now)) is not None]


def _reminder(link: QuestionLink, now: datetime) -> Message | None:
    if not link.opens(now):
        return None
    step = next((days for days in _DAYS if link.ends_at <= now + timedelta(days=days)), None)
    # One that was made for no longer is known to end.
    if step is None or link.ends_at - link.made_at <= timedelta(days=step):
        return None
    day = paris_day(link.ends_at - timedelta(seconds=1))
    return Message(
        kind=ENDS_SOON,
        key=f"{ENDS_SOON}/{link.id}/{step}",
        to=(link.organisation,),
        roles=_STEWARDS,
        about=link.id,
        facts={
            "link": link.title,
            "maker": link.sub,
            "end": day.isoformat(),
            "days": (day - paris_day(now)).days,
        },
    )

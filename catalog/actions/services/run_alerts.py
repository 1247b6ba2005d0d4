"""Alerts of a service that runs by itself: which are new, which are over, and the messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from catalog.model.bilingual import Bilingual
from catalog.model.message import Message
from catalog.model.published_service import Activation

ALERT_BEGAN, ALERT_ENDED = "service.alert_began", "service.alert_ended"
ALERTS = frozenset({ALERT_BEGAN, ALERT_ENDED})
MOST_ALERTS = 500
"""Kept of one activation: the newest that run."""


@dataclass(frozen=True, slots=True)
class RunAlerts:
    """The list of alerts that a run gave. `running` and `over` are keyed digests of their keys:
    which alerts they are is for who may read the figures. `service` and `listed` are the titles of
    the service and of the list.
    """

    service: Bilingual
    listed: Bilingual
    running: tuple[str, ...]
    over: tuple[str, ...]


def kept_alerts(before: tuple[str, ...], alerts: RunAlerts) -> tuple[str, ...]:
    """The alerts that were told and are not over, after this run. One that is in the list no more
    is neither: its data may be late, and it is told once, whatever comes.
    """
    now = {*alerts.running, *alerts.over}
    absent = [digest for digest in before if digest not in now]
    return tuple((*alerts.running, *absent)[:MOST_ALERTS])


def alert_messages(
    before: Iterable[str], alerts: RunAlerts, activation: Activation, due: datetime
) -> tuple[Message, ...]:
    """One that there are new ones, one that some are over; neither says how many nor which."""
    running_before = frozenset(before)
    began = any(digest not in running_before for digest in alerts.running[:MOST_ALERTS])
    ended = any(digest in running_before for digest in alerts.over)
    news = {ALERT_BEGAN: began, ALERT_ENDED: ended}
    return tuple(
        Message(
            kind=kind,
            key=f"{kind}/{activation.id}/{due.isoformat()}"[:200],
            to=(activation.body,),
            roles=frozenset(),
            about=activation.id,
            facts={
                "service_fr": alerts.service.fr,
                "service_en": alerts.service.en,
                "list_fr": alerts.listed.fr,
                "list_en": alerts.listed.en,
            },
        )
        for kind, is_news in news.items()
        if is_news
    )

"""The age of some data beside the rhythm that its owner declares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.health.freshness import DAYS_BETWEEN
from gateway.console.rendering import write_day
from gateway.console.shared.described_data import DescribedData
from gateway.console.visit import Visit


@dataclass(frozen=True, slots=True)
class Freshness:
    """`kind` is that of a status: "ok", "wait" where the data are late, "off" where nobody says."""

    kind: str
    words: str


def freshness_of(data: DescribedData, today: date, visit: Visit) -> Freshness:
    _ = visit.gettext
    label = data.update_frequency_label
    rhythm = "" if label is None else label.fr if visit.language == "fr" else label.en
    if data.last_update is None:
        words = _("Lues à leur source, à chaque question")
        return Freshness("ok", f"{words}, {rhythm}" if rhythm else words)
    last = date.fromisoformat(data.last_update)
    day = write_day(last, visit.language)
    most = DAYS_BETWEEN.get(data.update_frequency or "")
    if most is None:
        words = _("Mises à jour le %(day)s", day=day)
        return Freshness("off", f"{words}, {rhythm}" if rhythm else words)
    late = (today - last).days - most
    if late > 0:
        words = _("En retard : mises à jour le %(day)s, %(rhythm)s", day=day, rhythm=rhythm)
        return Freshness("wait", words)
    return Freshness("ok", _("À jour : %(day)s, %(rhythm)s", day=day, rhythm=rhythm))

"""From uses to lines, bars and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from catalog.day_words import day_in_words
from catalog.model.paris import PARIS
from catalog.model.problem import Language
from gateway.console.days import iso_day, read_day
from gateway.console.uses.answers import Dataset, DatasetUsageOfUses, InboxMessage, PurposeLabel
from gateway.console.visit import Visit

_DECEMBER = 12
_FULL = 100


@dataclass(frozen=True, slots=True)
class MonthBar:
    """`month` is its first day; `width` the bar's, of a hundred."""

    month: date
    requests: int
    rows: int
    width: int


def month_bars(uses: Iterable[DatasetUsageOfUses]) -> Sequence[MonthBar]:
    """Every month from the first read to the last, those without any included."""
    sums: dict[date, list[int]] = {}
    for use in uses:
        year, month = (use.period or "").split("-")
        of_month = sums.setdefault(date(int(year), int(month), 1), [0, 0])
        of_month[0] += use.requests
        of_month[1] += use.rows
    if not sums:
        return ()
    most = max(1, *(rows for _, rows in sums.values()))
    return [
        MonthBar(month, requests, rows, round(_FULL * rows / most))
        for month in _months(min(sums), max(sums))
        for requests, rows in [sums.get(month, [0, 0])]
    ]


def month_words(month: date, language: Language) -> str:
    """« nov. 2026 »."""
    return day_in_words(month, language).partition(" ")[2]


def own_data(datasets: Sequence[Dataset] | None, visit: Visit) -> list[tuple[str, str]]:
    """The visitor's own datasets: identifier and title."""
    body = None if visit.body is None else visit.body["siren"]
    return [
        (entry.id, title_of(entry, visit)) for entry in datasets or () if entry.owner.siren == body
    ]


def titles(datasets: Sequence[Dataset] | None, visit: Visit) -> Mapping[str, str]:
    return {entry.id: title_of(entry, visit) for entry in datasets or ()}


def title_of(entry: Dataset, visit: Visit) -> str:
    return entry.titleFr if visit.language == "fr" else entry.titleEn


def purpose_words(purposes: Sequence[PurposeLabel] | None, visit: Visit) -> Mapping[str, str]:
    is_french = visit.language == "fr"
    return {
        purpose.code: purpose.labelFr if is_french else purpose.labelEn
        for purpose in purposes or ()
    }


def unusual_messages(messages: Sequence[InboxMessage] | None) -> list[InboxMessage]:
    """The visitor's messages about uses that are out of the ordinary."""
    return [message for message in messages or () if message.kind.startswith("usage.")]


def day_in(text: str | None) -> str | None:
    """A day as GraphQL takes it; None where none was given. Raises ValueError."""
    day = read_day(text or "")
    if text and day is None:
        raise ValueError(text)
    return None if day is None else day.isoformat()


def instant_in(text: str) -> str:
    """Of a browser's field (`2026-11-26T08:00`, in Paris), or typed (`26/11/2026 08:00`).

    Raises ValueError.
    """
    day, _, hour = text.strip().replace("T", " ").partition(" ")
    return datetime.fromisoformat(f"{iso_day(day)}T{hour}").replace(tzinfo=PARIS).isoformat()


def _months(first: date, last: date) -> Iterable[date]:
    month = first
    while month <= last:
        yield month
        passes = month.month == _DECEMBER
        month = date(month.year + passes, 1 if passes else month.month + 1, 1)


def link_states(visit: Visit) -> dict[str, tuple[str, str]]:
    """Of another body's link, by its code: the kind of its mark, and its words."""
    _ = visit.gettext
    return {
        "open": ("ok", _("s'ouvre")),
        "awaits_consent": ("wait", _("attend votre accord")),
        "revoked": ("stop", _("révoqué")),
        "ended": ("off", _("terminé")),
        "maker_left": ("stop", _("la personne qui l'a fait n'a plus de rôle")),
        "question_changed": ("stop", _("sa question a changé")),
    }

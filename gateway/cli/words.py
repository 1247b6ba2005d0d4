"""Codes and days of the gateway in the words of a terminal's page."""

from __future__ import annotations

from datetime import date, datetime

from catalog.model.paris import PARIS
from catalog.model.problem import Language
from catalog.model.transform import Transform

_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
}
_LOOKS: dict[Language, dict[str, str]] = {
    "fr": {
        Transform.NULL: "toujours vide",
        Transform.CONSTANT: "toujours le même",
        Transform.KEYED_HASH: "pseudonyme",
        Transform.MONTH: "au mois",
        Transform.YEAR: "à l'année",
        Transform.COMMUNE: "à la commune",
        Transform.EPCI: "à l'EPCI",
    },
    "en": {
        Transform.NULL: "always empty",
        Transform.CONSTANT: "always the same",
        Transform.KEYED_HASH: "pseudonym",
        Transform.MONTH: "by month",
        Transform.YEAR: "by year",
        Transform.COMMUNE: "by commune",
        Transform.EPCI: "by EPCI",
    },
}
_STATUSES: dict[Language, dict[str, str]] = {
    "fr": {
        "answered": "répondu",
        "partial": "répondu en partie",
        "failed": "en échec",
        "cancelled": "interrompu",
        "unknown": "issue inconnue",
    },
    "en": {"unknown": "outcome unknown"},
}


def day(written: str, language: Language) -> str:
    """`2026-11-26` to `26 nov. 2026`, the first of a month to `1er nov. 2026`."""
    read = date.fromisoformat(written[:10])
    number = "1er" if language == "fr" and read.day == 1 else str(read.day)
    return f"{number} {_MONTHS[language][read.month - 1]} {read.year}"


def instant(written: str, language: Language) -> str:
    """To the minute, in Paris: `26 nov. 2026 14:05`."""
    read = datetime.fromisoformat(written).astimezone(PARIS)
    return f"{day(read.date().isoformat(), language)} {read:%H:%M}"


def look(transform: str, language: Language) -> str:
    """The words for a column's transform; an unknown transform is shown as it is."""
    return _LOOKS[language].get(transform, transform)


def status(code: str, language: Language) -> str:
    return _STATUSES[language].get(code, code)

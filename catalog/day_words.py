"""A day as people write it: `26 nov. 2026`."""

from __future__ import annotations

from datetime import date
from typing import Literal

_Language = Literal["fr", "en"]

_MONTHS: dict[_Language, tuple[str, ...]] = {
    "fr": (
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    "en": (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
}


def day_in_words(day: date, language: _Language) -> str:
    first = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return f"{first} {_MONTHS[language][day.month - 1]} {day.year}"


def month_in_words(month: int, language: _Language) -> str:
    """1 is January."""
    return _MONTHS[language][month - 1]

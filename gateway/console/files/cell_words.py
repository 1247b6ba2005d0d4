"""Values of cells as people write them in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalog.day_words import day_in_words
from catalog.model.column_types import DAYS, NUMBERS
from gateway.console.visit import Visit

_LONGEST = 24
_DAY = len("2026-01-31")


def cell_words(text: str | None, kind: str, visit: Visit) -> str:
    """`kind` as a declaration writes it (`decimal(18,3)`); what is masked stays as it is."""
    if text is None:
        return "—"
    scalar = kind.partition("(")[0]
    if scalar == "boolean":
        return visit.gettext("oui") if text.lower() == "true" else visit.gettext("non")
    if scalar in DAYS:
        return end_words(text, visit)
    if scalar in NUMBERS:
        try:
            return number_words(float(text), visit) if "." in text else visit.number(text)
        except ValueError:
            return text
    return text


def number_words(value: float, visit: Visit) -> str:
    rounded = round(value, 6)
    if float(rounded).is_integer():
        return visit.number(int(rounded))
    return visit.number(f"{rounded:.6f}".rstrip("0"))


def end_words(value: Any, visit: Visit) -> str:
    """The least or the most of a column."""
    if isinstance(value, int | float):
        return number_words(value, visit)
    text = str(value)
    if len(text) < _DAY:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text[:_LONGEST]
    day = day_in_words(moment.date(), visit.language)
    return day if len(text) == _DAY else f"{day} {moment:%H:%M:%S}"

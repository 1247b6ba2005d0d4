"""Days as a year and the number of the day in it: `25274` under `AAQQQ` is 1 October 2025."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from intake.file_reading.names import words_of
from intake.file_reading.vocabulary import vocabulary

_PATTERN = re.compile(r"(?<![A-Z])(?P<year>[AY]{4}|[AY]{2})(?:QQQ|JJJ|DDD)(?![A-Z])")
_NAMES = vocabulary("quantieme quantiemes julien julienne juliens julian")
_PIVOT = 50
_LONG = 366
_CHANCE, _EARLY, _LATE, _MOST_YEARS = 20, 60, 300, 10
"""So many different cells, from the first days of years to the last, are no numbers by chance."""


def pattern_of_year_days(name: str, figures: Collection[str]) -> str | None:
    """AAQQQ or AAAAQQQ, as the header says it in letters or in words; None for another header."""
    match = _PATTERN.search(name)
    if match is not None:
        return "A" * len(match["year"]) + "QQQ"
    if not names_year_days(name):
        return None
    lengths = {len(text) for text in figures}
    if lengths == {7}:
        return "AAAAQQQ"
    return "AAQQQ" if lengths <= {4, 5} and 5 in lengths else None


def names_year_days(name: str) -> bool:
    return _PATTERN.search(name) is not None or bool(_NAMES & set(words_of(name)))


def day_of_year(pattern: str, text: str) -> date | None:
    """None for what is no day of its year; zeros that a number has lost are put back."""
    digits = text.zfill(len(pattern))
    if len(digits) != len(pattern):
        return None
    year, number = int(digits[:-3]), int(digits[-3:])
    if len(pattern) == 5:
        year += 2000 if year < _PIVOT else 1900
    if not (1900 <= year < 2100 and 1 <= number <= _LONG):
        return None
    day = date(year, 1, 1) + timedelta(number - 1)
    return day if day.year == year else None


def may_be_year_days(figures: Collection[str]) -> bool:
    """True for many figures, all of them days of a few years in a row, from early to late."""
    if len(figures) < _CHANCE or {len(text) for text in figures} not in ({5}, {7}):
        return False
    pattern = "AAQQQ" if len(next(iter(figures))) == 5 else "AAAAQQQ"
    if any(day_of_year(pattern, text) is None for text in figures):
        return False
    years = {int(text[:-3]) for text in figures}
    days = {int(text[-3:]) for text in figures}
    is_row = 1 < len(years) <= _MOST_YEARS and max(years) - min(years) == len(years) - 1
    return is_row and min(days) <= _EARLY and max(days) >= _LATE

"""Days written as figures alone: 20250314, 14032025, or 1250314 as an AS/400 counts its centuries.

A header that gives the pattern (`SAAMMJJ`) is followed; noughts there are no day.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from intake.file_reading.day_text import day_of_digits
from intake.file_reading.days_of_years import day_of_year, pattern_of_year_days
from intake.file_reading.names import names_a_code, names_a_day, names_a_quantity, words_of
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

_NO_CHANCE = 5
"""So many different cells that all read as days are no numbers by chance."""
_PATTERN = re.compile(
    r"(?<![A-Z])(?:[SC]?(?:[AY]{4}|[AY]{2})MM(?:JJ|DD)|(?:JJ|DD)MM(?:[AY]{4}|[AY]{2})"
    r"|MM(?:JJ|DD)(?:[AY]{4}|[AY]{2}))(?![A-Z])"
)
_OF_CENTURY = "SAAMMJJ"
_PIVOT = 50
_YEAR, _FAR = 366, 4
_LENGTHS = {10: 1, 13: 1_000}
_FIRST, _LAST = 978_307_200, 2_208_988_800
"""2001 to 2039."""
_OF_MOMENTS = vocabulary("ts timestamp time epoch unix utc moment instant heure created updated at")
_OF_MONTHS = vocabulary("mois periode periodes month period anneemois annee an")
_MOST_EMPTY = 0.9


@dataclass(frozen=True, slots=True)
class DigitDays:
    """`days` by cell, `pattern` as a person would write it, `nothing`: cells of noughts alone."""

    days: Mapping[Cell, date]
    pattern: str
    nothing: frozenset[Cell]


def digit_days(name: str, real: Counter[Cell], *, is_meant: bool = False) -> DigitDays | None:
    """None where a cell is neither a day of one pattern nor nought. `is_meant`: a name or a
    person says that they are days.
    """
    texts = {cell: text for cell in real if (text := _whole(cell))}
    if len(texts) < len(real):
        return None
    nothing = frozenset(cell for cell, text in texts.items() if not text.strip("0"))
    figures = {cell: text for cell, text in texts.items() if cell not in nothing}
    count = sum(real[cell] for cell in nothing)
    if not figures or count > _MOST_EMPTY * sum(real.values()):
        return None
    written = pattern_of_year_days(name, figures.values()) or written_pattern(name)
    is_known = written is not None or is_meant
    if not is_known and (len(figures) < _NO_CHANCE or names_a_quantity(name) or names_a_code(name)):
        return None
    patterns = [*_patterns(figures, is_known=is_known), *_short_patterns(name, figures)]
    for pattern in [written] if written else patterns:
        days = {cell: day_by(pattern, text) for cell, text in figures.items()}
        read = {cell: day for cell, day in days.items() if day is not None}
        if len(read) == len(figures):
            return DigitDays(read, pattern, nothing)
    return None


def _patterns(figures: Mapping[Cell, str], *, is_known: bool) -> Iterator[str]:
    """Of years in full, or with the century's figure where a name says that they are days or
    none has lost it.
    """
    lengths = {len(text) for text in figures.values()}
    if lengths <= {7, 8}:
        yield from ("AAAAMMJJ", "JJMMAAAA")
    if lengths == {7} or (is_known and lengths <= {6, 7} and 7 in lengths):
        yield _OF_CENTURY


def _short_patterns(name: str, figures: Mapping[Cell, str]) -> list[str]:
    """Months (`202501`) and days with years of two figures (`010325`) under names that say so; of
    two orders the one that holds for all, none where both do.
    """
    lengths, words = {len(text) for text in figures.values()}, set(words_of(name))
    if lengths == {6} and words & _OF_MONTHS:
        return ["AAAAMM"]
    if not (lengths <= {5, 6} and 6 in lengths and any(word.startswith("date") for word in words)):
        return []
    fits = [
        pattern for pattern in ("JJMMAA", "AAMMJJ", "AAAAMM")
        if all(day_by(pattern, text) is not None for text in figures.values())
    ]  # fmt: skip
    return fits if len(fits) == 1 else _nearest(fits, figures)


def _nearest(fits: list[str], figures: Mapping[Cell, str]) -> list[str]:
    """Of orders that all hold, the one whose days are near each other, where no other's are."""
    spans = {}
    for pattern in fits:
        days = [day for text in figures.values() if (day := day_by(pattern, text)) is not None]
        spans[pattern] = (max(days) - min(days)).days
    near = [pattern for pattern in fits if spans[pattern] <= _YEAR]
    far = [pattern for pattern in fits if spans[pattern] >= _FAR * _YEAR]
    return near if len(near) == 1 and len(near) + len(far) == len(fits) else []


def written_pattern(name: str) -> str | None:
    """`NE LE (SAAMMJJ)` to SAAMMJJ, `Date YYYYMMDD` to AAAAMMJJ."""
    match = _PATTERN.search(name)
    if match is None:
        return None
    return match[0].replace("Y", "A").replace("D", "J").replace("C", "S")


def day_by(pattern: str, text: str) -> date | None:
    """None for what is no day; zeros that a number has lost are put back."""
    if pattern in {"AAAAMMJJ", "JJMMAAAA"}:
        day = day_of_digits(text) if len(text) in {7, 8} else None
        return day[0] if day and day[1] == _SIGNS[pattern] else None
    if pattern.endswith("QQQ"):
        return day_of_year(pattern, text)
    digits = text.zfill(len(pattern))
    if len(digits) != len(pattern):
        return None
    parts = dict.fromkeys("SAMJ", "")
    for sign, digit in zip(pattern, digits, strict=True):
        parts[sign] += digit
    if parts["S"] > "1" or (pattern == "AAAAMM" and not "1900" <= parts["A"] <= "2099"):
        return None
    year = int(parts["A"])
    if parts["S"]:
        year += 1900 + 100 * int(parts["S"])
    elif len(parts["A"]) == 2:
        year += 2000 if year < _PIVOT else 1900
    try:
        return date(year, int(parts["M"]), int(parts["J"] or 1))
    except ValueError:
        return None


_SIGNS = {"AAAAMMJJ": "%Y%m%d", "JJMMAAAA": "%d%m%Y", "AAAAMM": "%Y%m",
          "JJMMAA": "%d%m%y", "AAMMJJ": "%y%m%d", "AAQQQ": "%y%j", "AAAAQQQ": "%Y%j"}  # fmt: skip


def sign_of(pattern: str) -> str:
    """As a column's format says it: `%Y%m%d`; a pattern without such signs as it is."""
    return _SIGNS.get(pattern, pattern)


def are_days_of_digits(name: str, real: Counter[Cell]) -> bool:
    """So many figures, each of them a day in one order, are no numbers and no codes by chance."""
    return digit_days(name, real) is not None


def unix_moments(name: str, real: Counter[Cell]) -> Mapping[Cell, datetime] | None:
    """Seconds or thousandths since 1970, in universal time; None where a cell is of no such
    moment of this century, or the name is of no time.
    """
    if not (names_a_day(name) or set(words_of(name)) & _OF_MOMENTS):
        return None
    texts = {cell: _whole(cell) for cell in real}
    moments = {}
    for cell, text in texts.items():
        seconds = int(text) / _LENGTHS[len(text)] if len(text) in _LENGTHS else 0
        if not _FIRST <= seconds <= _LAST:
            return None
        moments[cell] = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return moments or None


def _whole(cell: Cell) -> str:
    if isinstance(cell, int | float) and float(cell).is_integer():
        return str(int(cell))
    text = cell.strip() if isinstance(cell, str) else ""
    return text if text.isdecimal() else ""

"""Ranges that a spreadsheet has turned into days: `3-5` became 3 May, `11-14` November 2014."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from intake.file_reading.day_text import month_number
from intake.file_reading.names import names_a_day, words_of
from intake.file_reading.typed import MOST_SHOWN, ColumnQuestion
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

CODE, RANGE, AS_STORED = "number_as_date", "range", "as_stored"
_RANGE = re.compile(
    r"\d{1,3}\s?(?:-|–|/|à)\s?\d{1,3}(?:\s?ans)?|\d{1,3}\s?(?:\+|et plus|ans et \+)"
)
_OPEN = re.compile(r"(?:<|>|≥|≤|moins de|plus de|\+ de|de)\s?\d.*", re.IGNORECASE)
_SHORT = re.compile(
    r"(?P<day>\d{1,2})-(?P<month>[^\W\d]{3,5})\.?|(?P<first>[^\W\d]{3,5})\.?-(?P<year>\d{2})"
)
_NAMES = vocabulary("tranche tranches age ages fourchette effectif classe taille pointure bande")
_MOST_KINDS = 15


def turned_ranges(name: str, real: Counter[Cell]) -> Mapping[Cell, str] | None:
    """By cell what it was before; None for a column of anything else."""
    if len(real) > _MOST_KINDS:
        return None
    days = [cell for cell in real if isinstance(cell, date)]
    texts = [cell for cell in real if isinstance(cell, str)]
    short = [text for text in texts if _of_short(text) is not None]
    is_named = bool(set(words_of(name)) & _NAMES) and not names_a_day(name)
    plain = [text for text in texts if _RANGE.fullmatch(text.strip())]
    others = [text for text in texts if text not in plain and text not in short]
    turned = len(days) + len(short)
    is_open = all(_OPEN.fullmatch(text.strip()) for text in others)
    if not turned or names_a_day(name) or not (is_named or (plain and is_open)):
        return None
    years = Counter(day.year for day in days if day.day > 1)
    usual = years.most_common(1)[0][0] if years else None
    ranges: dict[Cell, str] = {day: _of_day(day, usual) for day in days}
    ranges.update({text: _of_short(text) or text for text in short})
    return ranges


def _of_day(day: date, usual: int | None) -> str:
    """A first of the month in another year than most was month and year."""
    if day.day == 1 and (usual is None or day.year != usual):
        return f"{day.month}-{day.year % 100}"
    return f"{day.day}-{day.month}"


def _of_short(text: str) -> str | None:
    """`05-mars` was 5-3, `nov-14` was 11-14."""
    match = _SHORT.fullmatch(text.strip())
    if match is None:
        return None
    month = month_number(match["month"] or match["first"])
    if month is None:
        return None
    return f"{int(match['day'])}-{month}" if match["day"] else f"{month}-{int(match['year'])}"


def ask_of_ranges(ranges: Mapping[Cell, str]) -> ColumnQuestion:
    shown = tuple((cell, (text, _in_french(cell))) for cell, text in ranges.items())[:MOST_SHOWN]
    examples = tuple(f"{_in_french(cell)} → {text}" for cell, text in ranges.items())[:MOST_SHOWN]
    return ColumnQuestion(CODE, examples, (RANGE, AS_STORED), shown)


def _in_french(cell: Cell) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)

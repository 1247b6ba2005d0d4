"""Cells that count on: `0h, 1h, … 23h`, `S1, S2, …`, the days of a month from 1 to 31."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from intake.file_reading.cell_text import shown
from intake.file_reading.values import Cell

_COUNTED = re.compile(r"(\D*?)(\d{1,3})(\D.{0,12})?")
_TOTAL = re.compile(r"total\w*|tot\.?|[σς∑]|somme|cumul|ensemble|ens\.?|s/?total|journ[ée]e")
_LEAST, _LEAST_BARE, _MIDNIGHT = 3, 5, 24


def is_series(cells: Sequence[Cell]) -> bool:
    """Even steps upwards under one form; bare numbers begin at 0 or 1 and go on by one.

    `0h-1h` counts by its first number. A total may end the series.
    """
    texts = [shown(cell).strip() for cell in cells]
    if texts and _TOTAL.match(texts[-1].lower()):
        texts = texts[:-1]
    matches = [_COUNTED.fullmatch(text) for text in texts]
    parts = [(match[1], int(match[2]), match[3] or "") for match in matches if match is not None]
    if (
        len(parts) < len(texts)
        or len(parts) < _LEAST
        or len({before for before, _, _ in parts}) > 1
    ):
        return False
    numbers = [number for _, number, _ in parts]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    are_hours = numbers[-1] <= _MIDNIGHT and all(
        after[:1] in "hH" and after for _, _, after in parts
    )
    # `9h, 10h, 11h, 14h`: a counter or a desk rests at noon.
    if min(steps) < 1 or (len(steps) != 1 and not are_hours):
        return False
    is_bare = not any(before or after for before, _, after in parts)
    return not is_bare or (len(parts) >= _LEAST_BARE and steps == {1} and numbers[0] in {0, 1})

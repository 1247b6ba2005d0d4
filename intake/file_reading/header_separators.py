"""A header whose names another sign parts than the one that parts the rows below it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from intake.file_reading.cell_text import is_label
from intake.file_reading.delimited import DELIMITERS
from intake.file_reading.values import Row

_LOOKED_AT, _SAMPLED, _FEWEST, _MOSTLY = 20, 500, 3, 0.8


def part_header(rows: list[Row], delimiter: str) -> bool:
    """Parts, in place, the one cell above the first row where it holds as many names as the rows
    have fields; True where it does.
    """
    widths = Counter(len(row) for row in rows[:_SAMPLED] if len(row) > 1)
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    if width < _FEWEST or count < _MOSTLY * widths.total():
        return False
    first = next(at for at, row in enumerate(rows) if len(row) == width)
    above = [at for at in range(min(first, _LOOKED_AT)) if _one_text(rows[at]) is not None]
    if not above:
        return False
    text = _one_text(rows[above[-1]]) or ""
    for sign in DELIMITERS:
        names = [name.strip() for name in next(csv.reader([text], delimiter=sign), [])]
        if sign != delimiter and len(names) == width and _are_names(names):
            rows[above[-1]] = [*names]
            return True
    return False


def _one_text(row: Row) -> str | None:
    present = [cell for cell in row if cell is not None]
    return present[0] if len(present) == 1 and isinstance(present[0], str) else None


def _are_names(names: Sequence[str]) -> bool:
    return len(set(names)) == len(names) and all(map(is_label, names))

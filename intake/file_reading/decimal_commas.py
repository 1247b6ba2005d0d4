"""Records whose commas part both the fields and the decimals, without quotes: five names over
eight fields. The fields are joined in the one way in which all records fit the header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from intake.file_reading.cell_text import is_label
from intake.file_reading.values import AsideCell, Cell, Row

_WHOLE, _DECIMALS = re.compile(r"\s*[-+]?\d{1,9}"), re.compile(r"\d{1,4}\s*")
_LOOKED_AT, _FEWEST, _NEARLY_ALL, _MOSTLY = 20, 3, 0.98, 0.5
_CLEAR, _OF_NOUGHTS, _MOST_READINGS = 0.05, 0.5, 200


@dataclass(frozen=True, slots=True)
class _Layout:
    """`width`: names in the header; `split`: columns of which a decimal takes two fields."""

    header: int
    width: int
    split: tuple[int, ...]


def join_decimals(rows: list[Row]) -> list[int]:
    """In place; the indexes of the rows whose fields were joined, none where another way of
    joining them is as good.
    """
    layout = _layout_of(rows)
    if layout is None:
        return []
    full = layout.width + len(layout.split)
    ranges = _ranges(rows, layout, full)
    changed = []
    for at in range(layout.header + 1, len(rows)):
        row = rows[at]
        if layout.width < len(row) <= full:
            joined = _joined(row, layout, len(row) - layout.width, ranges)
            if joined is not None:
                rows[at] = joined
                changed.append(at)
    return changed


def _layout_of(rows: Sequence[Row]) -> _Layout | None:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if len(rows) < _FEWEST or not widths:
        return None
    for at, row in enumerate(rows[:_LOOKED_AT]):
        width = len(row)
        wider = [other for other in rows[at + 1 :] if len(other) > width]
        below = sum(len(other) > 1 for other in rows[at + 1 :])
        if width < 2 or not all(map(is_label, row)):
            continue
        if len(wider) < max(_FEWEST - 1, _NEARLY_ALL * _MOSTLY * below):
            return None
        usual = Counter(map(len, wider)).most_common(1)[0][0]
        most = [other for other in wider if len(other) == usual]
        is_even = len(most) >= _MOSTLY * below and max(map(len, wider)) == usual
        split = _split(most, width, usual - width) if is_even else None
        return None if split is None else _Layout(at, width, split)
    return None


def _split(rows: Sequence[Row], width: int, extra: int) -> tuple[int, ...] | None:
    """The columns of two fields each; None where none fits, or two ways fit as well."""
    is_open = 2 * sum(row[-1] is None for row in rows) > len(rows)
    if not 0 < extra <= width or is_open:
        return None
    gains = [_gain(rows, at) for at in range(width + extra - 1)]
    scores: dict[tuple[int, ...], float] = {}
    for columns in _choices(gains, width, extra):
        places = [column + before for before, column in enumerate(columns)]
        scores[columns] = sum(gains[place] or 0.0 for place in places)
    if not scores:
        return None
    ordered = sorted(scores, key=lambda columns: scores[columns], reverse=True)
    if len(ordered) > 1 and scores[ordered[0]] - scores[ordered[1]] < _CLEAR:
        return None
    # One name less may be that of the rows' own numbers: only noughts prove decimals then.
    return ordered[0] if extra > 1 or scores[ordered[0]] > 1 else None


def _choices(gains: Sequence[float | None], width: int, extra: int) -> Sequence[tuple[int, ...]]:
    """All ways to choose the columns; none where they are too many to be told apart."""
    partial: list[tuple[int, ...]] = [()]
    for column in range(width):
        longer = [
            (*columns, column) for columns in partial
            if len(columns) < extra and gains[column + len(columns)] is not None
        ]  # fmt: skip
        partial = [
            columns for columns in (*partial, *longer)
            if len(columns) + width - column - 1 >= extra
        ]  # fmt: skip
        if len(partial) > _MOST_READINGS:
            return []
    return [columns for columns in partial if len(columns) == extra]


def _gain(rows: Sequence[Row], at: int) -> float | None:
    """Scores two fields as one decimal: higher where the second has as many figures on all rows, or
    begins with a nought on some. None where the fields fit on too few rows.
    """
    pairs = [(row[at], row[at + 1]) for row in rows]
    fits = [pair for pair in pairs if _is_pair(*pair)]
    if len(fits) < _NEARLY_ALL * len(pairs):
        return None
    decimals = [str(second).strip() for _, second in fits]
    same = Counter(map(len, decimals)).most_common(1)[0][1] / len(decimals)
    has_noughts = any(len(text) > 1 and text[0] == "0" for text in decimals)
    return same + _OF_NOUGHTS * has_noughts


def _is_pair(first: Cell, second: Cell) -> bool:
    return (
        isinstance(first, str) and isinstance(second, str)
        and _WHOLE.fullmatch(first) is not None and _DECIMALS.fullmatch(second) is not None
    )  # fmt: skip


def _ranges(rows: Sequence[Row], layout: _Layout, full: int) -> Mapping[int, tuple[float, float]]:
    """By split column, the least and the greatest of most rows."""
    ranges = {}
    for before, column in enumerate(layout.split):
        place = column + before
        values = sorted(
            float(str(row[place])) for row in rows[layout.header + 1 :]
            if len(row) == full and _is_pair(row[place], row[place + 1])
        )  # fmt: skip
        if values:
            cut = len(values) // 20
            ranges[column] = values[cut], values[-1 - cut]
    return ranges


def _joined(
    row: Row, layout: _Layout, extra: int, ranges: Mapping[int, tuple[float, float]]
) -> Row | None:
    """The row with its decimals joined where some figures have none, by the ranges of other rows.

    Cells on which equally likely readings differ are set aside; None where there is no reading.
    """
    readings: list[tuple[int, Row]] = []
    for columns in combinations(layout.split, extra):
        reading = _with_joined(row, layout.width, columns)
        if reading is not None:
            readings.append((_inside(reading, ranges), reading))
    if not readings:
        return None
    best = max(inside for inside, _ in readings)
    likely = [reading for inside, reading in readings if inside == best]
    return [
        cell if all(other[at] == cell for other in likely)
        else AsideCell(",".join(str(part) for part in row if part)[:80], "field_too_many")
        for at, cell in enumerate(likely[0])
    ]  # fmt: skip


def _with_joined(row: Row, width: int, columns: Sequence[int]) -> Row | None:
    reading: Row = []
    place = 0
    for column in range(width):
        if column in columns:
            if not _is_pair(row[place], row[place + 1]):
                return None
            reading.append(f"{str(row[place]).strip()},{str(row[place + 1]).strip()}")
            place += 2
        else:
            reading.append(row[place])
            place += 1
    return reading


def _inside(reading: Row, ranges: Mapping[int, tuple[float, float]]) -> int:
    inside = 0
    for column, (low, high) in ranges.items():
        text = str(reading[column] or "").replace(",", ".")
        try:
            inside += low - 1 <= float(text) <= high + 1
        except ValueError:
            continue
    return inside

"""Records with a field too many: a text that holds the separator, written without quotes."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from intake.file_reading.cell_text import sort_of
from intake.file_reading.values import AsideCell, Row

_FEWEST, _MOSTLY, _MOST_TOO_MANY = 6, 0.8, 3
_NEAR = 30
"""So many records of the usual width, before and after, say what stands in each field."""
_SEEN = 0.5
"""The score that a value adds by standing in the same column nearby, on top of that of its sort."""
_GOES_ON, _CLOSE = 0.05, 0.02


def join_fields(rows: list[Row], separator: str) -> list[int]:
    """Joins, in place, the parts of a text where one place alone makes all others fit; a record of
    which several do is set aside where they differ. The indexes of all such records.
    """
    width = usual_width(rows)
    if width is None:
        return []
    wide = [
        at for at, row in enumerate(rows) if width < len(row) <= width + _MOST_TOO_MANY
        and sum(cell is not None for cell in row) > width // 2 and any(row[width:])
    ]  # fmt: skip
    if not wide:
        return []
    usual = [at for at, row in enumerate(rows) if len(row) == width]
    changed = []
    for at in wide:
        joined = _joined(rows[at], [rows[one] for one in near_rows(usual, at)], width, separator)
        if joined is not None:
            rows[at] = joined
            changed.append(at)
    return changed


def usual_width(rows: Sequence[Row]) -> int | None:
    """The number of fields that nearly all records have; None without one."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return None
    width, count = widths.most_common(1)[0]
    is_usual = count >= _FEWEST and width > 2 and count >= _MOSTLY * widths.total()
    return width if is_usual else None


def near_rows(usual: Sequence[int], at: int) -> list[int]:
    """The indexes nearest to `at` of those of records of the usual width, in their order."""
    here, most = bisect_left(usual, at), 2 * _NEAR
    around = usual[max(0, here - most) : here + most]
    return sorted(sorted(around, key=lambda other: abs(other - at))[:most])


def _joined(row: Row, near: Sequence[Row], width: int, separator: str) -> Row | None:
    extra = len(row) - width
    sorts = [Counter(sort_of(other[at]) for other in near) for at in range(width)]
    seen = [{other[at] for other in near if other[at] is not None} for at in range(width)]

    def fit(reading: Row) -> float:
        return sum(
            sorts[at][sort_of(cell)] / len(near) + _SEEN * (cell in seen[at])
            for at, cell in enumerate(reading)
        )

    scores: dict[int, float] = {}
    readings: dict[int, Row] = {}
    for first in range(width):
        parts = row[first : first + extra + 1]
        text = separator.join(str(part) for part in parts if part is not None)
        reading: Row = [*row[:first], text or None, *row[first + extra + 1 :]]
        readings[first] = reading
        scores[first] = fit(reading) + _GOES_ON * _goes_on(parts)
    best = max(scores.values())
    if fit(row[:width]) >= best - _GOES_ON:
        return None
    likely = [first for first, score in scores.items() if score > best - _CLOSE]
    chosen = readings[likely[0]]
    if len(likely) == 1:
        return chosen
    return [
        cell if all(readings[first][at] == cell for first in likely)
        else AsideCell(separator.join(str(part) for part in row if part)[:80], "field_too_many")
        for at, cell in enumerate(chosen)
    ]  # fmt: skip


def _goes_on(parts: Row) -> int:
    """The second part begins in the middle of a sentence: with a space or a small letter."""
    text = next((str(part) for part in parts[1:] if part is not None), "")
    return text[:1].isspace() or text[:1].islower()

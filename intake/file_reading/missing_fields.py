"""Records with a field less: an empty value that was not written, so that those behind it stand
one place to the left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date

from intake.file_reading.cell_text import is_label, sort_of
from intake.file_reading.day_text import moment_of
from intake.file_reading.stray_separators import near_rows, usual_width
from intake.file_reading.values import AsideCell, Cell, Row

_MOST_MISSING = 2
_SAMPLED, _MOST_CELLS = 500, 600_000
"""Cells of records nearby that are looked at in all; beyond, those of anywhere tell."""
_RARE, _SEEN, _CLOSE = 0.05, 0.5, 0.02
"""A sort that stands so seldom in a column nearby does not fit it."""
_IN_TURN, _FEWEST = 0.5, 5
_EMPTY, _TEXT = "empty", "text"


def put_fields_back(rows: list[Row]) -> list[int]:
    """Puts an empty cell, in place, where alone the values behind it fit their columns; values are
    set aside where several places do and where none does. The indexes of all such records.
    """
    width = usual_width(rows)
    if width is None:
        return []
    short = [
        at for at, row in enumerate(rows)
        if width - _MOST_MISSING <= len(row) < width
        and sum(cell is not None for cell in row) > width // 2
    ]  # fmt: skip
    if not short:
        return []
    usual = [at for at, row in enumerate(rows) if len(row) == width]
    sample = usual[:: 1 + len(usual) // _SAMPLED]
    everywhere = _Columns([rows[one] for one in sample], width, None)
    changed: list[int] = []
    left = _MOST_CELLS
    for at in short:
        if all(cell is None or is_label(cell) for cell in rows[at]):
            # A header, where only the rows end with the separator.
            continue
        # Most records lack their last fields alone, and all others fit wherever they stand.
        if not everywhere.misfits([*rows[at], *[None] * (width - len(rows[at]))]):
            continue
        columns = everywhere
        near = near_rows(usual, at)
        if (left := left - len(near) * width) > 0:
            columns = _Columns([rows[one] for one in near], width, bisect_left(near, at))
        put_back = columns.put_back(rows[at])
        if put_back is not None:
            rows[at] = put_back
            changed.append(at)
    return changed


class _Columns:
    """The sorts and values of each column in the records nearby, of which `above` stand before
    (None: they are of anywhere).
    """

    def __init__(self, near: Sequence[Row], width: int, above: int | None) -> None:
        self.width = width
        self.near, self.above = near, above
        self.sorts = [Counter(sort_of(row[at]) for row in near) for at in range(width)]
        self.seen = [{row[at] for row in near if row[at] is not None} for at in range(width)]

    def put_back(self, row: Row) -> Row | None:
        """None for a record whose last fields alone are missing, as far as its values tell."""
        missing, last = self.width - len(row), len(row) - 1
        plain: Row = [*row, *[None] * missing]
        misfits = self.misfits(plain)
        if not misfits:
            return None
        # The values before a place stay, all others stand further: each is judged twice at most.
        moved = self.misfits([*[None] * missing, *row])
        first = max(1, moved[-1] - missing + 1 if moved else 1)
        places = range(first, min(last, misfits[0]) + 1)
        if not places:
            return [_aside(cell) if at in set(misfits) else cell for at, cell in enumerate(plain)]
        scores = self._scores(row, missing, places)
        best = max(scores)
        likely = [at for at, score in zip(places, scores, strict=True) if score > best - _CLOSE]
        return _where_they_agree(row, missing, likely)

    def _scores(self, row: Row, missing: int, places: range) -> list[float]:
        """The score of the reading with the empty values at each of the places."""
        stay = [self._score(at, cell) for at, cell in enumerate(row)]
        move = [self._score(at + missing, cell) for at, cell in enumerate(row)]
        score = sum(stay[: places[0]]) + sum(move[places[0] :])
        scores = []
        for at in places:
            scores.append(score + sum(self._share(at + step, None) for step in range(missing)))
            score += stay[at] - move[at]
        return scores

    def misfits(self, reading: Row) -> list[int]:
        """The columns where nothing of the sort stands."""
        return [
            at for at, cell in enumerate(reading)
            if cell is not None and self._share(at, cell) < _RARE
        ]  # fmt: skip

    def _share(self, at: int, cell: Cell) -> float:
        sorts = self.sorts[at]
        total = sorts.total() if cell is None else sorts.total() - sorts[_EMPTY]
        return sorts[sort_of(cell)] / total if total else 1.0

    def _score(self, at: int, cell: Cell) -> float:
        """A word that stands nearby, and a day that comes in its turn, fit the better."""
        return (
            self._share(at, cell)
            + _SEEN * (sort_of(cell) == _TEXT and cell in self.seen[at])
            + _IN_TURN * self._is_in_turn(at, cell)
        )

    def _is_in_turn(self, at: int, cell: Cell) -> bool:
        """Between the days above and below it, in a column of days that rise or fall."""
        day = _day(cell)
        if day is None or self.above is None:
            return False
        days = [_day(row[at]) for row in self.near]
        above = [other for other in days[: self.above] if other is not None]
        below = [other for other in days[self.above :] if other is not None]
        inside = [*above, day, *below]
        return len(inside) > _FEWEST and (
            inside == sorted(inside) or inside == sorted(inside, reverse=True)
        )


def _where_they_agree(row: Row, missing: int, places: Sequence[int]) -> Row:
    """The record with its empty values at the first of the places; a value that another place
    would put elsewhere is set aside.
    """
    first, last = places[0], places[-1]
    read: Row = [*row[:first], *[None] * missing, *row[first:]]
    for at in range(first, last + missing):
        others = {row[at]} if at < last else set()
        others |= {row[at - missing]} if at - missing >= first else set()
        others |= (
            {None} if any(place <= at < place + missing for place in _near(places, at)) else set()
        )
        if others != {read[at]}:
            read[at] = _aside(read[at])
    return read


def _near(places: Sequence[int], at: int) -> Sequence[int]:
    """The places that may lie within a few fields before it."""
    begin = bisect_left(places, at - _MOST_MISSING)
    return places[begin : bisect_left(places, at + 1)]


def _day(cell: Cell) -> str | None:
    """So written that days sort by it."""
    moment = moment_of(cell, "dmy") if isinstance(cell, str) else None
    return moment.isoformat() if isinstance(moment, date) else None


def _aside(cell: Cell) -> Cell:
    return None if cell is None else AsideCell(str(cell)[:80], "field_missing")

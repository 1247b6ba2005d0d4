"""Which commune of a year each weighing belongs to, and what each commune sent of that year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.worlds.official_map import LAST_DAY, official_map
from tests.worlds.waste_rows import Row, WasteRows

MONTHS = 12


@dataclass(slots=True)
class Sent:
    """Of a commune and a year."""

    kg: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    months: set[int] = field(default_factory=set)
    written: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By code as it is written, its months."""

    @property
    def is_whole(self) -> bool:
        return len(self.months) == MONTHS


@dataclass(slots=True)
class YearOnMap:
    """The rows of `year` on the map of 31 December of `of`: the same year, or a later one.

    `bodies`: by body, its communes; `expected` None where no territory is declared.
    """

    sent: dict[str, Sent]
    bodies: dict[str, set[str]]
    expected: set[str] | None
    left_aside: int = 0

    @property
    def communes(self) -> set[str]:
        return set(self.sent) if self.expected is None else self.expected


def year_on_map(rows: WasteRows, year: int, of: int) -> YearOnMap:
    known, at = official_map(), date(of, 12, 31)
    expected, bodies = _perimeter(rows, at)
    if rows.territory is not None:
        expected = rows.territory[of]
    found = YearOnMap({}, bodies, expected)
    for row in rows.weighings:
        if row.day.year != year:
            continue
        commune = known.follow(row.commune, row.day, at)
        if commune is None:
            found.left_aside += 1
        elif expected is None or commune in expected:
            _add(found.sent.setdefault(commune, Sent()), row)
    if rows.perimeter is None:
        for commune in found.communes:
            epci = known.epci(commune, at)
            if epci is not None:
                found.bodies.setdefault(epci[1], set()).add(commune)
    return found


def _add(sent: Sent, row: Row) -> None:
    sent.kg[row.flux] += row.kg
    sent.months.add(row.day.month)
    sent.written[row.commune].add(row.day.month)


def _perimeter(rows: WasteRows, at: date) -> tuple[set[str] | None, dict[str, set[str]]]:
    """Codes of a perimeter say land, as it is known last; its communes are those of `at`."""
    if rows.perimeter is None:
        return None, {}
    known, bodies = official_map(), defaultdict(set)
    for code, body in rows.perimeter:
        bodies[body] |= known.communes_of(known.land(code, LAST_DAY), at)
    return set().union(*bodies.values()), dict(bodies)

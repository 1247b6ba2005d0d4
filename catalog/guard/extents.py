"""The land that rows may lie on, stretch of days by stretch of days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from catalog.cog import Atom

Land = frozenset[Atom]
NO_LAND: Land = frozenset()


@dataclass(frozen=True, slots=True)
class Stretch:
    """`land` for the rows dated from `start` until before `end` (None: no bound)."""

    start: date | None
    end: date | None
    land: Land


@dataclass(frozen=True, slots=True)
class Extent:
    """Stretches in order of time, never overlapping, none without land.

    `known` False: nothing says where the rows lie. `endless`: anywhere in the country.
    """

    stretches: tuple[Stretch, ...] = ()
    known: bool = True
    endless: bool = False

    def on(self, day: date) -> Land:
        """The land of the rows of that day."""
        for each in self.stretches:
            if (each.start or date.min) <= day < (each.end or date.max):
                return each.land
        return NO_LAND

    @property
    def boundaries(self) -> frozenset[date]:
        """The days from which it may be another land."""
        days = (day for each in self.stretches for day in (each.start, each.end))
        return frozenset(day for day in days if day is not None)


UNKNOWN = Extent(known=False)
ENDLESS = Extent(endless=True)


def always(land: Land) -> Extent:
    return Extent((Stretch(None, None, land),) if land else ())


def united(extents: Sequence[Extent]) -> Extent:
    """All of them together; unknown or endless as soon as one is."""
    if any(not each.known for each in extents):
        return UNKNOWN
    if any(each.endless for each in extents):
        return ENDLESS
    return _combined(extents, lambda lands: NO_LAND.union(*lands))


def within_all(extents: Sequence[Extent]) -> Extent:
    """The land that lies in each extent; an unknown or endless extent bounds nothing."""
    bounding = [each for each in extents if each.known and not each.endless]
    if not bounding:
        return UNKNOWN if any(not each.known for each in extents) else ENDLESS
    return _combined(bounding, lambda lands: reduce(frozenset.intersection, lands))


def days_between(boundaries: Iterable[date]) -> list[tuple[date | None, date | None]]:
    """All of time, cut at `boundaries`."""
    days = sorted(set(boundaries))
    return list(zip([None, *days], [*days, None], strict=True))


def _combined(extents: Sequence[Extent], together: Callable[[list[Land]], Land]) -> Extent:
    if len(extents) == 1:
        return extents[0]
    stretches: list[Stretch] = []
    for start, end in days_between(day for each in extents for day in each.boundaries):
        land = together([each.on(start or date.min) for each in extents])
        last = stretches[-1] if stretches else None
        if last is not None and last.land == land and last.end == start:
            stretches[-1] = Stretch(last.start, end, land)
        elif land:
            stretches.append(Stretch(start, end, land))
    return Extent(tuple(stretches))

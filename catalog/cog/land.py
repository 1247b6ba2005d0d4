"""The land that a code means at a day, and the codes that mean a piece of land."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.cog.values import Atom, CodePeriod, Meaning, MovedCode
from catalog.model.identifiers import CommuneCode

Land = frozenset[Atom]
Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, eq=False)
class LandIndex:
    """Every meaning, by code (in order of time, never overlapping) and by atom."""

    by_code: Mapping[str, Sequence[Meaning]]
    by_atom: Mapping[Atom, Sequence[Meaning]]

    def at(self, code: str, day: date) -> Meaning | None:
        return next((each for each in self.by_code.get(code, ()) if each.holds_at(day)), None)

    def commune_of(self, land: Land, day: date) -> Meaning | None:
        """The commune that holds all of `land` at `day`."""
        for atom in land:
            for each in self.by_atom.get(atom, ()):
                if each.is_commune and each.holds_at(day):
                    return each if land <= each.atoms else None
        return None

    def communes_touching(self, land: Land, day: date) -> list[Meaning]:
        """The communes of `day` that hold some of `land`, by code."""
        found: dict[CommuneCode, Meaning] = {}
        for atom in land:
            for each in self.by_atom.get(atom, ()):
                if each.is_commune and each.holds_at(day):
                    found[each.code] = each
                    break  # At a day an atom lies in one commune.
        return [found[code] for code in sorted(found)]

    def touching(self, land: Land) -> list[Meaning]:
        """Every meaning, of any time, whose code once held some of `land`, by code then start."""
        codes = {each.code for atom in land for each in self.by_atom.get(atom, ())}
        return [each for code in sorted(codes) for each in self.by_code[code]]

    def moved(self, codes: Iterable[str]) -> list[MovedCode]:
        """For the parts among `codes`: the commune that holds them, period by period."""
        moved: list[MovedCode] = []
        for code in sorted(codes):
            for part in self.by_code[code]:
                if not part.is_commune:
                    moved.extend(self._holders(part))
        return moved

    def _holders(self, part: Meaning) -> list[MovedCode]:
        holders: list[tuple[Bounds, CommuneCode]] = []
        for each in self.by_atom[min(part.atoms)]:
            bounds = common((part.start, part.end), (each.start, each.end))
            if bounds is not None and each.is_commune and part.atoms <= each.atoms:
                holders.append((bounds, each.code))
        return [
            MovedCode(part.code, start, end, commune_code)
            for commune_code in sorted({holder for _, holder in holders})
            for start, end in joined(bounds for bounds, holder in holders if holder == commune_code)
        ]


def periods_where(
    meanings: Iterable[Meaning], test: Callable[[Meaning], bool]
) -> tuple[CodePeriod, ...]:
    """The codes and periods of the meanings that pass, neighbours joined, by code then start."""
    bounds: dict[CommuneCode, list[Bounds]] = defaultdict(list)
    for each in meanings:
        if test(each):
            bounds[each.code].append((each.start, each.end))
    return periods_of(bounds)


def periods_of(bounds: Mapping[CommuneCode, Iterable[Bounds]]) -> tuple[CodePeriod, ...]:
    return tuple(
        CodePeriod(code, start, end)
        for code in sorted(bounds)
        for start, end in joined(bounds[code])
    )


def common(one: Bounds, other: Bounds) -> Bounds | None:
    """The days that both hold, or None."""
    start = max(one[0] or date.min, other[0] or date.min)
    end = min(one[1] or date.max, other[1] or date.max)
    if start >= end:
        return None
    return (None if start == date.min else start, None if end == date.max else end)


def without(whole: Bounds, taken: Iterable[Bounds]) -> list[Bounds]:
    """The days of `whole` that are in none of `taken`."""
    left = [whole]
    for start, end in taken:
        cut: list[Bounds] = []
        for each in left:
            before = None if start is None else common(each, (None, start))
            after = None if end is None else common(each, (end, None))
            cut += [kept for kept in (before, after) if kept is not None]
        left = cut
    return left


def joined(bounds: Iterable[Bounds]) -> list[Bounds]:
    """The same days in as few periods as possible, in order of time."""
    result: list[Bounds] = []
    for start, end in sorted(bounds, key=lambda each: each[0] or date.min):
        if result and (result[-1][1] or date.max) >= (start or date.min):
            last_start, last_end = result[-1]
            later = max(last_end or date.max, end or date.max)
            result[-1] = (last_start, None if later == date.max else later)
        else:
            result.append((start, end))
    return result

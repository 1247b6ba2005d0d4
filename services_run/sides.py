"""One side of a ratio: what the engine itself adds up over the year, communes and categories that a
row says it covers, or why these are not all there.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal

from services_run.covered import ANY, ByFile, Covered
from services_run.measures import Measure, Measures
from services_run.ratio_reasons import COMMUNES_MISSING, COVERAGES_DIFFER, TERRITORY_UNKNOWN

_ANY_YEAR = 0
_HALF_A_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Claim:
    """The year, communes and categories (None: all) that a row says it covers."""

    year: int
    communes: frozenset[str]
    categories: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Side:
    """`held`: its categories; None where it is of none, or where they are not told apart."""

    value: Decimal = Decimal(0)
    held: AbstractSet[str] | None = None
    fault: str | None = None


@dataclass(slots=True)
class Sides:
    measures: Measures
    covered: Covered
    _known: dict[tuple[str, int, Claim], Side] = field(default_factory=dict)

    def side(self, name: str, year: int, claim: Claim) -> Side:
        """Of the measure in `year`, over the communes of the claim's own year."""
        key = (name, year, claim)
        if key not in self._known:
            self._known[key] = self._side(self.measures.measures[name], year, claim)
        return self._known[key]

    def _side(self, measure: Measure, year: int, claim: Claim) -> Side:
        if not claim.communes:
            return Side(fault=COVERAGES_DIFFER)
        if measure.role is None:
            return self._of_population(claim)
        if measure.covers_territory:
            return self._of_territory(measure, year, claim)
        return self._by_commune(measure, year, claim)

    def _of_population(self, claim: Claim) -> Side:
        known = self.covered.places.populations
        people = [known.get((claim.year, commune)) for commune in claim.communes]
        if any(one is None for one in people):
            return Side(fault=COVERAGES_DIFFER)
        return Side(Decimal(sum(one or 0 for one in people)))

    def _by_commune(self, measure: Measure, year: int, claim: Claim) -> Side:
        fault = self._lacking(measure, year, claim)
        if fault is not None:
            return Side(fault=fault)
        sums, _ = self.covered.followed(measure.name, year, claim.year)
        shares = self.covered.shares.get(measure.name)
        held: set[str] = set()
        value = Decimal(0)
        for commune in claim.communes:
            for category, added in sums.get(commune, {}).items():
                if shares is not None and category not in shares:
                    continue
                held.add(category)
                if claim.categories is None or category in claim.categories:
                    value += added * (1 if shares is None else shares[category])
        return Side(value, held if measure.category else None)

    def _lacking(self, measure: Measure, year: int, claim: Claim) -> str | None:
        """Why the rows of that year are not whole for each commune, or for each that it was."""
        rows, places = self.covered.by_commune[measure.name], self.covered.places
        _, months = self.covered.followed(measure.name, year, year)
        lacks_months = False
        for commune in claim.communes:
            parts = places.parts.get((year, claim.year), {}).get(commune, [])
            if not parts:
                return COMMUNES_MISSING
            for part, is_whole in parts:
                received = months.get(part, 0).bit_count()
                if not received:
                    return COMMUNES_MISSING
                lacks_months = lacks_months or not is_whole or received < rows.expected
        return COVERAGES_DIFFER if lacks_months else None

    def _of_territory(self, measure: Measure, year: int, claim: Claim) -> Side:
        rows, extents = self.covered.by_file[measure.name], self.covered.places.extents
        files = {**rows.kept.get(_ANY_YEAR, {}), **rows.kept.get(year, {})}
        covering = [extents.get((file, claim.year), frozenset()) for file in files]
        chosen = [
            file for file, extent in zip(files, covering, strict=True) if extent == claim.communes
        ]
        if chosen:
            return _of_files(measure, rows, chosen, year, claim)
        if not any(covering):
            return Side(fault=TERRITORY_UNKNOWN)
        is_less = any(claim.communes < extent for extent in covering)
        return Side(fault=COMMUNES_MISSING if is_less else COVERAGES_DIFFER)


def _of_files(measure: Measure, rows: ByFile, files: list[str], year: int, claim: Claim) -> Side:
    value, held, is_told_apart = Decimal(0), set[str](), True
    for file in files:
        sums = {
            **rows.kept.get(_ANY_YEAR, {}).get(file, {}),
            **rows.kept.get(year, {}).get(file, {}),
        }
        of_all = None if measure.total is None else sums.pop(measure.total, None)
        held |= sums.keys()
        if claim.categories is not None and measure.category is not None:
            value += sum(sums.get(one, 0) for one in claim.categories)
        else:
            by_category = sum(sums.values())
            value += by_category if of_all is None else of_all
            if of_all is not None and abs(of_all - by_category) >= _HALF_A_CENT:
                is_told_apart = False
    if measure.category is None:
        return Side(value, {ANY})
    if claim.categories is None and not is_told_apart:
        return Side(value, {ANY})
    return Side(value, held)

"""The coverage of a yearly report's data: years, months and communes, counted where the rows lie.

One statement a candidate, by the rights of the caller, of a few candidates and for a few seconds:
the rows themselves are not read.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.cog import Cog
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from gateway.figures.activations.reading import BoundDataset
from gateway.figures.activations.year_of_report import YEAR
from services_run.folder import Role, Service
from services_run.territories import followed

MONTHS_OF_A_YEAR = 12
_MOST_LOOKED_AT = 8
_TIME_LIMIT_S = 4.0
_SIGNIFICANT_SHARE = 0.5
"""Of the communes of a body, for data to make a report of it."""
Counted = Sequence[tuple[date, str, int]]
"""Each month of each commune, and its rows."""
CountRows = Callable[[BoundDataset], Awaitable[Counted]]


@dataclass(frozen=True, slots=True)
class YearCovered:
    """`months`: of the commune of it that has fewest. `communes`: those of the body alone, where
    its territory is known.
    """

    year: int
    months: int
    communes: int

    @property
    def is_whole(self) -> bool:
        return self.months >= MONTHS_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class Coverage:
    """`years` in their order; `expected`: how many communes the body has, 0 where not known."""

    years: tuple[YearCovered, ...]
    expected: int
    rows: int

    @property
    def whole_years(self) -> list[int]:
        return [one.year for one in self.years if one.is_whole]

    @property
    def last_whole_year(self) -> int | None:
        """Of enough communes for a report of the body."""
        enough = max(1.0, self.expected * _SIGNIFICANT_SHARE)
        whole = [one.year for one in self.years if one.is_whole and one.communes >= enough]
        return max(whole, default=None)

    def in_words(self) -> Bilingual:
        """« 2022–2024 complètes · 18 communes sur 25 »."""
        if not self.years:
            return Bilingual("aucune ligne datée", "no row with a date")
        whole = self.whole_years
        shown = next((one for one in reversed(self.years) if one.is_whole), self.years[-1])
        communes = _communes(shown.communes, self.expected)
        if not whole:
            return Bilingual(
                f"aucune année complète, {shown.year} : {shown.months} mois sur "
                f"{MONTHS_OF_A_YEAR} · {communes.fr}",
                f"no complete year, {shown.year}: {shown.months} months of "
                f"{MONTHS_OF_A_YEAR} · {communes.en}",
            )
        spans = _spans(whole)
        complete = "complète" if len(whole) == 1 else "complètes"
        return Bilingual(f"{spans} {complete} · {communes.fr}", f"{spans} complete · {communes.en}")


def coverage_of(counted: Counted, ours: frozenset[str], cog: Cog) -> Coverage:
    """A code is the commune that it is, or became, at the end of its year; one that is no commune's
    counts for none, nor does one outside the body's own where these are known.
    """
    months: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    known: dict[tuple[str, int], frozenset[str]] = {}
    for month, code, _ in counted:
        key = (code, month.year)
        if key not in known:
            known[key] = followed(cog, [code], month.year)
        for commune in known[key]:
            months[month.year][commune].add(month.month)
    years = tuple(
        YearCovered(
            year,
            min(len(communes[one]) for one in ours & set(communes) or communes),
            len(ours & set(communes)) if ours else len(communes),
        )
        for year, communes in sorted(months.items())
    )
    return Coverage(years, len(ours), sum(rows for *_, rows in counted))


def is_looked_at(service: Service, role: Role) -> bool:
    """True where the years of the role's data decide what a report of one year can say."""
    return YEAR in service.parameters and not role.optional and _by_day_and_commune(role) != ()


async def coverages(
    role: Role,
    bound: Iterable[tuple[Dataset, Mapping[str, str]]],
    count_rows: CountRows,
    ours: frozenset[str],
    cog: Cog,
) -> dict[str, Coverage]:
    """By dataset; `bound`: each with its columns (ids) by field. One that cannot be counted now has
    none, nor has one that time was not left for.
    """
    known: dict[str, Coverage] = {}
    try:
        async with asyncio.timeout(_TIME_LIMIT_S):
            for dataset, columns in list(bound)[:_MOST_LOOKED_AT]:
                names = {column.id: str(column.name) for column in dataset.columns}
                wanted = [columns.get(name) for name in _by_day_and_commune(role)]
                read = tuple(names[one] for one in wanted if one is not None and one in names)
                if len(read) < len(wanted):
                    continue
                try:
                    counted = await count_rows(BoundDataset(dataset, read))
                except Problem:
                    continue
                known[dataset.id] = coverage_of(counted, ours, cog)
    except TimeoutError:
        pass
    return known


def _by_day_and_commune(role: Role) -> tuple[str, ...]:
    """The two fields that it is counted by; nothing where it has not both."""
    day = next((one.name for one in role.fields.values() if one.type == "date"), None)
    commune = next((one.name for one in role.fields.values() if one.concept == "commune"), None)
    return () if day is None or commune is None else (day, commune)


def _communes(count: int, expected: int) -> Bilingual:
    fr, en = ("commune" if count < 2 else "communes"), ("commune" if count == 1 else "communes")
    if not expected:
        return Bilingual(f"{count} {fr}", f"{count} {en}")
    return Bilingual(f"{count} {fr} sur {expected}", f"{count} {en} of {expected}")


def _spans(years: Sequence[int]) -> str:
    """2019, 2022–2024."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)

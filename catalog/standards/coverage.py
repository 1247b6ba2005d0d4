"""Communes that rows of a standard cover, communes that are missing, and an answer's coverage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from catalog.cog import Cog
from catalog.model.dataset import UpdateFrequency
from catalog.model.identifiers import CommuneCode, Siren

_LATE_AFTER_DAYS: Mapping[UpdateFrequency, int] = {
    UpdateFrequency.CONTINUOUS: 3,
    UpdateFrequency.DAILY: 3,
    UpdateFrequency.WEEKLY: 14,
    UpdateFrequency.MONTHLY: 62,
    UpdateFrequency.QUARTERLY: 184,
    UpdateFrequency.SEMIANNUAL: 366,
    UpdateFrequency.ANNUAL: 731,
}
"""Two periods: the one that is running, and the one before, which may be on its way."""


class SourceStatus(StrEnum):
    ANSWERED = "ANSWERED"
    EMPTY = "EMPTY"
    STALE = "STALE"
    DOWN = "DOWN"
    DENIED = "DENIED"


CODE_NOT_IN_LIST = "CODE_NOT_IN_LIST"


class LeftOut(NamedTuple):
    """Rows of a dataset that an answer leaves out for their word in this field."""

    field: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """One dataset of an answer; `agreement` cites what gives it, None for one's own and for open
    data. `latest` is its last day under the conditions that were asked. `rows_not_placed`: how many
    of its rows say no commune that there is; told to its owner, None to others. `left_out`: by
    field, how many rows are not in the answer since their word is no code of the field; None where
    they could not be counted.
    """

    owner: Siren
    owner_name: str
    dataset: str
    status: SourceStatus
    agreement: str | None = None
    latest: date | None = None
    rows_not_placed: int | None = None
    left_out: tuple[LeftOut, ...] = ()

    def document(self) -> dict[str, object]:
        """`rowsNotPlaced` is there for the owner alone."""
        document: dict[str, object] = {
            "owner": {"siren": self.owner, "nom": self.owner_name},
            "dataset": self.dataset,
            "agreement": self.agreement,
            "status": self.status.value,
            "latest": None if self.latest is None else self.latest.isoformat(),
        }
        if self.rows_not_placed is not None:
            document["rowsNotPlaced"] = self.rows_not_placed
        if self.left_out:
            document["leftOut"] = [
                {"field": each.field, "rows": each.rows, "reason": CODE_NOT_IN_LIST}
                for each in self.left_out
            ]
        return document


@dataclass(frozen=True, slots=True)
class Coverage:
    """Codes of communes of today, sorted. `population` is that of the covered ones; None where one
    of them has none known, or none is covered.
    """

    covered: tuple[CommuneCode, ...] = ()
    missing: tuple[CommuneCode, ...] = ()
    population: int | None = None
    sources: tuple[Source, ...] = field(default=())

    @property
    def partial(self) -> bool:
        """True where something that was asked for is not in the answer."""
        away = {SourceStatus.DOWN, SourceStatus.STALE, SourceStatus.EMPTY}
        statuses = {each.status for each in self.sources}
        nothing = SourceStatus.DENIED in statuses and not self.covered
        left_out = any(each.left_out for each in self.sources)
        return bool(self.missing) or bool(statuses & away) or nothing or left_out

    @property
    def lacking(self) -> tuple[int, int]:
        """The numbers of sources that do not answer, and of those that leave rows out: a sum over
        such an answer is too small.
        """
        down = sum(each.status is SourceStatus.DOWN for each in self.sources)
        return down, sum(bool(each.left_out) for each in self.sources)

    @property
    def summary(self) -> str:
        """One line of ASCII: `partial=true; sources=3; answered=2; denied=1; communes=34; …`."""
        counted = Counter(each.status.value.lower() for each in self.sources)
        statuses = "".join(f"; {status}={count}" for status, count in sorted(counted.items()))
        left_out = [each for source in self.sources for each in source.left_out]
        if left_out:
            statuses += f"; left_out={sum(each.rows or 0 for each in left_out)}"
        communes = f"communes={len(self.covered)}; missing={len(self.missing)}"
        partial = str(self.partial).lower()
        return f"partial={partial}; sources={len(self.sources)}{statuses}; {communes}"

    def beside(self, other: Coverage, cog: Cog, today: date) -> Coverage:
        """Of two standards in one query."""
        covered = frozenset({*self.covered, *other.covered})
        missing = frozenset({*self.missing, *other.missing}) - covered
        sources = tuple(dict.fromkeys((*self.sources, *other.sources)))
        made = cover(covered, covered | missing, cog, today)
        return replace(made, sources=sources)

    def document(self) -> dict[str, object]:
        """`scope` as answers give it."""
        return {
            "communes": {
                "covered": list(self.covered),
                "missing": list(self.missing),
                "population": self.population,
            },
            "sources": [each.document() for each in self.sources],
            "partial": self.partial,
        }


def cover(
    covered: Iterable[CommuneCode], expected: Iterable[CommuneCode], cog: Cog, today: date
) -> Coverage:
    inside = tuple(sorted(set(covered)))
    missing = tuple(sorted(set(expected) - set(inside)))
    return Coverage(inside, missing, population_of(inside, cog, today))


def population_of(communes: Sequence[CommuneCode], cog: Cog, day: date) -> int | None:
    """Their inhabitants on `day`; None where one of them is not known, and for none at all."""
    labels = [cog.label(code, day) for code in communes]
    known = [each.population for each in labels if each is not None and each.population is not None]
    return sum(known) if known and len(known) == len(communes) else None


def commune_today(code: str | None, day: date | None, cog: Cog, today: date) -> CommuneCode | None:
    """The commune of today that holds the land that `code` meant on `day`; None where none does."""
    if code is None:
        return None
    atoms = cog.atoms_of(code, day or today)
    holder = cog.land.commune_of(atoms, today) if atoms else None
    return None if holder is None else holder.code


def is_late(latest: date | None, frequency: UpdateFrequency | None, today: date) -> bool:
    """True where data that its owner says come so often have not come for two periods."""
    most = None if frequency is None else _LATE_AFTER_DAYS.get(frequency)
    return most is not None and latest is not None and (today - latest).days > most


Month = tuple[int, int]
Cell = tuple[CommuneCode, Month]


def overlapping(
    cells: Iterable[tuple[str, CommuneCode, Month]],
) -> Mapping[Cell, tuple[str, ...]]:
    """Each commune and month of which more than one dataset (id) has rows, and which ones."""
    by_cell: dict[Cell, set[str]] = defaultdict(set)
    for dataset, commune, month in cells:
        by_cell[commune, month].add(dataset)
    return {cell: tuple(sorted(some)) for cell, some in by_cell.items() if len(some) > 1}

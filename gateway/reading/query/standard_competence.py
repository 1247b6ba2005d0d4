"""Of rows that several bodies have of one commune and month, those of the one that is competent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from catalog.cog import Cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership
from catalog.standards.coverage import Month
from catalog.territory import Territory, territory
from federation.standards.problems import StandardOverlap, StandardOverlapUndated
from federation.standards.standard_tables import Exclusion, StandardTable

Cell = tuple[CommuneCode, Month]
Line = tuple[str, CommuneCode, Month, str]
"""(dataset id, commune of today, (year, month), code as it is written)."""


def exclusions(
    table: StandardTable,
    cells: Mapping[Cell, Sequence[str]],
    months: Sequence[Line],
    memberships: Sequence[Membership],
    cog: Cog,
    today: date,
) -> StandardTable:
    """The table without the rows that another of its bodies is competent for.

    Rows that have no day are of today. Raises StandardOverlap where none of the bodies is
    competent, or more than one.
    """
    owners = {each.dataset.id: each.owner for each in table.arms}
    names = {each.dataset.id: each.full_name for each in table.arms}
    book = _Competences(table.standard.competence, memberships, cog, today)
    codes = {(commune, month): code for _, commune, month, code in months}
    left: dict[str, set[tuple[str, Month]]] = defaultdict(set)
    for cell, datasets in cells.items():
        _, when = cell
        holder = book.holder({owners[each] for each in datasets}, codes[cell], when)
        keepers = [each for each in datasets if owners[each] == holder]
        if len(keepers) != 1:
            raise overlap_of(cell, [names[each] for each in datasets], len(cells))
        for dataset, at, when_, code in months:
            if (at, when_) == cell and dataset in datasets and dataset != keepers[0]:
                left[dataset].add((code, when_))
    arms = [
        replace(each, excluded=_periods(left[each.dataset.id])) if each.dataset.id in left else each
        for each in table.arms
    ]
    return replace(table, arms=tuple(arms))


def overlap_of(cell: Cell, datasets: Sequence[str], count: int) -> StandardOverlap:
    """Of rows that two of these datasets have, of one commune and month, or of one commune."""
    commune, (year, month) = cell
    one, other, *_ = datasets
    if not year:
        return StandardOverlapUndated(one=one, other=other, commune=commune, count=count)
    when = f"{year:04d}-{month:02d}"
    return StandardOverlap(one=one, other=other, commune=commune, month=when, count=count)


class _Competences:
    """The holders of a competence: one territory for each body and month, worked out once."""

    def __init__(
        self,
        competence: str | None,
        memberships: Sequence[Membership],
        cog: Cog,
        today: date,
    ) -> None:
        self._competence = competence
        self._today = today
        self._memberships = memberships
        self._cog = cog
        self._known: dict[tuple[Siren, Month], Territory] = {}

    def holder(self, owners: Iterable[Siren], code: str, month: Month) -> Siren | None:
        """Of these bodies the one that the commune's competence went to last; None for no one."""
        if self._competence is None or not code:
            return None
        commune = self._cog.commune_at(code, self._day(month))
        lands = {each: self._of(each, month) for each in owners}
        holding = [each for each, land in lands.items() if commune in land.communes]
        last = [
            each
            for each in holding
            if not any(
                each in path.through
                for other in holding
                if other != each
                for path in lands[other].paths
                if commune in path.communes
            )
        ]
        return last[0] if len(last) == 1 else None

    def _of(self, owner: Siren, month: Month) -> Territory:
        known = self._known.get((owner, month))
        if known is None:
            day = self._day(month)
            known = territory(owner, self._competence or "", day, self._memberships, self._cog)
            self._known[owner, month] = known
        return known

    def _day(self, month: Month) -> date:
        return date(*month, 1) if month[0] else self._today


def _periods(left: Iterable[tuple[str, Month]]) -> tuple[Exclusion, ...]:
    """Codes that are left out in the same months together, months in a row as one period."""
    by_month: dict[Month, set[str]] = defaultdict(set)
    for code, month in left:
        by_month[month].add(code)
    made: list[Exclusion] = []
    for month in sorted(by_month):
        codes = tuple(sorted(by_month[month]))
        if not month[0]:
            made.append(Exclusion(codes, None))
            continue
        start = date(*month, 1)
        end = date(month[0] + month[1] // 12, month[1] % 12 + 1, 1)
        before = made[-1] if made else None
        if before is not None and before.codes == codes and before.period is not None:
            first, until = before.period
            if until == start:
                made[-1] = Exclusion(codes, (first, end))
                continue
        made.append(Exclusion(codes, (start, end)))
    return tuple(made)

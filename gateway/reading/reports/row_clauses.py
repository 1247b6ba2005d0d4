"""The conditions of a branch one by one, and what is said of a row that fails one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from catalog.cog import Cog
from catalog.cog.land import Bounds
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column, Dataset
from catalog.model.row_condition import AllOf, InTerritory
from catalog.model.row_condition import RowCondition as SignedCondition
from catalog.row_words import clause_in_words, row_names
from catalog.snapshot import Snapshot
from federation.binding import BoundAllOf, BoundAllRows, BoundTerritory, RowCondition
from federation.territory_conditions import Scope, TerritoryBook
from gateway.reading.reports.access_values import RowClause
from gateway.reading.reports.words import day_fr


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition, as signed and as bound to a day."""

    signed: SignedCondition
    bound: RowCondition

    @property
    def whatever_the_day(self) -> RowCondition | None:
        """Of a territory: rows whose commune is of it at any time."""
        match self.bound:
            case BoundTerritory():
                return replace(self.bound, date_column=None, until=None)
            case _:
                return None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that say when a row would be included: the commune's code, and the day where
        there is one. None for other conditions than a territory.
        """
        match self.bound:
            case BoundTerritory(column=code, date_column=day):
                return (code,) if day is None else (code, day)
            case _:
                return ()


def clauses_of(signed: SignedCondition, bound: RowCondition) -> Iterator[Clause]:
    """In the order they were signed; none for every row."""
    match signed, bound:
        case AllOf(inner), BoundAllOf(conditions):
            for each, of in zip(inner, conditions, strict=True):
                yield from clauses_of(each, of)
        case _, BoundAllRows():
            return
        case _:
            yield Clause(signed, bound)


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer of the query about a clause for the row; `cells` are values of its `columns`."""

    clause: Clause
    holds: bool
    at_any_time: bool
    cells: tuple[Any, ...]


def tell_clause(
    judged: Judged, dataset: Dataset, day: date, snapshot: Snapshot, cog: Cog
) -> RowClause:
    signed = judged.clause.signed
    words = clause_in_words(signed, row_names(signed, dataset.id, snapshot))
    told = RowClause(
        words=Bilingual(fr=f"une ligne {words.fr}", en=f"a row {words.en}"),
        holds=judged.holds,
        included_from=None,
    )
    bound = judged.clause.bound
    if judged.holds or not isinstance(bound, BoundTerritory):
        return told
    if bound.date_column is None:
        return _of_todays_map(told, judged, day, snapshot, cog)
    return _of_the_rows_day(told, judged, bound, dataset)


def _of_todays_map(
    told: RowClause, judged: Judged, day: date, snapshot: Snapshot, cog: Cog
) -> RowClause:
    """The commune may come into the territory on a day that is known."""
    signed = judged.clause.signed
    if isinstance(signed, InTerritory) and isinstance(judged.cells[0], str):
        scope = TerritoryBook(snapshot.memberships, cog).at_row_date(signed.of, signed.competence)
        coming = [
            start
            for start, _ in _periods(scope, judged.cells[0])
            if start is not None and start > day
        ]
        told.included_from = min(coming, default=None)
    told.remark = _OUTSIDE if told.included_from is None else None
    return told


def _of_the_rows_day(
    told: RowClause, judged: Judged, bound: BoundTerritory, dataset: Dataset
) -> RowClause:
    code, when = judged.cells
    if not judged.at_any_time or not isinstance(code, str):
        told.remark = _OUTSIDE
        return told
    row_day = _day_of(when, dataset.time_zone)
    if row_day is None:
        told.remark = _NO_DAY
        return told
    periods = _periods(bound.scope, code)
    if not any(_within(row_day, each) for each in periods):
        told.remark = _counted(periods)
        return told
    # Only its date is still to come: it is given from that day on.
    told.included_from = row_day
    told.remark = _FUTURE
    return told


_OUTSIDE = Bilingual(
    fr="Sa commune n'y est à aucun jour connu, ou son code n'est celui d'aucune commune.",
    en="Its commune is in it on no day that is known, or its code is that of no commune.",
)
_NO_DAY = Bilingual(
    fr="Sa date manque ou ne se lit pas : elle n'est donnée à personne d'autre.",
    en="Its date is missing or cannot be read: it is given to nobody else.",
)
_FUTURE = Bilingual(
    fr="Elle est datée dans l'avenir : elle n'est donnée à personne d'autre avant ce jour.",
    en="It is dated in the future: it is given to nobody else before that day.",
)


def _counted(periods: tuple[Bounds, ...]) -> Bilingual:
    return Bilingual(
        fr="Ce code y compte pour les lignes datées "
        + " ou ".join(_period_fr(each) for each in periods)
        + ".",
        en="This code counts in it for rows dated "
        + " or ".join(_period_en(each) for each in periods)
        + ".",
    )


def _period_fr(period: Bounds) -> str:
    start, end = period
    if start is None:
        return "de tout temps" if end is None else f"avant le {day_fr(end)}"
    from_ = f"à partir du {day_fr(start)}"
    return from_ if end is None else f"{from_} et avant le {day_fr(end)}"


def _period_en(period: Bounds) -> str:
    start, end = period
    if start is None:
        return "at any time" if end is None else f"before {end.isoformat()}"
    from_ = f"from {start.isoformat()}"
    return from_ if end is None else f"{from_} and before {end.isoformat()}"


def _periods(scope: Scope, code: str) -> tuple[Bounds, ...]:
    return next((group.periods for group in scope.groups if code in group.codes), ())


def _within(day: date, period: Bounds) -> bool:
    start, end = period
    return (start is None or start <= day) and (end is None or day < end)


def _day_of(value: object, time_zone: str) -> date | None:
    match value:
        case datetime() if value.tzinfo is not None:
            return value.astimezone(ZoneInfo(time_zone)).date()
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return None

"""The coverage of a query over a standard: measured before it runs, by the same path as its rows.

What is measured is recorded with the query, under the same decision. A source that cannot be read
is left out and told as down; the others answer.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from catalog.cog import Cog
from catalog.model.dataset import Dataset
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.problem import CallerProblem, DeniedProblem, Problem, SourceProblem
from catalog.reference import cog_in
from catalog.standards.coverage import (
    Coverage,
    LeftOut,
    Month,
    Source,
    SourceStatus,
    commune_today,
    cover,
    is_late,
    overlapping,
)
from catalog.territory import territory
from federation.binding import BoundDataset, land_of
from federation.logical import LogicalQuery, SliceId
from federation.plan import Plan
from federation.standards.problems import StandardOverlap
from federation.standards.standard_measures import measure_of, months_of, with_arms
from federation.standards.standard_tables import (
    LABELS,
    StandardArm,
    StandardTable,
    commune_field,
    day_field,
)
from federation.values import bind_values
from gateway.reading.query.overlap import Overlap
from gateway.reading.query.plan_cache import PreparedRead
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import plan_again
from gateway.reading.query.request import DataRequest
from gateway.reading.query.standard_competence import exclusions, overlap_of
from gateway.reading.query.standard_left_out import left_out_by_dataset
from gateway.reading.query.standard_sources import StandardRead

_MOST_RUNS = 64
"""Statements that find out which of many sources is down: each halves the sources that may be."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`table`: the sources that answer, without rows that another body's stand for."""

    table: StandardTable
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Line:
    code: str | None
    first: date | None
    latest: date | None
    rows: int


@dataclass(slots=True)
class _Met:
    """The codes that rows of a commune write, from the first of their days to the last."""

    codes: set[str]
    first: date
    last: date


@dataclass(slots=True)
class _Measured:
    """By dataset id. `unknown`: what could not be measured, though it may answer."""

    lines: dict[str, list[_Line]]
    down: set[str]
    unknown: set[str]
    runs: int = 0


@dataclass(frozen=True, slots=True)
class Measuring:
    """Measures the standards of one query; `variables` are the values of its parameters."""

    prepared: PreparedRead
    request: DataRequest
    ports: Ports
    variables: Mapping[str, object]

    @property
    def cog(self) -> Cog:
        return cog_in(self.prepared.snapshot)

    @property
    def today(self) -> date:
        return self.prepared.standpoint.day

    async def settle(self, read: StandardRead, overlap: Overlap) -> Settled:
        """Raises StandardOverlap."""
        table = read.sources.table
        measured = _Measured({}, set(), set())
        by_id = {each.dataset.id: each for each in table.arms}
        for key, measure in read.measures.items():
            arms = [by_id[each] for each in measure.datasets]
            await self._measure(read, arms, measured, key)
        answering = with_arms(table, {each.dataset.id for each in table.arms} - measured.down)
        left_out = await left_out_by_dataset(self, read, measured.down)
        coverage = self._coverage(read, measured, left_out)
        if overlap is not Overlap.ALL:
            answering = await self._without_overlap(read, answering, measured, overlap)
        return Settled(answering, coverage)

    async def _measure(
        self,
        read: StandardRead,
        arms: Sequence[StandardArm],
        measured: _Measured,
        key: SliceId | None = None,
    ) -> None:
        """`key`: of the plan that was made of just these; None for a part of them."""
        ids = {each.dataset.id for each in arms}
        if measured.runs >= _MOST_RUNS:
            measured.down |= ids
            return
        measured.runs += 1
        try:
            if key is not None:
                known = self.prepared.plans.slices.get(key)
                lines = await self.lines(read.measures[key], known)
            else:
                some = with_arms(read.sources.table, ids)
                lines = await self.lines(measure_of(some, read.conditions, read.parameters))
        except Problem as problem:
            if len(arms) > 1:
                half = len(arms) // 2
                await self._measure(read, arms[:half], measured)
                await self._measure(read, arms[half:], measured)
            else:
                is_away = isinstance(problem, SourceProblem)
                (measured.down if is_away else measured.unknown).update(ids)
            return
        by_name = {each.full_name: each.dataset.id for each in arms}
        measured.lines |= {each: [] for each in ids}
        for line in lines:
            measured.lines[by_name[line["dataset"]]].append(
                _Line(
                    line.get("code"),
                    _day(line.get("premier")),
                    _day(line.get("dernier")),
                    line["lignes"],
                )
            )

    async def lines(
        self, logical: LogicalQuery, known: Plan | Problem | None = None
    ) -> list[dict[str, Any]]:
        """Raises Problems. `known` is its plan, or what stops it, where it was planned before."""
        if isinstance(known, Problem):
            raise known
        # Beside the loop: of a thousand sources it takes seconds.
        if known is None:
            again = partial(plan_again, logical, self.prepared, self.request, self.ports)
            known = await asyncio.to_thread(again)
        plan = known
        values = bind_values(plan, self.variables, {}, self.ports.keyring)
        rows = await self.ports.engines[plan.engine].execute(plan, values)
        listed: list[dict[str, Any]] = rows.to_pylist()
        return listed

    def _coverage(
        self, read: StandardRead, measured: _Measured, left_out: Mapping[str, tuple[LeftOut, ...]]
    ) -> Coverage:
        sources = [
            replace(self._source(each, read, measured), left_out=left_out.get(each.dataset.id, ()))
            for each in read.sources.table.arms
        ]
        sources += [self._denied(each) for each in read.sources.denied]
        if any(read.names(each) for each in LABELS):
            # Those that were not chosen; nothing was expected of them.
            sources = [each for each in sources if each.status is not SourceStatus.EMPTY]
        covered = {
            commune
            for lines in measured.lines.values()
            for each in lines
            if each.rows
            and (commune := commune_today(each.code, each.latest, self.cog, self.today)) is not None
        }
        expected = self._expected(read) if _is_about_all(read) else frozenset()
        made = cover(covered, expected, self.cog, self.today)
        return replace(made, sources=tuple(sorted(sources, key=lambda each: each.dataset)))

    def _denied(self, dataset: Dataset) -> Source:
        owner = self.prepared.snapshot.organisations[dataset.owner]
        name = f"{owner.slug.sql_name}.{dataset.name}"
        return Source(owner.siren, owner.name, name, SourceStatus.DENIED)

    def _source(self, arm: StandardArm, read: StandardRead, measured: _Measured) -> Source:
        key = arm.dataset.id
        lines = measured.lines.get(key, [])
        latest = max((each.latest for each in lines if each.latest is not None), default=None)
        status = SourceStatus.ANSWERED
        if key in measured.down:
            status = SourceStatus.DOWN
        elif key in measured.lines and not any(each.rows for each in lines):
            status = SourceStatus.EMPTY
        elif not read.names(day_field(read.sources.table.standard)) and is_late(
            latest, arm.dataset.update_frequency, self.today
        ):
            status = SourceStatus.STALE
        cited = [
            branch.citation
            for branch in read.sources.bound[key].branches
            if branch.agreement is not None
        ]
        agreement = ", ".join(dict.fromkeys(cited)) or None
        return Source(
            arm.owner,
            arm.owner_name,
            arm.full_name,
            status,
            agreement,
            latest,
            self._not_placed(arm, lines),
        )

    def _not_placed(self, arm: StandardArm, lines: Sequence[_Line]) -> int | None:
        if arm.owner != self.prepared.subject.reader or arm.field(commune_field_of(arm)) is None:
            return None
        today = self.today
        return sum(
            each.rows
            for each in lines
            if commune_today(each.code, each.latest, self.cog, today) is None
        )

    def _expected(self, read: StandardRead) -> frozenset[CommuneCode]:
        """The reader's own territory, and what each source that may be read is given of."""
        competence = read.sources.table.standard.competence
        reader, communes = self.prepared.subject.reader, set[CommuneCode]()
        if reader is not None and competence is not None:
            communes |= self._communes_of(reader, competence)
        for arm in read.sources.table.arms:
            communes |= self._given_of(arm, read.sources.bound[arm.dataset.id], competence)
        return frozenset(communes)

    def _communes_of(self, owner: Siren, competence: str) -> frozenset[CommuneCode]:
        memberships = self.prepared.snapshot.memberships
        land = territory(owner, competence, self.today, memberships, self.cog)
        return frozenset(land.communes)

    def _given_of(
        self, arm: StandardArm, bound: BoundDataset, competence: str | None
    ) -> frozenset[CommuneCode]:
        match = arm.field(commune_field_of(arm))
        if match is None or match.column is None:
            return frozenset()
        lands = [land_of(each.rows, match.column.name) for each in bound.branches]
        known = [land for land in lands if land is not None]
        if len(known) == len(lands):
            land = frozenset().union(*known)
            return frozenset(self.cog.codes(land, self.today))
        return frozenset() if competence is None else self._communes_of(arm.owner, competence)

    async def _without_overlap(
        self, read: StandardRead, table: StandardTable, measured: _Measured, overlap: Overlap
    ) -> StandardTable:
        met = {arm.dataset.id: self._met(arm, read, measured) for arm in table.arms}
        twice = _met_twice(met)
        if not twice:
            return table
        suspects = {key for key, communes in met.items() if communes.keys() & twice}
        raw = {
            code
            for some in met.values()
            for each in twice & some.keys()
            for code in some[each].codes
        }
        try:
            months = await self._months(read, with_arms(table, suspects), raw)
        except (CallerProblem, DeniedProblem):
            # An agreement's limit of rows, for one: what cannot be looked at may be twice.
            months = [
                (key, each, (0, 0), "") for key in suspects for each in twice & met[key].keys()
            ]
        cells = overlapping((dataset, commune, month) for dataset, commune, month, _ in months)
        if not cells:
            return table
        if overlap is Overlap.REFUSE:
            raise _refused(cells, table)
        memberships = self.prepared.snapshot.memberships
        return exclusions(table, cells, months, memberships, self.cog, self.today)

    def _met(
        self, arm: StandardArm, read: StandardRead, measured: _Measured
    ) -> Mapping[CommuneCode, _Met]:
        """Communes of today; of what was not measured, those that it is given of, at any time."""
        if arm.dataset.id in measured.unknown:
            bound = read.sources.bound[arm.dataset.id]
            given = self._given_of(arm, bound, read.sources.table.standard.competence)
            return {code: _Met({code}, date.min, date.max) for code in given}
        met: dict[CommuneCode, _Met] = {}
        for line in measured.lines.get(arm.dataset.id, []):
            commune = commune_today(line.code, line.latest, self.cog, self.today)
            if commune is not None and line.code is not None and line.rows:
                known = met.setdefault(commune, _Met(set(), date.max, date.min))
                known.codes.add(line.code)
                known.first = min(known.first, line.first or date.min)
                known.last = max(known.last, line.latest or date.max)
        return met

    async def _months(
        self, read: StandardRead, table: StandardTable, codes: Iterable[str]
    ) -> list[tuple[str, CommuneCode, Month, str]]:
        """(dataset id, commune of today, (year, month), code as it is written)."""
        logical = months_of(table, tuple(codes), read.conditions, read.parameters)
        by_name = {each.full_name: each.dataset.id for each in table.arms}
        cells = []
        for line in await self.lines(logical):
            year, month = line.get("annee"), line.get("mois")
            when = (year, month) if isinstance(year, int) and isinstance(month, int) else (0, 0)
            code = str(line["code"])
            day = date(*when, 1) if when[0] else None
            commune = commune_today(code, day, self.cog, self.today)
            if commune is not None:
                cells.append((by_name[str(line["dataset"])], commune, when, code))
        return cells


def commune_field_of(arm: StandardArm) -> str | None:
    return next((each.field.name for each in arm.fields if each.field.concept == "commune"), None)


def _is_about_all(read: StandardRead) -> bool:
    """True where no condition chooses communes or owners; a chosen set has nothing missing."""
    fields = (commune_field(read.sources.table.standard), *LABELS)
    return not any(read.names(each) for each in fields)


def _met_twice(met: Mapping[str, Mapping[CommuneCode, _Met]]) -> frozenset[CommuneCode]:
    """Communes of which two datasets have rows, from the month of the first to that of the last."""
    periods: dict[CommuneCode, list[tuple[Month, Month]]] = defaultdict(list)
    for communes in met.values():
        for commune, some in communes.items():
            periods[commune].append((_month(some.first), _month(some.last)))
    return frozenset(
        commune
        for commune, some in periods.items()
        if any(earlier[1] >= later[0] for earlier, later in itertools.pairwise(sorted(some)))
    )


def _month(day: date) -> Month:
    return day.year, day.month


def _refused(
    cells: Mapping[tuple[CommuneCode, Month], tuple[str, ...]], table: StandardTable
) -> StandardOverlap:
    cell, datasets = min(cells.items())
    names = {each.dataset.id: each.full_name for each in table.arms}
    return overlap_of(cell, [names[each] for each in datasets], len(cells))


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value.date() if hasattr(value, "date") else value
    return None

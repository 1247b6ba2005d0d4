"""The rows that a member's data hold: read as any statement is, by the rights of the reader, under
the agreement that both bodies have signed.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from catalog.actions.campaigns.months import months_from
from catalog.canonical_json import Json
from catalog.model.agreement import Agreement, GrantedColumn
from catalog.model.campaign import Campaign
from catalog.model.column_types import DAYS, WHOLE_NUMBERS
from catalog.model.dataset import Column, Dataset
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from federation.sql_reader import CatalogStatement
from gateway.figures.frozen.answering import FigureEncoder
from gateway.reading.query.audited import recorded
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_prepare import RefusedSql, plan_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing, stream_answer
from services_run.statements import ReadTable, counting_by_month, counting_by_value

_YEAR: Final = "annee"
"""As the standards name it, where rows are of a year and of no day."""
_MONTHLY: Final = frozenset({Transform.CLEAR, Transform.MONTH})


@dataclass(frozen=True, slots=True)
class Received:
    """`rows` by the months asked for. `problem`: why nothing could be read; `is_dated` False: the
    rows bear no day that is given; `has_purpose` False: the reader has no purpose of the agreement.
    """

    rows: Mapping[date, int] = field(default_factory=dict)
    problem: Problem | None = None
    is_dated: bool = True
    has_purpose: bool = True

    @property
    def is_read(self) -> bool:
        return self.problem is None and self.is_dated and self.has_purpose


def one_of_each_dataset(
    agreements: Sequence[Agreement], purposes: frozenset[str]
) -> tuple[Agreement, ...]:
    """The agreements to read: one a dataset, with a purpose of the reader's where there is one."""
    chosen: dict[str, Agreement] = {}
    for agreement in sorted(agreements, key=lambda one: not one.purposes & purposes):
        chosen.setdefault(agreement.dataset_id, agreement)
    return tuple(one for one in agreements if one in chosen.values())


def received_together(received: Sequence[Received]) -> Received:
    """Of all that one member gives, at least one: a month that any of them has is received. Where
    one could not be read, its reason stays, and the other months are unknown.
    """
    dated = [one for one in received if one.is_dated] or received
    rows = sum((Counter(one.rows) for one in dated), Counter[date]())
    unread = next((one for one in dated if not one.is_read), dated[0])
    return replace(unread, rows=dict(rows))


@dataclass(frozen=True, slots=True)
class _Dated:
    """By which column rows are of a period: a day, or a year alone."""

    column: Column
    by_year: bool


async def received_under(
    agreement: Agreement,
    campaign: Campaign,
    subject: Subject,
    caller: SqlRequest,
    ports: Ports,
    snapshot: Snapshot,
) -> Received:
    """Counts of rows by month. What stands in the way of one member does not stop the others."""
    purpose = next(iter(sorted(agreement.purposes & subject.purposes)), None)
    if purpose is None:
        return Received(has_purpose=False)
    dataset = snapshot.datasets.get(agreement.dataset_id)
    dated = None if dataset is None else _dated(agreement, dataset)
    if dataset is None or dated is None:
        return Received(is_dated=False)
    owner = snapshot.organisations[dataset.owner].slug.sql_name
    table = ReadTable(owner, dataset.name, (dated.column.name,))
    statement = counting_by_value(table) if dated.by_year else counting_by_month(table)
    request = replace(caller.asking(statement), purpose=purpose)
    try:
        rows = await _answered(request, ports)
    except Problem as problem:
        return Received(problem=problem)
    return Received(_by_month(rows, campaign, by_year=dated.by_year))


async def _answered(request: SqlRequest, ports: Ports) -> list[list[Json]]:
    started = time.perf_counter()
    prepared = await plan_sql(request, ports)
    if isinstance(prepared, RefusedSql):
        async with recorded(prepared, request, ports, started):
            raise prepared.problem
    if isinstance(prepared, CatalogStatement):
        raise TypeError("a dataset is read")
    encoder = FigureEncoder()
    await stream_answer(
        prepared, request, ports, Outgoing(encoder, _nowhere, ports.writers), started
    )
    return encoder.rows


def _by_month(rows: list[list[Json]], campaign: Campaign, *, by_year: bool) -> dict[date, int]:
    """A year's rows are of each of its months."""
    counted: dict[date, int] = {}
    for month in months_from(campaign.first_month, campaign.last_month):
        count = sum(
            int(str(rows_of_it))
            for period, rows_of_it in rows
            if period is not None and _is_of(str(period), month, by_year=by_year)
        )
        if count:
            counted[month] = count
    return counted


def _is_of(period: str, month: date, *, by_year: bool) -> bool:
    """`period`: an ISO day or instant, or the number of a year."""
    if by_year:
        return period[:4] == f"{month.year:04d}"
    day = datetime.fromisoformat(period).date()
    return (day.year, day.month) == (month.year, month.month)


def _dated(agreement: Agreement, dataset: Dataset) -> _Dated | None:
    """The day by which the territory is read comes first; a year where no day is given."""
    bound = None if dataset.territory is None else dataset.territory.date_column
    granted = [
        (one, dataset.column(one.column))
        for one in agreement.columns
        if any(column.id == one.column for column in dataset.columns)
    ]
    days = [
        (grant, column)
        for grant, column in granted
        if column.type.scalar in DAYS and grant.transform in {*_MONTHLY, Transform.YEAR}
    ]
    days.sort(key=lambda pair: (pair[1].id != bound, pair[0].transform is Transform.YEAR))
    if days:
        grant, column = days[0]
        return _Dated(column, by_year=grant.transform is Transform.YEAR)
    return next(
        (_Dated(column, by_year=True) for grant, column in granted if _is_year(grant, column)), None
    )


def _is_year(grant: GrantedColumn, column: Column) -> bool:
    return (
        grant.transform is Transform.CLEAR
        and column.type.scalar in WHOLE_NUMBERS
        and column.name == _YEAR
    )


async def _nowhere(data: bytes) -> None:
    """Only counts are kept, and nothing is sent."""

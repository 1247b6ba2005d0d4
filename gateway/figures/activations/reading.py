"""The rows of a service's roles, read as any statement is: one decision for all, then each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa
from sqlglot import exp
from typing_extensions import override

from catalog.actions.services.problems import ServiceRowsTooMany
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.problem import Language, Problem, SourceProblem
from catalog.model.published_service import RoleBinding
from catalog.snapshot import Snapshot
from federation.problems import UnknownDataset
from federation.results.formats.protocol import Columns, Encoder
from federation.sql_reader import CatalogStatement
from gateway.figures.activations.over_standards import (
    OF_DATASET,
    STANDARDS,
    as_dataset,
    is_over_a_standard,
    standard_called,
)
from gateway.reading.query.audited import recorded
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_prepare import PreparedSql, RefusedSql, plan_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing, stream_answer
from services_run.statements import (
    ReadTable,
    combining,
    counting_by_month_and_place,
    reading,
    reading_a_few,
)

MOST_ROWS = 300_000
"""Of one dataset: a service works in memory."""
_LOOKED_AT, _EXAMPLES = 50, 3
"""Rows that are read to show some values of a column, and how many of these."""


@dataclass(frozen=True, slots=True)
class GovernedRows:
    """`batches` are canonical; `agreements`: the citations that gave them."""

    dataset: Dataset
    batches: tuple[pa.RecordBatch, ...]
    agreements: tuple[str, ...]
    receipt: str | None
    prepared: PreparedSql
    scope: bytes | None = None
    """Of a standard: whose rows these are, as JSON."""

    @property
    def cited_agreements(self) -> tuple[str, ...]:
        """Without what gave rows by the owner's own right, or openly."""
        return tuple(citation for citation in self.agreements if "@" in citation)


@dataclass(slots=True)
class _Kept(Encoder):
    """An answer that stays in this process: as its rows are, with no byte written."""

    dataset: str
    batches: list[pa.RecordBatch] = field(default_factory=list)
    rows: int = 0
    media_type: str = "application/vnd.apache.arrow.stream"
    extension: str = "arrow"
    scope: bytes | None = None

    @override
    def begin(self, columns: Columns) -> bytes:
        del columns
        return b""

    @override
    def batch(self, batch: pa.RecordBatch) -> bytes:
        self.rows += batch.num_rows
        if self.rows > MOST_ROWS:
            raise ServiceRowsTooMany(dataset=self.dataset, limit=MOST_ROWS)
        self.batches.append(batch)
        return b""

    @override
    def end(self) -> bytes:
        return b""

    @override
    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        del problem, language, request_id, rows
        return b""


@dataclass(frozen=True, slots=True)
class BoundDataset:
    dataset: Dataset
    columns: tuple[str, ...]
    """Names, each once."""


def bound_dataset(binding: RoleBinding, snapshot: Snapshot, body: Siren) -> BoundDataset:
    """Raises UnknownDataset for one that was withdrawn, or a column that is gone."""
    standard = standard_called(binding.dataset)
    if standard is not None:
        fields = dict.fromkeys((*(pair.column for pair in binding.fields), OF_DATASET))
        return BoundDataset(as_dataset(standard, body), tuple(fields))
    dataset = snapshot.datasets.get(binding.dataset)
    if dataset is None:
        raise UnknownDataset(dataset=binding.dataset[:120])
    known = {column.id: str(column.name) for column in dataset.columns}
    wanted = [
        column
        for pair in binding.fields
        for column in (pair.column, pair.time)
        if column is not None
    ]
    bound = [known[column] for column in wanted if column in known]
    if len(bound) < len(wanted):
        raise UnknownDataset(dataset=binding.dataset[:120])
    return BoundDataset(dataset, tuple(dict.fromkeys(bound)))


async def read_together(
    bound: Sequence[BoundDataset], request: SqlRequest, ports: Ports
) -> list[GovernedRows]:
    """Every dataset's rows, if the law and the agreements let all of them be combined.

    That is decided before anything is read, and again once all is read: an agreement that ended or
    changed meanwhile gives nothing. Raises what any statement does.
    """
    await decide_together(bound, request, ports)
    rows = [await _read(one, request, ports) for one in bound]
    await decide_together(bound, request, ports)
    return rows


async def decide_together(
    bound: Sequence[BoundDataset], request: SqlRequest, ports: Ports
) -> PreparedSql:
    """The decision and plan over all of them beside each other; nothing runs. A refusal is
    recorded as an attempt.
    """
    snapshot = await ports.catalog.current()
    tables = [_table(one, snapshot) for one in bound]
    statement = combining(tables) if len(tables) > 1 else reading(tables[0])
    return await _planned(request.asking(statement), ports)


async def first_values(
    one: BoundDataset, request: SqlRequest, ports: Ports
) -> dict[str, tuple[str, ...]]:
    """A few different values of each column, as they are written; by the rights of who asks."""
    snapshot = await ports.catalog.current()
    read = await _read(one, request, ports, reading_a_few(_table(one, snapshot), _LOOKED_AT))
    values: dict[str, tuple[str, ...]] = {}
    for place, name in enumerate(one.columns):
        cells = [cell for batch in read.batches for cell in batch.column(place).to_pylist()]
        written = dict.fromkeys(str(cell) for cell in cells if cell is not None)
        values[name] = tuple(written)[:_EXAMPLES]
    return values


async def months_and_places(
    one: BoundDataset, request: SqlRequest, ports: Ports
) -> list[tuple[date, str, int]]:
    """Of a day and a commune: each month of each commune, and how many rows it has."""
    snapshot = await ports.catalog.current()
    read = await _read(one, request, ports, counting_by_month_and_place(_table(one, snapshot)))
    counted = [
        row
        for batch in read.batches
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    ]
    return [
        (month.date() if isinstance(month, datetime) else month, str(place), int(rows))
        for month, place, rows in counted
        if month is not None and place is not None
    ]


async def _read(
    one: BoundDataset, request: SqlRequest, ports: Ports, statement: exp.Select | None = None
) -> GovernedRows:
    started = time.perf_counter()
    snapshot = await ports.catalog.current()
    own = request.asking(statement or reading(_table(one, snapshot)))
    prepared = await _planned(own, ports)
    name = named(one.dataset, snapshot)
    kept = _Kept(name)
    out = Outgoing(kept, _nowhere, ports.writers)
    try:
        await stream_answer(prepared, own, ports, out, started)
    except SourceProblem as problem:
        raise problem.noting(
            f"Il s'agit des données « {name} ».", f'These are the data "{name}".'
        ) from None
    return GovernedRows(
        dataset=one.dataset,
        batches=tuple(kept.batches),
        agreements=tuple(sorted(prepared.plan.citations)),
        receipt=out.receipt,
        prepared=prepared,
        scope=kept.scope,
    )


async def _planned(request: SqlRequest, ports: Ports) -> PreparedSql:
    started = time.perf_counter()
    prepared = await plan_sql(request, ports)
    match prepared:
        case RefusedSql():
            async with recorded(prepared, request, ports, started):
                raise prepared.problem
        case CatalogStatement():
            raise TypeError("a service reads datasets")
    return prepared


def _table(one: BoundDataset, snapshot: Snapshot) -> ReadTable:
    if is_over_a_standard(one.dataset):
        return ReadTable(STANDARDS, one.dataset.name, one.columns)
    owner = snapshot.organisations[one.dataset.owner].slug.sql_name
    return ReadTable(owner, one.dataset.name, one.columns)


def named(dataset: Dataset, snapshot: Snapshot) -> str:
    if is_over_a_standard(dataset):
        return dataset.id
    return f"{snapshot.organisations[dataset.owner].slug}.{dataset.name}"


async def _nowhere(_data: bytes) -> None:
    """Nothing leaves."""

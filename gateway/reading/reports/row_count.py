"""The number of rows that an agreement gives, and their communes: for its grantor's people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlglot import exp

from catalog.beneficiaries import as_read_by, readers_of
from catalog.model.agreement import Agreement
from catalog.model.paris import paris_day
from catalog.model.row_condition import RowCondition
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.binding import Binder
from federation.logical import WireType
from federation.rewrites.expressions import any_of
from gateway.reading.query.ports import Ports
from gateway.reading.reports.owner_query import (
    OwnerQuery,
    cell,
    condition_of,
    owner_query,
    select_from,
    wire_of,
)
from intake.file_reading.commune_names import commune_now
from policies.hosting_problems import HostingNotMet

_COUNT, _CODE, _GIVEN = "rows", "code", "given"
_MOST_CODES: Final = 2_000
"""Of more codes than this, no commune is told."""


@dataclass(frozen=True, slots=True)
class CommuneRows:
    """Rows of one commune, and how many of them an agreement gives."""

    code: str
    nom: str
    given: int
    rows: int


async def count_rows(
    agreement: Agreement, subject: Subject, ports: Ports, at: datetime | None = None
) -> int | None:
    """Rows that its scope lets through at `at` (now), each once, whoever of its readers reads it.

    Whatever its state; None unless the law gives `subject` the owner's branch of the dataset.
    Counted as the owner, by a governed query that is recorded.
    """
    query = await _owner_query(agreement, subject, ports)
    if query is None:
        return None
    return await _counted(query, _condition(agreement, query, at))


async def count_all_rows(agreement: Agreement, subject: Subject, ports: Ports) -> int | None:
    """Rows of its dataset, under the same law."""
    query = await _owner_query(agreement, subject, ports)
    return None if query is None else await _counted(query, None)


async def count_by_commune(
    agreement: Agreement, subject: Subject, ports: Ports, at: datetime | None = None
) -> Sequence[CommuneRows] | None:
    """By today's commune, those that give most first; rows without a known commune are in none.

    None as for `count_rows`, for data without a commune, and beyond _MOST_CODES codes.
    """
    query = await _owner_query(agreement, subject, ports)
    if query is None or query.dataset.territory is None:
        return None
    code = query.dataset.column(query.dataset.territory.column)
    condition = _condition(agreement, query, at)
    is_given = exp.true() if condition is None else condition
    given = exp.Count(this=exp.Case(ifs=[exp.If(this=is_given, true=exp.Literal.number(1))]))
    columns = [
        (_CODE, cell(code), wire_of(code)),
        (_COUNT, exp.Count(this=exp.Star()), WireType.COUNT),
        (_GIVEN, given, WireType.COUNT),
    ]
    snapshot = query.standpoint.snapshot
    counting = select_from(query.dataset, snapshot, columns, None, most=_MOST_CODES + 1)
    counting.tree.set("group", exp.Group(expressions=[cell(code)]))
    table = await query.run(counting, "count_by_commune")
    if table.num_rows > _MOST_CODES:
        return None
    cog = cog_in(snapshot)
    rows, read = Counter[str](), Counter[str]()
    for line in table.to_pylist():
        commune = None if line[_CODE] is None else commune_now(cog, line[_CODE])
        if commune is not None:
            rows[commune] += int(line[_COUNT])
            read[commune] += int(line[_GIVEN])
    counted = [
        CommuneRows(commune, cog.meanings(commune)[-1].nom, read[commune], count)
        for commune, count in rows.items()
    ]
    return sorted(counted, key=lambda each: (-each.given, -each.rows, each.nom))


def _condition(agreement: Agreement, query: OwnerQuery, at: datetime | None) -> exp.Expr | None:
    """Of the rows that its readers read at `at` (now); None: every row."""
    snapshot, moment = query.standpoint.snapshot, at or query.standpoint.now
    binder = Binder(snapshot, cog_in(snapshot), moment, agreement.grantee)
    conditions = [
        condition_of(binder.bind_rows(rows, query.dataset), query.dataset)
        for rows in _rows_of(agreement, moment, snapshot)
    ]
    # A condition that is none is that of every row; no reader at all reads none.
    every = any(condition is None for condition in conditions)
    return None if every else any_of(filter(None, conditions))


async def _owner_query(agreement: Agreement, subject: Subject, ports: Ports) -> OwnerQuery | None:
    snapshot = await ports.catalog.current()
    dataset = snapshot.datasets.get(agreement.dataset_id)
    if dataset is None or dataset.owner != agreement.grantor:
        return None
    try:
        return await owner_query(dataset, Standpoint(subject, snapshot, ports.clock()), ports)
    except HostingNotMet:
        # The agreement beside says what falls short.
        return None


async def _counted(query: OwnerQuery, where: exp.Expr | None) -> int:
    counted = exp.Count(this=exp.Star())
    columns = [(_COUNT, counted, WireType.COUNT)]
    snapshot = query.standpoint.snapshot
    table = await query.run(select_from(query.dataset, snapshot, columns, where), "count_rows")
    return int(table.column(_COUNT)[0].as_py())


def _rows_of(agreement: Agreement, at: datetime, snapshot: Snapshot) -> list[RowCondition]:
    """One condition for each reader: members read within their own territory."""
    if agreement.members is None:
        return [agreement.rows]
    readers = readers_of(agreement, snapshot.memberships, paris_day(at))
    return [as_read_by(each, agreement).rows for each in sorted(readers)]

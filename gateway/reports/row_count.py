"""How many rows an agreement gives: told to its grantor's people alone."""

from __future__ import annotations

from datetime import datetime

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
from gateway.query.ports import Ports
from gateway.reports.owner_query import OwnerQuery, condition_of, owner_query, select_from
from policies.hosting_problems import HostingNotMet

_COUNT = "rows"


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
    snapshot, moment = query.standpoint.snapshot, at or query.standpoint.now
    binder = Binder(snapshot, cog_in(snapshot), moment, agreement.grantee)
    conditions = [
        condition_of(binder.bind_rows(rows, query.dataset), query.dataset)
        for rows in _rows_of(agreement, moment, snapshot)
    ]
    # A condition that is none is that of every row; no reader at all reads none.
    every = any(condition is None for condition in conditions)
    return await _counted(query, None if every else any_of(filter(None, conditions)))


async def count_all_rows(agreement: Agreement, subject: Subject, ports: Ports) -> int | None:
    """Rows of its dataset, under the same law."""
    query = await _owner_query(agreement, subject, ports)
    return None if query is None else await _counted(query, None)


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

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
from gateway.reports.owner_query import condition_of, owner_query, select_from
from policies.hosting_problems import HostingNotMet

_COUNT = "rows"


async def count_rows(
    agreement: Agreement, subject: Subject, ports: Ports, at: datetime | None = None
) -> int | None:
    """Rows that its scope lets through at `at` (now), each once, whoever of its readers reads it.

    Whatever its state; None unless the law gives `subject` the owner's branch of the dataset.
    Counted as the owner, by a governed query that is recorded.
    """
    snapshot = await ports.catalog.current()
    dataset = snapshot.datasets.get(agreement.dataset_id)
    if dataset is None or dataset.owner != agreement.grantor:
        return None
    standpoint = Standpoint(subject, snapshot, ports.clock())
    try:
        asked = await owner_query(dataset, standpoint, ports)
    except HostingNotMet:
        # The agreement beside says what falls short.
        return None
    if asked is None:
        return None
    moment = at or standpoint.now
    binder = Binder(snapshot, cog_in(snapshot), moment, agreement.grantee)
    conditions = [
        condition_of(binder.bind_rows(rows, dataset), dataset)
        for rows in _rows_of(agreement, moment, snapshot)
    ]
    # A condition that is none is that of every row; no reader at all reads none.
    every = any(each is None for each in conditions)
    where = None if every else any_of(each for each in conditions if each is not None)
    counted = exp.Count(this=exp.Star())
    query = select_from(dataset, snapshot, [(_COUNT, counted, WireType.COUNT)], where)
    table = await asked.run(query, "count_rows")
    return int(table.column(_COUNT)[0].as_py())


def _rows_of(agreement: Agreement, at: datetime, snapshot: Snapshot) -> list[RowCondition]:
    """One condition for each reader: members read within their own territory."""
    if agreement.members is None:
        return [agreement.rows]
    readers = readers_of(agreement, snapshot.memberships, paris_day(at))
    return [as_read_by(each, agreement).rows for each in sorted(readers)]

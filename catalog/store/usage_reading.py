"""The use of datasets as the audit holds it, counted by reader, purpose and agreement."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from catalog.codec import read_value, write_value
from catalog.model.audit import UNKNOWN, column_read
from catalog.model.identifiers import Siren
from catalog.model.paris import paris_day
from catalog.model.usage import DatasetUse, OwnRequest, Period
from catalog.store.counted_uses import is_a_use
from catalog.store.tables import audit_intent, audit_outcome

_Key = tuple[str, str | None, str | None, tuple[str, ...], str | None]
_HOUR = len("2026-11-26T10")
"""Of an instant in UTC: each hour is of one day in Paris."""
_MOST_OWN = 1_000


async def read_usage(
    connection: AsyncConnection,
    datasets: Collection[str],
    datasets_of: Mapping[str, str],
    since: datetime,
    until: datetime | None = None,
    by: Period | None = None,
) -> tuple[DatasetUse, ...]:
    """Of `datasets` (ids), the last read first. `datasets_of`: which one each citation opens.
    Told apart `by` day or month where it is given.

    A request names all that it read in one record: what it says of another dataset, its agreements
    and its rows, is left out here. What failed is not counted, nor what was refused beside what was
    answered; what never ended is.
    """
    if not datasets:
        return ()
    intent, outcome = audit_intent.c, audit_outcome.c
    reader = func.coalesce(intent.on_behalf_of, intent.organisation).label("reader")
    grouped = (
        *(reader, intent.purpose, intent.datasets, intent.columns, intent.agreements),
        outcome.status,
        *(() if by is None else (func.substr(intent.at, 1, _HOUR).label("hour"),)),
    )
    upto = () if until is None else (intent.at < write_value(until),)
    found = await connection.execute(
        select(
            *grouped,
            func.count().label("requests"),
            func.sum(func.coalesce(outcome.rows, 0)).label("rows"),
            func.max(intent.at).label("last"),
        )
        .select_from(audit_intent.outerjoin(audit_outcome))
        .where(
            # Without its Z: instants are written with a fraction or without.
            intent.at >= write_value(since.replace(microsecond=0)).removesuffix("Z"),
            *upto,
            is_a_use(),
            or_(outcome.status.is_(None), outcome.status != "failed"),
            # The column is a JSON list of ids: quotes make one whole.
            or_(
                *(intent.datasets.contains(json.dumps(each), autoescape=True) for each in datasets)
            ),
        )
        .group_by(*grouped)
    )
    used: dict[_Key, DatasetUse] = {}
    for row in found:
        read = tuple(json.loads(row.datasets))
        cited = tuple(json.loads(row.agreements))
        for dataset in sorted(set(read) & set(datasets)):
            own = tuple(sorted(each for each in cited if datasets_of.get(each) == dataset))
            # Of what was refused in a document, no column was read.
            begin = column_read(dataset, "")
            if row.status == "partial" and not own and not _any_begins(row.columns, begin):
                continue
            alone = set(read) == {dataset}
            use = DatasetUse(
                dataset=dataset,
                reader=None if row.reader is None else Siren(row.reader),
                purpose=row.purpose,
                agreements=own,
                requests=int(row.requests),
                beside_others=0 if alone else int(row.requests),
                rows=int(row.rows) if alone else 0,
                last=(last := read_value(datetime, row.last)),
                period=None if by is None else by.of(paris_day(last)),
            )
            key = (dataset, row.reader, row.purpose, own, use.period)
            used[key] = _added(used[key], use) if key in used else use
    return tuple(sorted(used.values(), key=lambda each: (each.last, each.dataset), reverse=True))


def _any_begins(written: str, begin: str) -> bool:
    return any(each.startswith(begin) for each in json.loads(written))


def _added(one: DatasetUse, other: DatasetUse) -> DatasetUse:
    return DatasetUse(
        dataset=one.dataset,
        reader=one.reader,
        purpose=one.purpose,
        agreements=one.agreements,
        requests=one.requests + other.requests,
        beside_others=one.beside_others + other.beside_others,
        rows=one.rows + other.rows,
        last=max(one.last, other.last),
        period=one.period,
    )


async def read_own_requests(
    connection: AsyncConnection, issuer: str, sub: str, since: datetime
) -> tuple[OwnRequest, ...]:
    """The requests of one agent, the last first, a thousand at most."""
    intent, outcome = audit_intent.c, audit_outcome.c
    rows = await connection.execute(
        select(*intent, outcome.status, outcome.rows)
        .select_from(audit_intent.outerjoin(audit_outcome))
        .where(
            intent.issuer == issuer,
            intent.sub == sub,
            intent.at >= write_value(since.replace(microsecond=0)).removesuffix("Z"),
        )
        .order_by(intent.at.desc(), intent.request_id)
        .limit(_MOST_OWN)
    )
    return tuple(
        OwnRequest(
            request_id=row.request_id,
            at=read_value(datetime, row.at),
            organisation=None if row.organisation is None else Siren(row.organisation),
            on_behalf_of=None if row.on_behalf_of is None else Siren(row.on_behalf_of),
            purpose=row.purpose,
            datasets=tuple(json.loads(row.datasets)),
            agreements=tuple(json.loads(row.agreements)),
            status=row.status,
            rows=None if row.status in {None, UNKNOWN} else row.rows,
        )
        for row in rows
    )

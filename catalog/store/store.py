"""The catalog's store: the picture of this moment, past pictures, and acts by compare-and-set."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from secrets import token_hex
from uuid import uuid4

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.changes import ActRecord, Changes, Family
from catalog.codec import write_value
from catalog.model.audit import (
    AuditedRead,
    AuditIntent,
    AuditOutcome,
    RecordedQuestion,
    RecordedRequest,
)
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.store_figures import StoreFigures
from catalog.model.usage import BodyUse, DatasetUse, OwnRequest, Period
from catalog.model.version import CatalogVersion
from catalog.problems import (
    AuditUnavailable,
    StoreUnavailable,
    UnknownCatalogVersion,
)
from catalog.snapshot import Snapshot
from catalog.store.arrivals import Arrivals
from catalog.store.arrived_files import ArrivedFiles
from catalog.store.audit_reading import (
    count_without_question,
    read_questions,
    read_request,
    read_under,
)
from catalog.store.body_usage import read_body_usage
from catalog.store.counted_reads import read_count, write_counted_intent
from catalog.store.deliveries import Deliveries
from catalog.store.deposit_numbers import DepositNumbers
from catalog.store.drafts import Drafts
from catalog.store.ends import Ends
from catalog.store.figures import read_figures
from catalog.store.hot_path import HotPath
from catalog.store.key_uses import KeyUseRecords
from catalog.store.last_loads import read_agents, read_last_load
from catalog.store.link_uses import LinkUseRecords
from catalog.store.machine_requests import MachineRequests
from catalog.store.opening import (
    SILENCE_S,
    bring_up_to_date,
    make_engine,
    open_sqlite_hot_path,
    reading,
    refuse_old_tables,
    store_url,
    writing,
)
from catalog.store.orphaned_closes import OpenedConnections
from catalog.store.past_datasets import read_past_datasets
from catalog.store.pictures import (
    EntryRow,
    Picture,
    advanced,
    advanced_at_once,
    snapshot_from,
)
from catalog.store.postgresql_hot_path import PostgresqlHotPath
from catalog.store.proof_records import ProofRecords
from catalog.store.sent_forms import SentForms
from catalog.store.session_records import SessionRecords
from catalog.store.silence import patient
from catalog.store.source_records import SourceRecords
from catalog.store.tables import catalog_entry, catalog_epoch, catalog_version
from catalog.store.transfer import Transfer
from catalog.store.uncertain_commit import find_out
from catalog.store.unfinished import in_turns, read_unfinished, write_unknown
from catalog.store.usage_reading import read_own_requests, read_usage
from catalog.store.verification_records import VerificationRecords
from catalog.store.version_reading import read_versions
from catalog.store.written_acts import act_row, move, write_act

_MANY_ROWS = 200
"""Above it, rows are decoded in a thread: the loop serves others meanwhile."""
_S_AN_ENTRY = 0.02
"""Seconds that a slow machine takes for an entry, in a statement that loads tens of thousands."""


async def open_store(url: str, *, silence_s: float = SILENCE_S, may_migrate: bool = True) -> Store:
    """The store at `url`, its tables made or brought up to date; where that is another's to do,
    StoreNotMigrated. Raises StoreUnavailable.

    `sqlite:///path` (the directory is made) or `postgresql://user:password@host:port/database`,
    whose server may say nothing for `silence_s`.
    """
    address = store_url(url)
    if may_migrate:
        await bring_up_to_date(address)
    else:
        await asyncio.to_thread(refuse_old_tables, url)
    engine = make_engine(address, silence_s)
    if address.get_backend_name() == "sqlite":
        return Store(engine, await open_sqlite_hot_path(engine, address))
    conninfo = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return Store(engine, PostgresqlHotPath(conninfo, silence_s))


class Store:
    """Used from the event loop it was opened on; `aclose` it."""

    def __init__(self, engine: AsyncEngine, hot_path: HotPath) -> None:
        self._engine = engine
        self._opened = OpenedConnections(engine)
        self._hot_path = hot_path
        self.ends = Ends(hot_path.begin)
        self.note_outcome = self.ends.note
        self.arrivals, self.deliveries = Arrivals(engine), Deliveries(engine)
        self.sessions = SessionRecords(engine)
        self.drafts = Drafts(engine)
        self.arrived_files = ArrivedFiles(engine)
        self.deposit_numbers = DepositNumbers(engine)
        self.sent_forms = SentForms(engine)
        self.key_uses = KeyUseRecords(engine)
        self.link_uses = LinkUseRecords(engine)
        self.sources = SourceRecords(engine)
        self.verifications = VerificationRecords(engine)
        self.proof = ProofRecords(engine, self.ends)
        self.transfer = Transfer(engine)
        self._held: tuple[Picture, Snapshot] | None = None
        self._rebuilding = asyncio.Lock()
        self._rebuilds: set[asyncio.Task[Snapshot]] = set()

    async def current(self) -> Snapshot:
        """The last committed picture or a later one, whoever committed it. StoreUnavailable."""
        version = await self._hot_path.read_version()
        held = self._held
        if held is not None and _covers(held[0].version, version):
            return held[1]
        return await self._rebuild(version)

    @property
    def held(self) -> Snapshot | None:
        """The last picture that `current` gave: at once, for whoever has just asked for it."""
        return None if self._held is None else self._held[1]

    async def at(self, version: CatalogVersion) -> Snapshot:
        """The picture as it was at `version`. Raises UnknownCatalogVersion, StoreUnavailable."""
        entry = catalog_entry.c
        async with reading(self._engine) as connection:
            if not await _existed(connection, version):
                raise UnknownCatalogVersion(number=version.number)
            rows = await connection.execute(
                select(entry.family, entry.key, entry.body).where(
                    entry.since_version <= version.number,
                    or_(entry.until_version.is_(None), entry.until_version > version.number),
                )
            )
            current = [EntryRow(family, key, None, body) for family, key, body in rows]
        return snapshot_from(await _advance(Picture(version), version, current))

    async def write(
        self, expected: CatalogVersion, changes: Changes, act: ActRecord
    ) -> CatalogVersion:
        """State, act and messages in one short transaction, if the catalog is still at `expected`.

        Raises CatalogMoved (start again from the facts), StoreUnavailable (nothing was written),
        ActOutcomeUnknown (nobody can tell now whether it was). Nothing to change is the caller's to
        notice (ValueError): a version that changes nothing would cost everybody.
        """
        if changes.is_empty:
            raise ValueError("an act that changes nothing writes no version")
        following = CatalogVersion(expected.epoch, expected.number + 1)
        row = act_row(act, following.epoch, following.number)
        ready = False
        try:
            with patient(_S_AN_ENTRY * len(changes.put)):
                async with writing(self._engine) as connection:
                    await write_act(connection, expected, changes, row, act.at)
                    ready = True
        except StoreUnavailable as lost:
            if not ready:
                raise
            # The commit was asked for, and no answer came.
            await find_out(self._engine, expected, row, lost)
        return following

    async def renew_epoch(self) -> CatalogVersion:
        """After a restore: the integers used since the backup will be meant anew.

        Past versions of the old epoch up to the restored one can still be rebuilt.
        """
        async with writing(self._engine) as connection:
            version = await _read_version(connection)
            renewed = CatalogVersion(str(uuid4()), version.number + 1)
            await move(connection, version, renewed)
            await connection.execute(
                update(catalog_epoch)
                .where(catalog_epoch.c.last_number.is_(None))
                .values(last_number=version.number)
            )
            await connection.execute(
                insert(catalog_epoch).values(epoch=renewed.epoch, at=write_value(datetime.now(UTC)))
            )
        return renewed

    async def record_intent(self, intent: AuditIntent) -> None:
        """Durable when it returns, and ends that are late too. AuditUnavailable: no answer."""
        await self.ends.catch_up()
        await self._hot_path.record(intent)

    async def record_counted_intent(
        self, intent: AuditIntent, conventions: tuple[str, ...], reader: Siren, since: datetime
    ) -> Mapping[str, int]:
        """Durable when it returns, with its place among the readings of each convention by
        `reader` from `since` on. Raises AuditUnavailable.
        """
        await self.ends.catch_up()
        try:
            async with writing(self._engine) as connection:
                return await write_counted_intent(connection, intent, conventions, reader, since)
        except (StoreUnavailable, SQLAlchemyError, ValueError) as error:
            raise AuditUnavailable(reason=type(error).__name__) from error

    async def count_reads(self, convention: str, reader: Siren, since: datetime) -> int:
        """Counts requests of `reader` through any version of `convention`. StoreUnavailable."""
        async with reading(self._engine) as connection:
            return await read_count(connection, convention, reader, since)

    async def record_outcome(self, outcome: AuditOutcome) -> None:
        """Durable when it returns. Raises AuditUnavailable."""
        await self._hot_path.record(outcome)

    async def end_unfinished(self, before: datetime, since: datetime | None = None) -> int:
        """Requests recorded before then whose end nobody recorded get the outcome UNKNOWN; how many
        they were. An end that comes all the same replaces it. Raises StoreUnavailable.
        """
        await self.ends.written()
        async with reading(self._engine) as connection:
            found = await read_unfinished(connection, since, before)
        told = 0
        for some in in_turns(found):
            async with writing(self._engine) as connection:
                told += await write_unknown(connection, some)
        return told

    async def recorded_request(self, request_id: str) -> RecordedRequest | None:
        """As it was recorded. Raises StoreUnavailable."""
        await self.ends.written()
        async with reading(self._engine) as connection:
            return await read_request(connection, request_id)

    async def recorded_questions(
        self, since: datetime, until: datetime
    ) -> tuple[list[RecordedQuestion], int]:
        """Questions put to the law, the oldest first; the number of requests that kept none."""
        await self.ends.written()
        async with reading(self._engine) as connection:
            found = await read_questions(connection, since, until)
            return found, await count_without_question(connection, since, until)

    async def audit_of(self, citation: str) -> tuple[AuditedRead, ...]:
        """All that was read under one version of an agreement, by time. StoreUnavailable."""
        await self.ends.written()
        async with reading(self._engine) as connection:
            return await read_under(connection, citation)

    async def usage_of(
        self,
        datasets: Collection[str],
        datasets_of: Mapping[str, str],
        since: datetime,
        until: datetime | None = None,
        by: Period | None = None,
    ) -> tuple[DatasetUse, ...]:
        """Uses by reader, the last first; `datasets_of` by citation. Raises StoreUnavailable."""
        await self.ends.written()
        async with reading(self._engine) as connection:
            return await read_usage(connection, datasets, datasets_of, since, until, by)

    async def body_usage(self, since: datetime, until: datetime) -> tuple[BodyUse, ...]:
        """The requests of each body, counted by month. Raises StoreUnavailable."""
        await self.ends.written()
        async with reading(self._engine) as connection:
            return await read_body_usage(connection, since, until)

    async def versions_between(
        self, since: datetime, until: datetime
    ) -> tuple[tuple[CatalogVersion, datetime], ...]:
        """Versions that decided who may read, each with its beginning. StoreUnavailable."""
        async with reading(self._engine) as connection:
            return await read_versions(connection, since, until)

    async def requests_of(self, issuer: str, sub: str, since: datetime) -> tuple[OwnRequest, ...]:
        """The requests of one agent, the last first. Raises StoreUnavailable."""
        await self.ends.written()
        async with reading(self._engine) as connection:
            return await read_own_requests(connection, issuer, sub, since)

    async def last_load(
        self, action: str, inputs: str, families: Collection[Family]
    ) -> datetime | None:
        """As `read_last_load` says. Raises StoreUnavailable."""
        async with reading(self._engine) as connection:
            return await read_last_load(connection, action, inputs, families)

    def machine_requests(self, machine: str | None) -> MachineRequests | None:
        """Of this process, one of `machine` if it has others; None where the store is a file."""
        if self._engine.dialect.name != "postgresql":
            return None
        process = token_hex(16)
        return MachineRequests(self._engine, process, machine or process)

    async def past_datasets(self) -> Mapping[str, tuple[Dataset, ...]]:
        """As `read_past_datasets` says. Raises StoreUnavailable."""
        return await read_past_datasets(self._engine)

    async def agents_called(self, sub: str) -> int:
        """The number of agents in the catalog with that name. Raises StoreUnavailable."""
        async with reading(self._engine) as connection:
            return sum(each == sub for _, each in await read_agents(connection))

    async def figures(self, at: datetime) -> StoreFigures:
        """The fill of the store's queues at `at`. Raises StoreUnavailable."""
        return await read_figures(self._engine, at)

    async def aclose(self) -> None:
        """Writes the records that were accepted, then closes the connections."""
        await self.ends.written()
        await self._hot_path.aclose()
        # Those who waited for it may have left: it has a connection all the same.
        await asyncio.gather(*self._rebuilds, return_exceptions=True)
        await self._engine.dispose()
        await self._opened.end()

    async def _rebuild(self, version: CatalogVersion) -> Snapshot:
        # Shielded: the caller who leaves must not stop a rebuild that others wait for.
        rebuild = asyncio.create_task(self._rebuild_once(version))
        self._rebuilds.add(rebuild)
        rebuild.add_done_callback(self._rebuilds.discard)
        return await asyncio.shield(rebuild)

    async def _rebuild_once(self, version: CatalogVersion) -> Snapshot:
        async with self._rebuilding:
            held = self._held
            if held is not None and _covers(held[0].version, version):
                return held[1]
            before = held[0] if held is not None else Picture(CatalogVersion("", 0))
            picture = await self._read_since(before)
            self._held = picture, snapshot_from(picture, held)
            return self._held[1]

    async def _read_since(self, before: Picture) -> Picture:
        """Version and rows of one transaction; everything again when the epoch is another."""
        entry = catalog_entry.c
        async with reading(self._engine) as connection:
            version = await _read_version(connection)
            if version.epoch == before.version.epoch:
                since = before.version.number
                moved = or_(entry.since_version > since, entry.until_version > since)
            else:
                before = Picture(version)
                moved = entry.until_version.is_(None)
            rows = await connection.execute(
                select(entry.family, entry.key, entry.until_version, entry.body).where(moved)
            )
            found = [EntryRow(*row) for row in rows]
        return await _advance(before, version, found)


def _covers(held: CatalogVersion, read: CatalogVersion) -> bool:
    return held.epoch == read.epoch and held.number >= read.number


async def _advance(before: Picture, version: CatalogVersion, rows: list[EntryRow]) -> Picture:
    if len(rows) > _MANY_ROWS:
        return await asyncio.to_thread(advanced_at_once, before, version, rows)
    return advanced(before, version, rows)


async def _read_version(connection: AsyncConnection) -> CatalogVersion:
    row = (
        await connection.execute(select(catalog_version.c.epoch, catalog_version.c.number))
    ).one()
    return CatalogVersion(row.epoch, row.number)


async def _existed(connection: AsyncConnection, version: CatalogVersion) -> bool:
    epoch = catalog_epoch.c
    current = select(catalog_version.c.number).scalar_subquery()
    found = await connection.execute(
        select(func.coalesce(epoch.last_number, current)).where(epoch.epoch == version.epoch)
    )
    last = found.scalar_one_or_none()
    return last is not None and 0 <= version.number <= last

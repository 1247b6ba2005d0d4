"""The catalogs that Trino must have: made on first use, dropped when no longer current."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Protocol

import structlog

from catalog.model.storage import Storage, StorageKind
from federation.engine import ResolveSecret
from federation.engines import trino_statements as statements
from federation.engines.trino_client import TrinoFailure, TrinoResult
from federation.physical_names import trino_catalog_name, trino_table
from federation.plan import PlannedTable
from federation.storages.protocol import TrinoCatalog, TrinoTable
from federation.storages.registry import ADAPTERS
from federation.storages.secrets import secret_of

_PREFIX = "s_"
# Two gateways may create the same thing at the same moment: who comes second finds it there.
_ALREADY_THERE = frozenset(
    {"ALREADY_EXISTS", "TABLE_ALREADY_EXISTS", "SCHEMA_ALREADY_EXISTS", "CATALOG_ALREADY_EXISTS"}
)
_ALREADY_GONE = frozenset({"NOT_FOUND", "CATALOG_NOT_FOUND"})
# Catalogs made with `metadata.cache-ttl`.
_REMEMBERED = frozenset({StorageKind.POSTGRESQL, StorageKind.MARIADB})
_LOOKED_FOR = "interco/"
_NAME_TOO_LONG = "NOT_SUPPORTED"
_log = structlog.get_logger(__name__)


class Administrator(Protocol):
    """See `TrinoAdministrator`, whose imports take half a second: whoever has no Trino waits for
    none of it.
    """

    async def run(self, statement: str) -> TrinoResult: ...

    async def aclose(self) -> None: ...


class TrinoCatalogs:
    """The catalogs and tables that this process knows Trino to have; it asks Trino about others."""

    def __init__(self, administrator: Administrator, resolve_secret: ResolveSecret) -> None:
        self._administrator = administrator
        self._resolve_secret = resolve_secret
        self._made: set[tuple[str, ...]] = set()
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._in_use: Counter[str] = Counter()
        self._digests: dict[str, bytes] = {}

    @asynccontextmanager
    async def ready(self, tables: tuple[PlannedTable, ...]) -> AsyncIterator[None]:
        """While inside, the tables are there and their catalogs are not dropped by this process."""
        names = {trino_catalog_name(table.storage) for table in tables}
        self._in_use.update(names)
        try:
            for table in tables:
                place = trino_table(table)
                await self._make(table.storage, place if place.columns else None)
            yield
        finally:
            self._in_use.subtract(names)

    async def reach(self, storage: Storage) -> None:
        """Its catalog is made, and Trino asks there for the names of schemas; TrinoFailure."""
        name = trino_catalog_name(storage)
        self._in_use[name] += 1
        # Trino may have been restarted since: it is made where it is not there.
        self._made.discard((name,))
        try:
            await self._make(storage, None)
            await self._administrator.run(statements.show_schemas(name))
            files = self._catalog(storage).files
            if files is not None:
                await self._look_at(name, files)
        finally:
            self._in_use[name] -= 1

    async def _look_at(self, name: str, files: str) -> None:
        try:
            await self._administrator.run(
                statements.create_no_schema(name, f"{files}{_LOOKED_FOR}")
            )
        except TrinoFailure as failure:
            if failure.name != _NAME_TOO_LONG:
                raise

    async def _make(self, storage: Storage, place: TrinoTable | None) -> None:
        """`place`: the table to declare, where the storage does not know its tables itself."""
        name = trino_catalog_name(storage)
        wanted = (name,) if place is None else (name, place.schema, place.table)
        catalog = self._catalog(storage)
        digest = hashlib.sha256(repr(catalog.properties).encode()).digest()
        if wanted in self._made and self._digests.get(name) == digest:
            return
        async with self._locks[name]:
            if self._digests.get(name, digest) != digest:
                # Its secret is another one now: Trino would go on with the old one.
                await self._drop(name)
                self._made = {made for made in self._made if made[0] != name}
            if (name,) not in self._made:
                await self._create(statements.create_catalog(name, catalog))
                self._made.add((name,))
            self._digests[name] = digest
            if place is not None and wanted not in self._made:
                await self._create(statements.create_schema(name, place))
                await self._create(statements.create_table(name, place))
                self._made.add(wanted)

    def _catalog(self, storage: Storage) -> TrinoCatalog:
        secret = secret_of(storage, self._resolve_secret)
        catalog = ADAPTERS[storage.kind].trino_catalog(storage, secret)
        if catalog is None:
            raise LookupError(f"Trino cannot read a storage of kind {storage.kind}")
        return catalog

    async def _drop(self, name: str) -> None:
        """Not there any more is as good: Trino may have been restarted."""
        try:
            await self._administrator.run(statements.drop_catalog(name))
        except TrinoFailure as failure:
            if failure.name not in _ALREADY_GONE:
                raise

    async def _create(self, statement: str) -> None:
        try:
            await self._administrator.run(statement)
        except TrinoFailure as failure:
            if failure.name not in _ALREADY_THERE:
                raise

    def forget(self, tables: Iterable[PlannedTable]) -> None:
        """Trino said that something of them is missing: it may have been restarted."""
        names = {trino_catalog_name(table.storage) for table in tables}
        self._made = {made for made in self._made if made[0] not in names}

    async def look_again(self, storages: Iterable[Storage]) -> None:
        """The tables of `storages` may have other columns than Trino remembers."""
        for storage in storages:
            if storage.kind in _REMEMBERED:
                forget = statements.flush_metadata(trino_catalog_name(storage))
                # A catalog that is not there remembers nothing.
                with contextlib.suppress(TrinoFailure):
                    await self._administrator.run(forget)

    async def drop_all_but(self, current: Iterable[Storage]) -> tuple[str, ...]:
        """Drops our catalogs of storages that are gone or changed, unless a query here uses them.

        Trino itself lets a running query of another gateway end. Answers the names dropped.
        """
        kept = {trino_catalog_name(storage) for storage in current}
        listed = await self._administrator.run("SHOW CATALOGS")
        dropped = []
        for (name,) in listed.rows:
            if not name.startswith(_PREFIX) or name in kept or self._in_use[name] > 0:
                continue
            async with self._locks[name]:
                self._made = {made for made in self._made if made[0] != name}
                try:
                    await self._drop(name)
                except TrinoFailure as failure:
                    _log.warning("trino_catalog_not_dropped", catalog=name, error=failure.name)
                    continue
                dropped.append(name)
        return tuple(dropped)

"""The objects that a storage holds now, as the rules of drift compare them with registered ones."""

from __future__ import annotations

import asyncio
import posixpath
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from catalog.drift.values import SeenColumn, SeenObject
from catalog.model.dataset import Dataset, ObjectKind, PhysicalObject
from catalog.model.storage import Storage, StorageKind
from federation.engine import ResolveSecret
from federation.storages.address_guard import Admits
from federation.storages.looking import look_at
from federation.storages.protocol import FoundObject
from federation.storages.secrets import secret_of

_KEPT_S = 600.0
_AT_LEAST_S = 1.0


Found = tuple[FoundObject, ...]


@dataclass(slots=True)
class _Look:
    at: float
    task: asyncio.Task[Found]


@dataclass(slots=True)
class SourceLooks:
    """Looks at sources, at each at most once in `fresh_s` seconds, however many ask."""

    resolve_secret: ResolveSecret
    addresses: Admits
    fresh_s: float = 5.0
    on_change: Callable[[Storage], Awaitable[None]] | None = None
    """Told when a look shows something else than the one before it did."""
    _looks: dict[tuple[Storage, PhysicalObject | None], _Look] = field(default_factory=dict)
    _last: dict[tuple[Storage, PhysicalObject | None], Found] = field(default_factory=dict)

    async def seen(
        self, dataset: Dataset, storage: Storage, fresh_s: float | None = None
    ) -> SeenObject | None:
        """None when the object is not there. Raises the adapter's SourceProblems."""
        look = self._begun(dataset, storage, self.fresh_s if fresh_s is None else fresh_s)
        # Whoever gives up does not stop the look that others wait for.
        return seen_object(dataset, storage, await asyncio.shield(look.task))

    async def seen_lately(
        self, dataset: Dataset, storage: Storage, fresh_s: float
    ) -> SeenObject | None:
        """The object that the last look showed, at once; the next look goes on, after `fresh_s`.

        With 0, the next look is waited for.
        """
        look = self._begun(dataset, storage, fresh_s)
        key = _key(dataset, storage)
        is_known = key in self._last and fresh_s > 0
        found = self._last[key] if is_known else await asyncio.shield(look.task)
        return seen_object(dataset, storage, found)

    def forget(self, dataset: Dataset, storage: Storage) -> None:
        """Something is wrong with what was seen: it is looked at again, once a second at most."""
        key = _key(dataset, storage)
        look = self._looks.get(key)
        if look is not None and look.task.done() and time.monotonic() - look.at > _AT_LEAST_S:
            del self._looks[key]
            self._last.pop(key, None)

    async def aclose(self) -> None:
        """Looks that nobody waits for any more are given up."""
        tasks = [each.task for each in self._looks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begun(self, dataset: Dataset, storage: Storage, fresh_s: float) -> _Look:
        key, now = _key(dataset, storage), time.monotonic()
        look = self._looks.get(key)
        if look is None or (look.task.done() and now - look.at > fresh_s):
            self._forget_long_past(now)
            task = asyncio.create_task(self._look(dataset, storage))
            look = self._looks[key] = _Look(now, task)
            # Nobody may be left to be told of its failure.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return look

    async def _look(self, dataset: Dataset, storage: Storage) -> Found:
        key = _key(dataset, storage)
        try:
            await self.addresses.admit(storage)
            secret = secret_of(storage, self.resolve_secret)
            found = await look_at(dataset, storage, secret)
        except BaseException:
            self._last.pop(key, None)
            raise
        before = self._last.get(key)
        self._last[key] = found
        if before is not None and before != found and self.on_change is not None:
            await self.on_change(storage)
        return found

    def _forget_long_past(self, now: float) -> None:
        """Of storages that were changed, or are no more."""
        for key, look in list(self._looks.items()):
            if look.task.done() and now - look.at > _KEPT_S:
                del self._looks[key]
                self._last.pop(key, None)


def _key(dataset: Dataset, storage: Storage) -> tuple[Storage, PhysicalObject | None]:
    """One look shows all tables of a database; files are looked at for themselves."""
    physical = dataset.physical
    return storage, None if physical.kind is ObjectKind.TABLE else physical


def seen_object(
    dataset: Dataset, storage: Storage, found: Sequence[FoundObject]
) -> SeenObject | None:
    """The dataset's object among those found; None when it is not there."""
    physical = dataset.physical
    if physical.kind is not ObjectKind.TABLE:
        return _seen_files(dataset, storage, found)
    for each in found:
        if storage.kind is StorageKind.SQLITE:
            is_it = each.name.casefold() == physical.name.casefold()
        elif storage.kind is StorageKind.POSTGRESQL:
            is_it = (each.schema, each.name) == (physical.schema or "public", physical.name)
        else:
            is_it = each.name == physical.name and physical.schema in (None, each.schema)
        if is_it:
            return SeenObject(_columns(each), each.primary_key)
    return None


def _seen_files(
    dataset: Dataset, storage: Storage, found: Sequence[FoundObject]
) -> SeenObject | None:
    """One file, or all of one kind in one directory."""
    directory, name = posixpath.split(dataset.physical.name)
    every = name.startswith("*")
    files = [
        each
        for each in found
        if posixpath.dirname(each.name) == directory
        and "*" not in each.name
        and (each.name.endswith(name[1:]) if every else posixpath.basename(each.name) == name)
    ]
    if not files:
        return None
    if dataset.physical.kind is ObjectKind.CSV:
        # One file that differs is enough.
        others = [each for each in files if not _is_as_declared(dataset, storage, each)]
        return SeenObject(_columns((others or files)[0]))
    # By name over all files: a column is there when one of them has it.
    columns = {column.name: column for each in reversed(files) for column in _columns(each)}
    return SeenObject(tuple(columns.values()))


def _is_as_declared(dataset: Dataset, storage: Storage, file: FoundObject) -> bool:
    names = tuple(one.name for one in _columns(file))
    if storage.kind is StorageKind.FILES:
        return {each.source_name for each in dataset.columns} <= set(names)
    return dataset.physical.csv is not None and names == dataset.physical.csv.columns


def _columns(found: FoundObject) -> tuple[SeenColumn, ...]:
    return tuple(
        SeenColumn(each.source_name, each.type, each.source_type, each.nullable)
        for each in found.columns
    )

"""Storages as one request's subject asks about them: the law first, then what they answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from catalog.actions.facts import Facts
from catalog.actions.storage import register_storage, storage_id
from catalog.model.identifiers import Name, Siren
from catalog.model.problem import Problem
from catalog.model.storage import SecretReference, Storage
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from federation.storages.address_guard import Admits
from federation.storages.instructions import Step, instructions_for
from federation.storages.protocol import FoundObject
from federation.storages.registry import ADAPTERS
from federation.storages.secrets import secret_of
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.problems import ActsRefused
from gateway.source_monitoring.storage_problems import TooManyStorages, UnknownStorageHere
from policies.acts import ActQuestion

_MOST = 5
"""Dialled in one request: each may take seconds, of the gateway and of somebody's server."""


@dataclass(frozen=True, slots=True)
class StorageService:
    """Who may declare an organisation's storages may look at them: no other right
    is needed, and none less will do.
    """

    subject: Subject
    acts: ActPorts
    resolve_secret: Callable[[SecretReference], str]
    addresses: Admits
    reach_by_engine: Callable[[Storage], Awaitable[None]] | None = None
    """Where the engine runs elsewhere: from there, another network may not lead to a storage."""
    _dialled: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    async def storages(self) -> tuple[Storage, ...]:
        snapshot = await self.acts.catalog.current()
        own = self.subject.organisation
        if own is not None:
            await self._ask_the_law(own)
            return tuple(_of(own, snapshot))
        owners = sorted({each.owner for each in snapshot.storages.values()})
        for owner in owners:
            await self._ask_the_law(owner)
        return tuple(each for owner in owners for each in _of(owner, snapshot))

    async def storage(self, name: str) -> Storage:
        snapshot = await self.acts.catalog.current()
        found = _named(name, self.subject.organisation, snapshot)
        owner = self.subject.organisation if found is None else found.owner
        try:
            if owner is not None:
                await self._ask_the_law(owner)
        except ActsRefused:
            if owner == self.subject.organisation:
                raise
            # What is somebody else's is not there, whether it is or not.
            found = None
        if found is None:
            raise UnknownStorageHere(storage=name[:80])
        return found

    async def test(self, storage: Storage) -> None:
        """Returns when the gateway, then the engine, reach it; raises the problem of either."""
        secret = await self._ready(storage)
        await ADAPTERS[storage.kind].test(storage, secret)
        if self.reach_by_engine is not None:
            await self.reach_by_engine(storage)

    async def objects(self, storage: Storage) -> Sequence[FoundObject]:
        secret = await self._ready(storage)
        return await ADAPTERS[storage.kind].introspect(storage, secret)

    async def instructions(self, storage: Storage) -> Sequence[Step]:
        snapshot = await self.acts.catalog.current()
        datasets = [each for each in snapshot.datasets.values() if each.storage_id == storage.id]
        return instructions_for(storage.kind, storage, datasets)

    async def _ready(self, storage: Storage) -> str | None:
        """Its secret, once its place is known to be approved still: causes are told of no other."""
        if next(self._dialled) > _MOST:
            raise TooManyStorages(limit=_MOST)
        snapshot = await self.acts.catalog.current()
        ports = self.acts
        register_storage(
            storage,
            Facts(snapshot, ports.clock(), ports.directory_roots, ports.secret_roots),
        )
        await self.addresses.admit(storage)
        return secret_of(storage, self.resolve_secret)

    async def _ask_the_law(self, owner: Siren) -> None:
        """To look is to declare nothing."""
        await ask_the_law(ActQuestion(self.subject, owner, frozenset()), self.acts.law)


def _of(owner: Siren, snapshot: Snapshot) -> list[Storage]:
    own = (each for each in snapshot.storages.values() if each.owner == owner)
    return sorted(own, key=lambda each: each.id)


def _named(name: str, own: Siren | None, snapshot: Snapshot) -> Storage | None:
    if name in snapshot.storages:
        return snapshot.storages[name]
    slug, dot, short = name.rpartition(".")
    body = (
        snapshot.organisation_of_slug(slug.replace("_", "-"))
        if dot
        else (None if own is None else snapshot.organisations.get(own))
    )
    try:
        known = None if body is None else storage_id(body.slug, Name.parse(short))
    except Problem:
        return None
    return None if known is None else snapshot.storages.get(known)

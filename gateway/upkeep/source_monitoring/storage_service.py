"""Storages as one request's subject asks about them: the law first, then what they answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from catalog.actions.facts import Facts
from catalog.actions.problems import ActRefused, HostNotApproved
from catalog.actions.storage import located, register_storage, storage_id
from catalog.declaration.entries import Document, storage_of
from catalog.model.identifiers import Name, Siren
from catalog.model.problem import Problem
from catalog.model.storage import SecretReference, Storage
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from federation.storages.address_guard import Admits
from federation.storages.instructions import Step, instructions_for
from federation.storages.proposed_entries import proposed_entries
from federation.storages.proposed_links import ProposedEntry
from federation.storages.registry import ADAPTERS
from federation.storages.secrets import secret_of
from gateway.acts.act_questions import ask_the_law
from gateway.acts.ports import ActPorts
from gateway.acts.sources import owner_and_name
from gateway.base.problems import ActsRefused
from gateway.upkeep.source_monitoring.lights import (
    Light,
    LightSeen,
    failed_at,
    lights_of,
    none_tried,
)
from gateway.upkeep.source_monitoring.storage_problems import TooManyStorages, UnknownStorageHere
from policies.acts import ActQuestion, Section

_MOST = 5
"""Dialled in one request: each may take seconds, of the gateway and of somebody's server."""
_TRIED = "essai"
"""The name of a secret that is kept nowhere."""


@dataclass(frozen=True, slots=True)
class StorageService:
    """Storages in the name of the caller. A caller who may declare an organisation's storages may
    look at them: no other right is needed, and none less will do.
    """

    subject: Subject
    acts: ActPorts
    resolve_secret: Callable[[SecretReference], str]
    addresses: Admits
    reach_by_engine: Callable[[Storage], Awaitable[None]] | None = None
    """Reaches a storage from the engine, where the engine runs elsewhere: from there, another
    network may not lead to the storage.
    """
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

    async def lights(self, storage: Storage) -> tuple[LightSeen, ...]:
        """Of a registered one: its place is still one that the operator approves."""
        await self._still_approved(storage)
        return await lights_of(
            storage,
            ADAPTERS[storage.kind],
            self.addresses,
            lambda: secret_of(storage, self.resolve_secret),
        )

    async def try_out(
        self, named: str, document: Document, password: str | None, *, dry_run: bool
    ) -> tuple[LightSeen, ...]:
        """One that is not registered, as it would be; a dry run only says whether it could be
        tried, and connects to nothing. With a `password`, that one is tried, and kept nowhere.
        Raises ActsRefused, ActRefused; UnknownOwner, OwnerNotSaid for its name.

        The law is that of declaring it: what it connects to is what its writer says.
        """
        storage = await self._planned(named, document)
        tried = SecretReference("store", f"{storage.owner}/{_TRIED}")
        if password is not None:
            storage = replace(storage, secret=tried)

        def resolve(reference: SecretReference) -> str:
            is_tried = password is not None and reference == tried
            return password if is_tried and password is not None else self.resolve_secret(reference)

        if (unapproved := await self._unapproved_host(storage)) is not None:
            return failed_at(Light.ADDRESS, unapproved, storage)
        if dry_run:
            return none_tried()
        return await lights_of(
            located(storage, await self._facts()),
            ADAPTERS[storage.kind],
            self.addresses,
            lambda: secret_of(storage, resolve),
        )

    async def planned_instructions(self, named: str, document: Document) -> Sequence[Step]:
        """The steps that the administrator of a storage that is not registered yet has to type; its
        host need not be approved. Raises as `try_out`.
        """
        storage = await self._planned(named, document)
        await self._unapproved_host(storage)
        return instructions_for(storage.kind, located(storage, await self._facts()))

    async def proposals(self, storage: Storage) -> Sequence[ProposedEntry]:
        """The objects that the storage's account reads, with entries that would declare them."""
        secret = await self._ready(storage)
        objects = await ADAPTERS[storage.kind].introspect(storage, secret)
        return proposed_entries(storage, objects)

    async def instructions(self, storage: Storage) -> Sequence[Step]:
        snapshot = await self.acts.catalog.current()
        datasets = [each for each in snapshot.datasets.values() if each.storage_id == storage.id]
        return instructions_for(storage.kind, storage, datasets)

    async def _ready(self, storage: Storage) -> str | None:
        """Its secret, once its place is known to be approved still: causes are told of no other."""
        await self._still_approved(storage)
        await self.addresses.admit(storage)
        return secret_of(storage, self.resolve_secret)

    async def _planned(self, named: str, document: Document) -> Storage:
        """As it is written, once the law lets it be declared."""
        snapshot = await self.acts.catalog.current()
        owner, name = owner_and_name(named, self.subject.organisation, snapshot)
        sections = frozenset({Section.STORAGES})
        await ask_the_law(ActQuestion(self.subject, owner.siren, sections), self.acts.law)
        return storage_of(name, document, owner)

    async def _unapproved_host(self, storage: Storage) -> Problem | None:
        """The problem of a host that is not approved, where nothing else is wrong; None where
        nothing is. Raises ActRefused for anything else.
        """
        try:
            await self._still_approved(storage)
        except ActRefused as refused:
            problems = [each.problem for each in refused.findings]
            if all(isinstance(each, HostNotApproved) for each in problems):
                return problems[0]
            raise
        return None

    async def _still_approved(self, storage: Storage) -> None:
        """Raises TooManyStorages, ActRefused."""
        if next(self._dialled) > _MOST:
            raise TooManyStorages(limit=_MOST)
        register_storage(storage, await self._facts())

    async def _facts(self) -> Facts:
        ports = self.acts
        snapshot = await ports.catalog.current()
        return Facts(snapshot, ports.clock(), ports.directory_roots, ports.secret_roots)

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

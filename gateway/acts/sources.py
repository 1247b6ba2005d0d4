"""Storages and datasets one by one: what `apply` does of a file, by the same law and rules."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar

from typing_extensions import override

from catalog.actions.columns import suggestion
from catalog.actions.facts import Facts
from catalog.actions.problems import UnknownStorage
from catalog.actions.source_problems import OwnerNotSaid, UnknownOwner
from catalog.actions.sources import WithdrawDataset, retire_storage, withdraw_dataset
from catalog.actions.storage import storage_id
from catalog.changes import ActRecord, Changes, Entity, family_of
from catalog.declaration.dataset_writing import write_dataset
from catalog.declaration.difference import ChangeKind, Difference, EntityChange, difference_of
from catalog.declaration.entries import (
    Document,
    ReadEntry,
    patched,
    refuse_more_than_words,
    resolve_dataset,
    resolve_storage,
)
from catalog.declaration.hosting import unmet_after
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import changes_of
from catalog.declaration.storage_writing import short_name
from catalog.model.dataset import AccessLevel, Classification, Dataset, Listing
from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.model.identifiers import Name, Siren
from catalog.model.organisation import Organisation
from catalog.model.storage import Storage
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from gateway.acts.act_questions import ask_the_law, discoverable_to
from gateway.acts.commit import Change, commit
from gateway.acts.declared_sources import check_declared, refuse_links
from gateway.acts.ports import ActPorts
from policies.acts import ActQuestion, Section
from policies.problems import MandateRequired

_NOTHING = Difference((), {})


@dataclass(frozen=True, slots=True)
class SourceChanged:
    """The changes that an act made (or would); `id` is that of the storage or the dataset."""

    act: str
    id: str
    difference: Difference
    is_written: bool


@dataclass(frozen=True, slots=True)
class SourceActs:
    """As one request's subject. `name` is short, of one's own, or `organisation.name`, or an id.

    All raise ActsRefused, ActRefused, CatalogMoved, and MandateRequired for whoever acts for
    another body: what a body declares is its own matter.
    """

    subject: Subject
    acts: ActPorts

    async def register_storage(
        self, name: str, document: Document, *, dry_run: bool
    ) -> SourceChanged:
        """New, or changed to exactly this. Its kind's keys are those of the YAML."""
        return await self._done(_RegisterStorage(name, document), dry_run=dry_run)

    async def retire_storage(self, name: str, *, dry_run: bool) -> SourceChanged:
        """Raises UnknownStorage, StorageHoldsDatasets."""
        return await self._done(_RetireStorage(name), dry_run=dry_run)

    async def register_dataset(
        self, name: str, document: Document, *, dry_run: bool
    ) -> SourceChanged:
        """New, or changed to exactly this; its source is read where it lies on this machine."""
        return await self._done(_RegisterDataset(name, document), dry_run=dry_run)

    async def describe_dataset(
        self, name: str, changes: Document, *, dry_run: bool
    ) -> SourceChanged:
        """Merged into what is known (RFC 7396). Raises UnknownDataset."""
        return await self._done(_DescribeDataset(name, changes), dry_run=dry_run)

    async def publish_dataset(
        self,
        name: str,
        listing: Listing,
        access_level: AccessLevel,
        *,
        columns: Collection[str] | None = None,
        licence: str | None = None,
        dry_run: bool,
    ) -> SourceChanged:
        """Sets who may know of a dataset, and who may read its open columns: `columns` (names), or
        those that are open already where None. Raises UnknownDataset.
        """
        changes: dict[str, Any] = {"listing": listing.value, "access_level": access_level.value}
        if licence is not None:
            changes["licence"] = licence
        opened = None if columns is None else frozenset(columns)
        return await self._done(_PublishDataset(name, changes, opened), dry_run=dry_run)

    async def withdraw_dataset(
        self, name: str, reason: str | None, *, dry_run: bool
    ) -> SourceChanged:
        """Raises UnknownDataset, DatasetUnderAgreements."""
        return await self._done(_WithdrawDataset(name, reason), dry_run=dry_run)

    async def own_dataset(self, name: str) -> tuple[Dataset, Snapshot]:
        """As it is declared, to whoever may declare it. Raises UnknownDataset."""
        snapshot = await self.acts.catalog.current()
        owner, short = owner_and_name(name, self.subject.organisation, snapshot)
        await ask_the_law(ActQuestion(self.subject, owner.siren, frozenset()), self.acts.law)
        return _dataset(short, owner, snapshot), snapshot

    async def _done(self, change: _SourceChange, *, dry_run: bool) -> SourceChanged:
        if self.subject.on_behalf_of is not None:
            raise MandateRequired
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        result = outcome.result
        held = tuple(each.dataset_id for each in outcome.held)
        difference = replace(result.difference, held=held, waiting_whole=outcome.waiting_whole)
        return SourceChanged(change.act, result.id, difference, outcome.is_written)


@dataclass(frozen=True, slots=True)
class _Outcome:
    id: str
    difference: Difference
    changes: Changes


@dataclass(frozen=True, slots=True)
class _SourceFacts:
    """The facts of an act, with the owner by name alone: the law is asked before any look-up."""

    facts: Facts
    owner: Organisation
    name: str
    discover: Callable[[], Awaitable[frozenset[str]]]
    installation: Installation = NOTHING_SAID
    outcome: _Outcome = field(default_factory=lambda: _Outcome("", _NOTHING, Changes()))


@dataclass(frozen=True, slots=True)
class _SourceChange(Change[_SourceFacts, _Outcome]):
    act: ClassVar[str]
    section: ClassVar[Section]
    name: str

    @abstractmethod
    async def outcome(self, facts: _SourceFacts) -> _Outcome:
        """The changes that the act would make, once the law allows it."""

    @property
    def noted(self) -> Mapping[str, object]:
        """The facts that the record keeps beside the changes."""
        return {}

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> _SourceFacts:
        snapshot = standpoint.snapshot
        owner, name = owner_and_name(self.name, standpoint.subject.organisation, snapshot)
        facts = Facts(
            snapshot, standpoint.now, ports.directory_roots, ports.secret_roots, cog_in(snapshot)
        )
        discover = partial(discoverable_to, standpoint, ports.policy)
        return _SourceFacts(facts, owner, name, discover, ports.installation)

    @override
    def questions(self, subject: Subject, facts: _SourceFacts) -> tuple[ActQuestion, ...]:
        return (ActQuestion(subject, facts.owner.siren, frozenset({self.section})),)

    @override
    async def examine(self, facts: _SourceFacts) -> _SourceFacts:
        if self.section is Section.DATASETS:
            looked_up = replace(facts.facts, discoverable=await facts.discover())
            facts = replace(facts, facts=looked_up)
        return replace(facts, outcome=await self.outcome(facts))

    @override
    def rule(self, subject: Subject, facts: _SourceFacts) -> tuple[_Outcome, Changes]:
        return facts.outcome, facts.outcome.changes

    @override
    def record(self, subject: Subject, facts: _SourceFacts, result: _Outcome) -> ActRecord:
        return ActRecord(
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=facts.owner.siren,
            action=self.act,
            summary={
                "changes": [
                    f"{each.kind.value} {each.family.value} {each.name}"
                    for each in result.difference.changes
                ],
                **self.noted,
            },
        )


@dataclass(frozen=True, slots=True)
class _RegisterStorage(_SourceChange):
    act: ClassVar[str] = "register_storage"
    section: ClassVar[Section] = Section.STORAGES
    document: Document

    @override
    async def outcome(self, facts: _SourceFacts) -> _Outcome:
        entry = resolve_storage(facts.name, self.document, facts.owner, facts.facts)
        return await _outcome_of(entry, facts, reads_source=False)


@dataclass(frozen=True, slots=True)
class _RetireStorage(_SourceChange):
    act: ClassVar[str] = "retire_storage"
    section: ClassVar[Section] = Section.STORAGES

    @override
    async def outcome(self, facts: _SourceFacts) -> _Outcome:
        storage = retire_storage(_storage(facts), facts.facts)
        difference = _removal(storage, short_name(storage.id), facts)
        return _Outcome(storage.id, difference, Changes(removed=(storage,)))


@dataclass(frozen=True, slots=True)
class _RegisterDataset(_SourceChange):
    act: ClassVar[str] = "register_dataset"
    section: ClassVar[Section] = Section.DATASETS
    document: Document

    @override
    async def outcome(self, facts: _SourceFacts) -> _Outcome:
        entry = resolve_dataset(facts.name, self.document, facts.owner, facts.facts)
        return await _outcome_of(entry, facts, reads_source=True)


@dataclass(frozen=True, slots=True)
class _DescribeDataset(_SourceChange):
    act: ClassVar[str] = "describe_dataset"
    section: ClassVar[Section] = Section.DATASETS
    changes: Document

    @override
    async def outcome(self, facts: _SourceFacts) -> _Outcome:
        catalog = facts.facts.catalog
        dataset = _dataset(facts.name, facts.owner, catalog)
        changes = self._changes_of(dataset)
        refuse_more_than_words(changes, dataset)
        document = patched(write_dataset(dataset, catalog), changes)
        entry = resolve_dataset(dataset.name, document, facts.owner, facts.facts)
        return await _outcome_of(entry, facts, reads_source=self._reads_source(entry, dataset))

    def _changes_of(self, dataset: Dataset) -> Document:  # noqa: ARG002 - for what it publishes
        return self.changes

    def _reads_source(self, entry: ReadEntry, before: Dataset) -> bool:
        """True where the change would have the source's cells read or judged otherwise."""
        return any(
            isinstance(each.entity, Dataset) and _reading_of(each.entity) != _reading_of(before)
            for each in entry.resolution.wanted
        )


@dataclass(frozen=True, slots=True)
class _PublishDataset(_DescribeDataset):
    act: ClassVar[str] = "publish_dataset"
    opened: frozenset[str] | None = None

    @override
    def _changes_of(self, dataset: Dataset) -> Document:
        if self.opened is None:
            return self.changes
        return {**self.changes, "columns": _classes(dataset, self.opened)}

    @override
    def _reads_source(self, entry: ReadEntry, before: Dataset) -> bool:
        """True: the publisher is told of all that is wrong in the source, and may go on."""
        return True


@dataclass(frozen=True, slots=True)
class _WithdrawDataset(_SourceChange):
    act: ClassVar[str] = "withdraw_dataset"
    section: ClassVar[Section] = Section.DATASETS
    reason: str | None

    @property
    @override
    def noted(self) -> Mapping[str, object]:
        return {"reason": self.reason}

    @override
    async def outcome(self, facts: _SourceFacts) -> _Outcome:
        dataset = withdraw_dataset(
            WithdrawDataset(self.reason),
            _dataset(facts.name, facts.owner, facts.facts.catalog),
            facts.facts,
        )
        difference = _removal(dataset, dataset.name, facts)
        return _Outcome(dataset.id, difference, Changes(put=(dataset,)))


async def _outcome_of(entry: ReadEntry, facts: _SourceFacts, *, reads_source: bool) -> _Outcome:
    """Raises ActRefused where a folder or a file is reached by a link."""
    resolution = entry.resolution
    try:
        await refuse_links(resolution)
    except DeclarationRefused as refused:
        raise entry.tree.refused(refused.problems) from None
    changes = changes_of(resolution)
    unmet = unmet_after(resolution, facts.installation)
    difference = replace(difference_of(resolution), unmet=unmet)
    if reads_source:
        unread = frozenset(each.dataset.id for each in unmet if each.agreement is None)
        difference = replace(difference, checks=await check_declared(resolution, changes, unread))
    (entity,) = (
        each.entity for each in resolution.wanted if isinstance(each.entity, Storage | Dataset)
    )
    return _Outcome(entity.id, difference, changes)


def _reading_of(dataset: Dataset) -> Any:
    """The facts that decide how a dataset's source is read and judged; compared for equality."""
    cells = [(each.id, each.code_list, each.text_format) for each in dataset.columns]
    return cells, dataset.primary_key, dataset.territory


def _removal(entity: Entity, name: str, facts: _SourceFacts) -> Difference:
    change = EntityChange(
        organisation=facts.owner.siren,
        owner=facts.owner.slug,
        kind=ChangeKind.REMOVED,
        family=family_of(entity),
        name=name,
    )
    return Difference((change,), {})


def owner_and_name(named: str, own: Siren | None, snapshot: Snapshot) -> tuple[Organisation, str]:
    """Raises UnknownOwner, OwnerNotSaid."""
    before, mark, name = named.partition("." if "." in named else "__")
    if not mark:
        return owner_called(None, own, snapshot), named
    return owner_called(before, own, snapshot), name


def owner_called(named: str | None, own: Siren | None, snapshot: Snapshot) -> Organisation:
    """By short name or SIREN; one's own where none is named. Raises UnknownOwner, OwnerNotSaid."""
    if named is None:
        if own is None or own not in snapshot.organisations:
            raise OwnerNotSaid
        return snapshot.organisations[own]
    owner = snapshot.organisation_spelt(named) or snapshot.organisations.get(Siren(named))
    if owner is None:
        raise UnknownOwner(organisation=named[:80])
    return owner


def _storage(facts: _SourceFacts) -> Storage:
    catalog, own = facts.facts.catalog, facts.owner
    storage = catalog.storages.get(storage_id(own.slug, Name(facts.name)))
    if storage is None or storage.owner != own.siren:
        names = [
            short_name(each.id) for each in catalog.storages.values() if each.owner == own.siren
        ]
        raise UnknownStorage(name=facts.name[:80], did_you_mean=suggestion(facts.name, names))
    return storage


def _dataset(name: str, owner: Organisation, catalog: Snapshot) -> Dataset:
    dataset = catalog.own_dataset_spelt(owner.siren, name)
    if dataset is None:
        names = [str(each.name) for each in catalog.datasets_of(owner.siren)]
        raise UnknownDataset(dataset=name[:120], did_you_mean=suggestion(name, names))
    return dataset


def _classes(dataset: Dataset, opened: frozenset[str]) -> dict[str, Any]:
    """As a description writes them: a column that is no longer chosen is closed again."""
    closed = {
        each.name for each in dataset.columns if each.classification is Classification.OPEN
    } - opened
    classes = dict.fromkeys(sorted(closed), "internal") | dict.fromkeys(sorted(opened), "open")
    return {name: {"classification": each} for name, each in classes.items()}

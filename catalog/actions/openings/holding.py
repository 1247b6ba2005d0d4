"""Holds back what a change would open: it is proposed, and the data stay as closed as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.actions.openings.messages import message_listed, message_lowered, message_proposed
from catalog.actions.openings.problems import PersonalNeverOpen
from catalog.actions.openings.widening import (
    Widening,
    closed,
    digest_of_opened,
    is_listed_wider,
    lowered,
    opened,
    personal_before,
    widening,
)
from catalog.changes import Changes, Entity
from catalog.model.dataset import Dataset
from catalog.model.opening import Opening
from catalog.model.storage import Storage
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Held:
    """`openings` wait once `changes` are written."""

    changes: Changes
    openings: tuple[Opening, ...] = ()


def with_openings_held(
    changes: Changes,
    catalog: Snapshot,
    subject: Subject,
    now: datetime,
    confirmed: frozenset[str],
) -> Held:
    """`confirmed`: the datasets (ids) that these changes may open. Of the others, what would let
    more people read or know waits in an `Opening`, and one that waits already follows its dataset:
    who changes the data meanwhile has proposed it anew. Raises PersonalNeverOpen.
    """
    put: list[Entity] = []
    removed: list[Entity] = list(changes.removed)
    openings: list[Opening] = []
    messages = list(changes.messages)
    storages = _Storages.of(changes, catalog)
    for entity in (*changes.put, *storages.moved_with_rows(changes)):
        if not isinstance(entity, Dataset):
            put.append(entity)
            continue
        waiting = catalog.openings.get(entity.id)
        if entity.withdrawn or entity.id in confirmed:
            put.append(entity)
            removed += [] if waiting is None or waiting in removed else [waiting]
            continue
        before = catalog.datasets.get(entity.id) or catalog.withdrawn_datasets.get(entity.id)
        dataset, held = _held(before, entity, storages)
        if dataset != before:
            put.append(dataset)
            less = lowered(before, dataset)
            if before is not None and less:
                messages.append(message_lowered(before, dataset, less, subject, catalog))
            if before is not None and is_listed_wider(before, dataset):
                messages.append(message_listed(before, dataset, subject, catalog))
        if held.is_none and waiting is not None:
            held = _of(waiting, dataset)
        at = storages.after(dataset)
        opening = None if held.is_none else _proposed(held, dataset, at, waiting, subject, now)
        if opening is None:
            removed += [] if waiting is None or waiting in removed else [waiting]
            continue
        openings.append(opening)
        if opening is not waiting:
            put.append(opening)
            messages.append(message_proposed(opening, dataset, catalog))
    kept = replace(changes, put=tuple(put), removed=tuple(removed), messages=tuple(messages))
    return Held(kept, tuple(openings))


@dataclass(frozen=True, slots=True)
class _Storages:
    """`put`: those that the changes declare. Of one at another address other rows are read."""

    catalog: Snapshot
    put: Mapping[str, Storage]

    @classmethod
    def of(cls, changes: Changes, catalog: Snapshot) -> _Storages:
        return cls(catalog, {each.id: each for each in changes.put if isinstance(each, Storage)})

    def after(self, dataset: Dataset) -> Storage | None:
        known = self.catalog.storages.get(dataset.storage_id)
        return self.put.get(dataset.storage_id, known)

    def is_moved(self, storage_id: str) -> bool:
        before, after = self.catalog.storages.get(storage_id), self.put.get(storage_id)
        return before is not None and after is not None and before.address != after.address

    def moved_with_rows(self, changes: Changes) -> tuple[Dataset, ...]:
        """Datasets, open or to be opened, that the changes do not declare, and whose storage now
        has other rows at another address.
        """
        put = {each.id for each in changes.put if isinstance(each, Dataset)}
        moved = {each for each in self.put if self.is_moved(each)}
        return tuple(
            each
            for each in (self.catalog.datasets.values() if moved else ())
            if each.storage_id in moved
            and each.id not in put
            and (each.open_columns or each.id in self.catalog.openings)
        )


def _held(before: Dataset | None, after: Dataset, storages: _Storages) -> tuple[Dataset, Widening]:
    is_deposit = _stays_in_its_deposit(before, after, storages.catalog)
    is_moved = before is not None and storages.is_moved(after.storage_id)
    held = widening(before, after, is_deposit=is_deposit, is_moved=is_moved)
    if held.is_none:
        return after, held
    personal = personal_before(before, after)
    if personal:
        raise PersonalNeverOpen(dataset=after.name, columns=", ".join(personal))
    dataset = closed(before, after, held)
    if dataset.access_level is not after.access_level:
        # No open column is left: the level waits with those that are to be open.
        held = replace(held, access_level=after.access_level)
    return dataset, held


def _stays_in_its_deposit(before: Dataset | None, after: Dataset, catalog: Snapshot) -> bool:
    """A dataset that was once deposited may be declared over another table: its rows are others."""
    deposit = catalog.deposits.get(after.id)
    return (
        deposit is not None
        and before is not None
        and deposit.storage_id == before.storage_id == after.storage_id
    )


def _of(waiting: Opening, dataset: Dataset) -> Widening:
    """The part of an opening that still waits: none where the dataset would not differ."""
    if opened(dataset, waiting) == dataset:
        return Widening()
    present = {column.id for column in dataset.columns}
    return Widening(
        columns=tuple(each for each in waiting.columns if each.column in present),
        access_level=waiting.access_level,
        listing=waiting.listing,
        no_longer_personal=waiting.no_longer_personal,
    )


def _proposed(
    held: Widening,
    dataset: Dataset,
    at: Storage | None,
    waiting: Opening | None,
    subject: Subject,
    now: datetime,
) -> Opening:
    """`waiting` itself where it says exactly this: its first proposer stays."""
    digest = digest_of_opened(dataset, held, at)
    if waiting is not None and waiting.sha256 == digest:
        return waiting
    return Opening(
        dataset_id=dataset.id,
        body=dataset.owner,
        sha256=digest,
        by_issuer=subject.issuer,
        by=subject.agent or "",
        at=now,
        columns=held.columns,
        access_level=held.access_level,
        listing=held.listing,
        no_longer_personal=held.no_longer_personal,
    )

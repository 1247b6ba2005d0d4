"""Holds back what a change would open: it is proposed, and the data stay as closed as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from catalog.actions.openings.messages import message_proposed
from catalog.actions.openings.problems import PersonalNeverOpen
from catalog.actions.openings.widening import (
    Widening,
    closed,
    digest_of_opened,
    opened,
    personal_before,
    widening,
)
from catalog.changes import Changes, Entity
from catalog.model.dataset import Dataset
from catalog.model.opening import Opening
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
    for entity in changes.put:
        if not isinstance(entity, Dataset):
            put.append(entity)
            continue
        waiting = catalog.openings.get(entity.id)
        if entity.withdrawn or entity.id in confirmed:
            put.append(entity)
            removed += [] if waiting is None or waiting in removed else [waiting]
            continue
        before = catalog.datasets.get(entity.id) or catalog.withdrawn_datasets.get(entity.id)
        dataset, held = _held(before, entity, catalog)
        if dataset != before:
            put.append(dataset)
        if held.is_none and waiting is not None:
            held = _of(waiting, dataset)
        opening = None if held.is_none else _proposed(held, dataset, waiting, subject, now)
        if opening is None:
            removed += [] if waiting is None or waiting in removed else [waiting]
            continue
        openings.append(opening)
        if opening is not waiting:
            put.append(opening)
            messages.append(message_proposed(opening, dataset, catalog))
    kept = replace(changes, put=tuple(put), removed=tuple(removed), messages=tuple(messages))
    return Held(kept, tuple(openings))


def _held(before: Dataset | None, after: Dataset, catalog: Snapshot) -> tuple[Dataset, Widening]:
    held = widening(before, after, is_deposit=_stays_in_its_deposit(before, after, catalog))
    if held.is_none:
        return after, held
    personal = personal_before(before, after)
    if personal:
        raise PersonalNeverOpen(dataset=after.name, columns=", ".join(personal))
    return closed(before, after, held), held


def _stays_in_its_deposit(before: Dataset | None, after: Dataset, catalog: Snapshot) -> bool:
    """A dataset that was once deposited may be declared over another table: its rows are others."""
    deposit = catalog.deposits.get(after.id)
    return (
        deposit is not None
        and before is not None
        and deposit.storage_id == before.storage_id == after.storage_id
    )


def _of(waiting: Opening, dataset: Dataset) -> Widening:
    """What still waits of it: nothing where the dataset would not differ any more."""
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
    held: Widening, dataset: Dataset, waiting: Opening | None, subject: Subject, now: datetime
) -> Opening:
    """`waiting` itself where it says exactly this: its first proposer stays."""
    digest = digest_of_opened(dataset, held)
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

"""A pseudonym links to its clear value where both are held under one clear key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.beneficiaries import as_read_by
from catalog.guard.columns import ColumnBook
from catalog.guard.extents import Extent, within_all
from catalog.guard.findings import Finding, FindingKind
from catalog.guard.pools import Pool, readers_of
from catalog.guard.sources import Gathering, readable_columns
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.transform import Transform


@dataclass(frozen=True, slots=True)
class _Held:
    """Columns (keys) that are clear and that are hashed on the rows of some land; `by_head` of the
    pool, not only by others of it.
    """

    dataset: Dataset
    clear: frozenset[str]
    hashed: frozenset[str]
    extents: tuple[Extent, ...]
    by_head: bool


def hashes_held_clear(facts: Gathering) -> Iterator[Finding]:
    """Either way: a new hash of what is held clear, or a new clear column that is held hashed.

    Rows that cannot be the same, on land that nowhere meets, link nothing.
    """
    columns: frozenset[str] = frozenset()
    for pool in (each for each in facts.pools if each.protects_all):
        new = _held_by(facts.agreement, pool, facts)
        for other in _all_held(pool, facts):
            if (new.by_head or other.by_head) and _may_share_rows(new, other):
                for key in _shared_keys(new, other, facts.book):
                    both_ways = (new.hashed & other.clear) | (new.clear & other.hashed)
                    columns |= both_ways - key
    if columns:
        dataset = facts.catalog.datasets[facts.agreement.dataset_id]
        names = facts.book.names(dataset, columns)
        yield Finding(FindingKind.HASH_HELD_CLEAR, columns=names)


def _all_held(pool: Pool, facts: Gathering) -> Iterator[_Held]:
    for other in facts.others:
        if pool.bodies & readers_of(other, facts.maps):
            yield _held_by(other, pool, facts)
    for dataset in facts.book.datasets:
        readable = readable_columns(dataset, pool.bodies)
        for columns in (readable, *(once.columns for once in dataset.once_open)):
            clear = facts.book.keys(dataset, (each.id for each in columns))
            if clear:
                # Where an own or an open dataset has rows is not promised by anybody.
                yield _Held(dataset, clear, frozenset(), (), dataset.owner == pool.head)


def _held_by(agreement: Agreement, pool: Pool, facts: Gathering) -> _Held:
    dataset = facts.catalog.datasets[agreement.dataset_id]
    present = {each.id for each in dataset.columns}
    granted = [each for each in agreement.columns if each.column in present]

    def keys(transform: Transform) -> frozenset[str]:
        return facts.book.keys(
            dataset, (each.column for each in granted if each.transform is transform)
        )

    whole = facts.maps.extent_of(dataset, facts.catalog.organisations.get(dataset.owner))
    readers = pool.bodies & readers_of(agreement, facts.maps)
    extents = tuple(
        facts.maps.rows(as_read_by(reader, agreement).rows, dataset, whole)
        for reader in sorted(readers)
    )
    by_head = pool.head in readers | {agreement.grantee}
    return _Held(dataset, keys(Transform.CLEAR), keys(Transform.KEYED_HASH), extents, by_head)


def _may_share_rows(one: _Held, other: _Held) -> bool:
    if not one.extents or not other.extents:
        return True
    return any(
        not (shared := within_all([mine, theirs])).known or shared.endless or shared.stretches
        for mine in one.extents
        for theirs in other.extents
    )


def _shared_keys(one: _Held, other: _Held, book: ColumnBook) -> Iterator[frozenset[str]]:
    """The primary key, or the key of the unit, that both show in clear."""
    for key in _keys_of(one.dataset, book) & _keys_of(other.dataset, book):
        if key <= one.clear and key <= other.clear:
            yield key


def _keys_of(dataset: Dataset, book: ColumnBook) -> frozenset[frozenset[str]]:
    units = () if dataset.unit_key is None else (dataset.unit_key,)
    keys = (book.keys(dataset, columns) for columns in (dataset.primary_key, units))
    return frozenset(key for key in keys if key)

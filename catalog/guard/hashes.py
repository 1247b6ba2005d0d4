"""A pseudonym links to its clear value where both are held under one clear key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.beneficiaries import as_read_by
from catalog.guard.columns import ColumnBook
from catalog.guard.extents import Extent, within_all
from catalog.guard.findings import Finding, FindingKind
from catalog.guard.sources import Gathering, others_over, readable_columns, readers_in_pool
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.transform import Transform


@dataclass(frozen=True, slots=True)
class _Held:
    """What is clear and what is hashed (keys of columns) on the rows of some land."""

    dataset: Dataset
    clear: frozenset[str]
    hashed: frozenset[str]
    extents: tuple[Extent, ...]


def hashes_held_clear(facts: Gathering) -> Iterator[Finding]:
    """Either way: a new hash of what is held clear, or a new clear column that is held hashed.

    Rows that cannot be the same, on land that nowhere meets, link nothing.
    """
    new = _held_by(facts.agreement, facts)
    columns: frozenset[str] = frozenset()
    for other in _all_held(facts):
        if _may_share_rows(new, other):
            for key in _shared_keys(new, other, facts.book):
                both_ways = (new.hashed & other.clear) | (new.clear & other.hashed)
                columns |= both_ways - key
    if columns:
        names = facts.book.names(new.dataset, columns)
        yield Finding(FindingKind.HASH_HELD_CLEAR, columns=names)


def _all_held(facts: Gathering) -> Iterator[_Held]:
    for other in others_over(facts.book.datasets, facts):
        if readers_in_pool(other, facts):
            yield _held_by(other, facts)
    for dataset in facts.book.datasets:
        clear = facts.book.keys(dataset, (each.id for each in readable_columns(dataset, facts)))
        if clear:
            # Where an own or an open dataset has rows is not promised by anybody.
            yield _Held(dataset, clear, frozenset(), ())


def _held_by(agreement: Agreement, facts: Gathering) -> _Held:
    dataset = facts.catalog.datasets[agreement.dataset_id]
    present = {each.id for each in dataset.columns}
    granted = [each for each in agreement.columns if each.column in present]

    def keys(transform: Transform) -> frozenset[str]:
        return facts.book.keys(
            dataset, (each.column for each in granted if each.transform is transform)
        )

    whole = facts.maps.extent_of(dataset, facts.catalog.organisations.get(dataset.owner))
    extents = tuple(
        facts.maps.rows(as_read_by(reader, agreement).rows, dataset, whole)
        for reader in sorted(readers_in_pool(agreement, facts))
    )
    return _Held(dataset, keys(Transform.CLEAR), keys(Transform.KEYED_HASH), extents)


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

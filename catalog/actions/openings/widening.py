"""The part of a dataset's change that lets more people read or know, and the change without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from catalog.actions.dataset import with_once_open
from catalog.canonical_json import digest_of
from catalog.codec import write_value
from catalog.model.dataset import AccessLevel, Classification, Column, Dataset, Listing
from catalog.model.opening import ColumnOpening, Opening
from catalog.model.storage import Storage

_READERS: Final = (AccessLevel.RESTRICTED, AccessLevel.OPEN_WITH_ACCOUNT, AccessLevel.OPEN)
"""From the fewest to the most."""
_LISTED: Final = (Listing.PARTIES, Listing.ORGANISATIONS, Listing.PUBLIC)
"""From the fewest who know of it to everybody."""
_NUMBERED = frozenset({"version", "once_open"})


@dataclass(frozen=True, slots=True)
class Widening:
    """The parts of a dataset that wait, each as it would be; None and empty: as it is written."""

    columns: tuple[ColumnOpening, ...] = ()
    access_level: AccessLevel | None = None
    listing: Listing | None = None
    no_longer_personal: bool = False

    @property
    def is_none(self) -> bool:
        return self == Widening()


def widening(
    before: Dataset | None, after: Dataset, *, is_deposit: bool, is_moved: bool = False
) -> Widening:
    """`before` None: nobody could read or know of it. The files of a deposit follow each other; any
    other dataset that reads from elsewhere is read as if it were new, and so is one whose storage
    `is_moved` to another address.
    """
    known = None if before is None or before.withdrawn else before
    is_same = known is not None and (is_deposit or _source(known) == _source(after))
    has_source = is_same and not is_moved
    read_before = known if has_source else None
    is_wider = _rank(after) > _rank(read_before)
    was_personal = before is not None and before.personal_data
    return Widening(
        columns=tuple(
            ColumnOpening(column.id, column.classification)
            for column in after.columns
            if _is_opened(column, before, read_before, after)
        ),
        access_level=after.access_level if is_wider else None,
        listing=after.listing if _is_made_public(known, after) else None,
        no_longer_personal=was_personal and not after.personal_data,
    )


def closed(before: Dataset | None, after: Dataset, held: Widening) -> Dataset:
    """`after` without what is held; `before` itself where nothing else changes."""
    waiting = {each.column for each in held.columns}
    columns = tuple(
        replace(column, classification=_class_until_then(column, before))
        if column.id in waiting
        else column
        for column in after.columns
    )
    dataset = replace(
        after,
        columns=columns,
        access_level=after.access_level if held.access_level is None else _level(before, after),
        listing=after.listing if held.listing is None else _listing(before),
        personal_data=after.personal_data or held.no_longer_personal,
    )
    if not any(column.classification is Classification.OPEN for column in columns):
        dataset = replace(dataset, access_level=AccessLevel.RESTRICTED)
    if before is None:
        return dataset
    dataset = replace(with_once_open(dataset, before), version=before.version)
    return before if dataset == before else replace(dataset, version=before.version + 1)


def lowered(before: Dataset | None, after: Dataset) -> tuple[Column, ...]:
    """The columns that are less sensitive than any former column of the same cells was: also of
    data that stay closed, since agreements and the guard go by the class.
    """
    return tuple(
        column
        for column in after.columns
        if (was := _known(column, before)) is not None and column.classification < was
    )


def is_listed_wider(before: Dataset, after: Dataset) -> bool:
    """True of data that more bodies know of than now: of what was withdrawn, nobody did."""
    return _LISTED.index(after.listing) > _LISTED.index(_listing(before))


def opened(dataset: Dataset, by: Widening | Opening) -> Dataset:
    """`dataset` as it would be with what waits. A column that is gone opens nothing."""
    classes = {each.column: each.classification for each in by.columns}
    wanted = replace(
        dataset,
        columns=tuple(
            replace(column, classification=classes.get(column.id, column.classification))
            for column in dataset.columns
        ),
        access_level=by.access_level or dataset.access_level,
        listing=by.listing or dataset.listing,
        personal_data=dataset.personal_data and not by.no_longer_personal,
    )
    if wanted == dataset:
        return dataset
    return replace(with_once_open(wanted, dataset), version=dataset.version + 1)


def digest_of_opened(dataset: Dataset, by: Widening | Opening, storage: Storage | None) -> str:
    """Of the whole dataset as it would be, and of where its storage lies: what the second person
    reads and confirms.
    """
    written = write_value(opened(dataset, by))
    kept = {key: each for key, each in written.items() if key not in _NUMBERED}
    return digest_of({**kept, "at": None if storage is None else repr(storage.address)})


def personal_before(before: Dataset | None, after: Dataset) -> tuple[str, ...]:
    """The columns that everybody would read and that hold something personal as it is now."""
    if before is None:
        return ()
    personal = [each for each in before.columns if each.classification >= Classification.PERSONAL]
    ids, sources = {each.id for each in personal}, {each.source_name for each in personal}
    return tuple(
        column.name
        for column in after.open_columns
        if before.personal_data or column.id in ids or column.source_name in sources
    )


def _is_opened(
    column: Column, before: Dataset | None, read_before: Dataset | None, after: Dataset
) -> bool:
    """Read by more people than now, or no longer taken for personal."""
    was = _known(column, before)
    if was is not None and was >= Classification.PERSONAL and column.classification < was:
        return True
    if column not in after.open_columns:
        return False
    if _rank(after) > _rank(read_before):
        # Chosen with the level: both are refused together.
        return was is not Classification.OPEN
    return read_before is not None and (column.id, column.source_name) not in {
        (each.id, each.source_name) for each in read_before.open_columns
    }


def _known(column: Column, before: Dataset | None) -> Classification | None:
    """The highest former classification of the column and of any other made of the same cells, None
    without one. A column declared again by another name is about the same persons.
    """
    return max(
        (
            each.classification
            for each in (() if before is None else before.columns)
            if each.id == column.id or each.source_name == column.source_name
        ),
        default=None,
    )


def _class_until_then(column: Column, before: Dataset | None) -> Classification:
    was = _known(column, before)
    return max(Classification.INTERNAL if was is None else was, column.classification)


def _is_made_public(before: Dataset | None, after: Dataset) -> bool:
    is_public = before is not None and before.listing is Listing.PUBLIC
    return after.listing is Listing.PUBLIC and not is_public


def _level(before: Dataset | None, after: Dataset) -> AccessLevel:
    """The former one, unless its rows would come from elsewhere."""
    if before is None or before.withdrawn or _rank(before) >= _rank(after):
        return AccessLevel.RESTRICTED
    return before.access_level


def _listing(before: Dataset | None) -> Listing:
    return Listing.PARTIES if before is None or before.withdrawn else before.listing


def _rank(dataset: Dataset | None) -> int:
    """The rank of its open columns by the number of their readers; 0 where it has none."""
    if dataset is None or not dataset.open_columns:
        return 0
    return _READERS.index(dataset.access_level)


def _source(dataset: Dataset) -> tuple[str, object]:
    return dataset.storage_id, dataset.physical

"""Changes at a source since a version of its dataset was registered: pure rules.

A column that was renamed is one that vanished and one that was added: nothing tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.drift.types import describe, judge_types
from catalog.drift.values import Change, ChangeKind, SeenColumn, SeenObject
from catalog.model.dataset import Column, Dataset, ObjectKind
from catalog.model.storage import StorageKind


def changes_since(
    dataset: Dataset, kind: StorageKind, first: SeenObject | None, now: SeenObject | None
) -> tuple[Change, ...]:
    """Breaking ones first. `first` is what the source looked like when this version of the dataset
    was first looked at, if it was; `now` is None when the object is not there any more.

    Without `first`, what is compared is what was registered: a column that nobody registered is
    then no news, and neither is a type that is narrower than the one declared.
    """
    if now is None:
        name, was_seen = dataset.physical.name, first is not None
        gone = ChangeKind.OBJECT_VANISHED
        return (Change(gone, breaking=True, before=name, was_seen=was_seen),)
    comparing = _Comparing(dataset, kind, first, now)
    changes = [
        *comparing.registered_columns(),
        *comparing.other_columns(),
        *comparing.key(),
    ]
    return tuple(sorted(changes, key=lambda each: not each.breaking))


class _Comparing:
    def __init__(
        self, dataset: Dataset, kind: StorageKind, first: SeenObject | None, now: SeenObject
    ) -> None:
        self._dataset = dataset
        self._first = first
        self._now = now
        self._folded = kind is StorageKind.SQLITE
        csv = dataset.physical.csv
        is_csv = dataset.physical.kind is ObjectKind.CSV
        # The files of a folder are read by the names in their own headers.
        is_by_position = is_csv and kind is not StorageKind.FILES
        self._header = csv.columns if is_by_position and csv is not None else None
        self._is_text = is_csv or kind is StorageKind.SQLITE

    def registered_columns(self) -> Iterator[Change]:
        for column in self._dataset.columns:
            now = self._now.column(column.source_name, folded=self._folded)
            if now is None:
                yield self._about(column, ChangeKind.COLUMN_VANISHED, breaking=True)
                continue
            if self._header is not None and self._has_moved(column.source_name, self._header):
                yield self._about(column, ChangeKind.COLUMN_MOVED, breaking=True)
            yield from self._type(column, now)
            yield from self._nulls(column, now)

    def _has_moved(self, name: str, header: tuple[str, ...]) -> bool:
        """True where another column, or none, stands in the place where this one is read."""
        position = header.index(name)
        names = [each.name for each in self._now.columns]
        return position >= len(names) or names[position] != name

    def _type(self, column: Column, now: SeenColumn) -> Iterator[Change]:
        first = self._was(column.source_name)
        if first is not None:
            if (first.type, first.said) == (now.type, now.said):
                return
            before = first.type
        elif self._is_text or column.text_format is not None:
            # Declared by the steward over text: the source has no say in it.
            return
        else:
            before = column.type
        kind = judge_types(before, now.type)
        if kind is None or (kind is ChangeKind.TYPE_NARROWED and first is None):
            return
        yield self._about(
            column,
            kind,
            # SQLite's declared types are its steward's words: every cell is read as text.
            breaking=kind is not ChangeKind.TYPE_WIDENED and not self._is_text,
            before=describe(before) if first is None else first.said,
            after=now.said,
        )

    def _nulls(self, column: Column, now: SeenColumn) -> Iterator[Change]:
        first = self._was(column.source_name)
        if first is None or first.nullable == now.nullable:
            return
        if now.nullable:
            # Readers expect a null in any cell but a key's.
            is_key = column.id in self._dataset.primary_key
            yield self._about(column, ChangeKind.NULLS_ALLOWED, breaking=is_key)
        else:
            yield self._about(column, ChangeKind.NULLS_REFUSED, breaking=False)

    def other_columns(self) -> Iterator[Change]:
        """Changes of columns that nobody registered."""
        registered = {self._key(each.source_name) for each in self._dataset.columns}
        before = self._names_before()
        if before is None:
            return
        now = {self._key(each.name): each for each in self._now.columns}
        for key, each in now.items():
            if key not in before and key not in registered:
                # A CSV file with one column more than declared is refused by its reader.
                breaks = self._header is not None
                yield Change(ChangeKind.COLUMN_ADDED, breaks, each.name, after=each.said)
        for key, name in before.items():
            if key not in now and key not in registered:
                breaks = self._header is not None
                yield Change(ChangeKind.COLUMN_VANISHED, breaks, name)

    def key(self) -> Iterator[Change]:
        if self._first is None or self._first.primary_key == self._now.primary_key:
            return
        registered = [self._dataset.column(each).source_name for each in self._dataset.primary_key]
        same = {self._key(each) for each in registered} == {
            self._key(each) for each in self._now.primary_key
        }
        yield Change(
            ChangeKind.KEY_CHANGED,
            breaking=not same,
            before=", ".join(self._first.primary_key),
            after=", ".join(self._now.primary_key),
        )

    def _was(self, name: str) -> SeenColumn | None:
        return None if self._first is None else self._first.column(name, folded=self._folded)

    def _names_before(self) -> dict[str, str] | None:
        if self._header is not None:
            return {self._key(name): name for name in self._header}
        if self._first is None:
            return None
        return {self._key(each.name): each.name for each in self._first.columns}

    def _key(self, name: str) -> str:
        return name.casefold() if self._folded else name

    def _about(
        self, column: Column, kind: ChangeKind, *, breaking: bool, before: str = "", after: str = ""
    ) -> Change:
        was_seen = self._was(column.source_name) is not None
        return Change(kind, breaking, column.source_name, column.id, before, after, was_seen)

"""The present look of a source, and its differences from what was registered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.dataset import ColumnType


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """`type` is None where the closed set has none for it; `said` is the source's own word."""

    name: str
    type: ColumnType | None
    said: str
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class SeenObject:
    """Columns in the source's order: a CSV file of a bucket is read by position."""

    columns: tuple[SeenColumn, ...]
    primary_key: tuple[str, ...] = ()

    def column(self, name: str, *, folded: bool = False) -> SeenColumn | None:
        """`folded` where the source's names know no case."""
        wanted = name.casefold() if folded else name
        for each in self.columns:
            if (each.name.casefold() if folded else each.name) == wanted:
                return each
        return None


class ChangeKind(StrEnum):
    OBJECT_VANISHED = "object_vanished"
    COLUMN_VANISHED = "column_vanished"
    COLUMN_MOVED = "column_moved"
    COLUMN_ADDED = "column_added"
    TYPE_CHANGED = "type_changed"
    TYPE_NARROWED = "type_narrowed"
    TYPE_WIDENED = "type_widened"
    NULLS_ALLOWED = "nulls_allowed"
    NULLS_REFUSED = "nulls_refused"
    KEY_CHANGED = "key_changed"


@dataclass(frozen=True, slots=True)
class Change:
    """`column` is the source's name, `column_id` ours where the column is registered.

    A breaking change makes queries over what it names fail, or mean something else; the others
    change nothing of what readers get.
    """

    kind: ChangeKind
    breaking: bool
    column: str | None = None
    column_id: str | None = None
    before: str = ""
    after: str = ""
    was_seen: bool = True
    """True where the source once was as declared: nothing has vanished that never was there."""

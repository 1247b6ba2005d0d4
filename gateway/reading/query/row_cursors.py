"""The cursors of a page, sealed for its reader: of its ends, and of each row where edges ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import Protocol

import pyarrow as pa

from federation.engine import Written
from federation.logical import LogicalQuery, Scalar
from federation.rows_as_json import CURSOR_GAP
from schema.paging import FinishedNodes, place_of_row, wire_rows
from schema.reading.ties import Start, Ties


class Seal(Protocol):
    def __call__(
        self, values: Sequence[Scalar] | None, binding: bytes | None = None, /
    ) -> str | None: ...


@dataclass(frozen=True, slots=True)
class EndCursors:
    end: str | None
    start: str | None = None


@dataclass(frozen=True, slots=True)
class BetweenTies:
    """The way to find a row again among those that are level with it: see `Ties`."""

    ties: Ties
    start: Start
    opened: Sequence[Scalar]
    binding: Callable[[], bytes]


@dataclass(slots=True)
class Sealing:
    """The cursors of one page."""

    logical: LogicalQuery
    page: FinishedNodes
    seal: Seal
    between: BetweenTies | None = None
    _binding: bytes | None = None
    _edges: list[str | None] = field(default_factory=list)

    def ends(self) -> EndCursors:
        rows = self.page.table.num_rows
        if self.page.last is None:
            return EndCursors(None)
        if self._edges:
            # The same text at the edge and in pageInfo, as clients compare them.
            return EndCursors(self._edges[-1], self._edges[0])
        start = None
        if self.logical.tells_start:
            start = self._of(0, place_of_row(self.logical, self.page.table, 0), self._is_level(0))
        return EndCursors(self._of(rows - 1, self.page.last, self.page.is_split), start)

    def with_edges(self) -> pa.Table:
        """The rows of the page, each with its cursor where edges ask for it."""
        table, name = self.page.table, self.logical.edge_cursor
        if name is None:
            return table
        if self.page.last is None:
            return table.append_column(name, pa.nulls(table.num_rows, pa.string()))
        places = wire_rows(table, self.logical.cursor_columns)
        level = [row == after for row, after in pairwise(places)]
        level.append(self.page.is_split)
        self._edges = [self._of(row, places[row], level[row]) for row in range(table.num_rows)]
        return table.append_column(name, pa.array(self._edges, pa.string()))

    def _is_level(self, row: int) -> bool:
        """True where no key tells the row from the one after it."""
        table = self.page.table
        if row + 1 == table.num_rows:
            return self.page.is_split
        place = place_of_row(self.logical, table, row)
        return place == place_of_row(self.logical, table, row + 1)

    def _of(self, row: int, place: tuple[Scalar, ...], is_level: bool) -> str | None:  # noqa: FBT001 - told by the caller
        between = self.between
        if not is_level or between is None:
            return self.seal(place)
        if self._binding is None:
            self._binding = between.binding()
        until = FinishedNodes(self.page.table.slice(0, row + 1), True, place, True)
        values = between.ties.end_of(until, between.start, between.opened)
        return self.seal(values, self._binding)


@dataclass(frozen=True, slots=True)
class SealedJson:
    page: Written
    ends: EndCursors


def sealed_in_json(logical: LogicalQuery, page: Written, seal: Seal) -> SealedJson:
    """A page whose storage wrote its JSON, the cursor of each row in its gap. Raises ValueError
    where there are more gaps than rows: a row holds the text of one.
    """
    places = page.places
    if places is None or logical.edge_cursor is None:
        start = seal(places[0]) if logical.tells_start and places else None
        return SealedJson(page, EndCursors(seal(page.last), start))
    pieces = page.body.split(CURSOR_GAP.encode())
    cursors = [str(seal(place)) for place in places]
    texts = (each.encode() for each in (*cursors, ""))
    body = b"".join(chain.from_iterable(zip(pieces, texts, strict=True)))
    ends = EndCursors(cursors[-1], cursors[0]) if cursors else EndCursors(None)
    return SealedJson(replace(page, body=body), ends)


def has_level_places(places: Sequence[tuple[Scalar, ...]] | None) -> bool:
    return places is not None and len(set(places)) < len(places)


def has_level_rows(logical: LogicalQuery, page: FinishedNodes) -> bool:
    """True where cursors are asked for of rows that no key tells apart."""
    if page.last is None or not (logical.edge_cursor or logical.tells_start):
        return False
    return has_level_places(wire_rows(page.table, logical.cursor_columns))

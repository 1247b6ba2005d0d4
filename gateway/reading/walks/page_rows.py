"""The rows of one page on their way: the row too many stays here, and tells of a next page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pyarrow as pa
from typing_extensions import override

from gateway.reading.query.streaming import Outgoing
from gateway.reading.walks.page_order import Place, wire_value
from gateway.reading.walks.page_statement import PageQuestion
from gateway.reading.walks.walk_tokens import WalkPlace


@dataclass(slots=True)
class PageEnd:
    """Fills while the rows of a page pass; `next` is known once all of them have."""

    question: PageQuestion
    walk: WalkPlace
    rows: int = 0
    is_more: bool = False
    _last: Place | None = None
    _level: int = 0
    _is_split: bool = False
    _places: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        at = {each.id: place for place, each in enumerate(self.question.selected)}
        self._places = tuple(at[each.column.id] for each in self.question.order)

    def cut(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows of the page in this batch."""
        left = self.question.rows_after(self.walk) - self.rows
        page = batch.slice(0, left)
        if page.num_rows:
            self._note(page)
        if batch.num_rows > left and not self.is_more:
            self.is_more = True
            self._is_split = self._place_of(batch, left) == self._last
        self.rows += page.num_rows
        return page

    @property
    def next(self) -> WalkPlace | None:
        """The place from which the next page goes on; None after the last page."""
        left = None if self.walk.left is None else self.walk.left - self.rows
        if not self.is_more or self._last is None or left == 0:
            return None
        level = 0
        if self._is_split:
            is_same = self.rows == self._level and self._last == self.walk.place
            level = self._level + (self.walk.level if is_same else 0)
        return replace(self.walk, place=self._last, left=left, level=level)

    def _note(self, page: pa.RecordBatch) -> None:
        last = self._place_of(page, page.num_rows - 1)
        level = 1
        while level < page.num_rows and self._place_of(page, page.num_rows - 1 - level) == last:
            level += 1
        if level == page.num_rows and last == self._last:
            level += self._level
        self._last, self._level = last, level

    def _place_of(self, batch: pa.RecordBatch, row: int) -> Place:
        return tuple(wire_value(batch.column(each)[row].as_py()) for each in self._places)


@dataclass(slots=True, kw_only=True)
class PageOutgoing(Outgoing):
    """An answer of which so many rows leave as the page has."""

    end_of_page: PageEnd

    @override
    async def batch(self, batch: pa.RecordBatch) -> None:
        page = self.end_of_page.cut(batch)
        if page.num_rows:
            await Outgoing.batch(self, page)

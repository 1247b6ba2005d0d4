"""The token of a page: where the walk goes on, sealed for its reader and its question."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.walk_ids import walk_record
from federation.problems import InvalidCursor
from gateway.reading.query.cursors import cursor_binding
from gateway.reading.walks.page_order import Place
from gateway.reading.walks.problems import PageTokenUnknown
from gateway.reading.walks.readable import Readable, ReadableBody
from schema.cursor import CursorSealer

_FACTS = 4


@dataclass(frozen=True, slots=True)
class WalkPlace:
    """`walk` is the id that all records of one walk begin with. `left`: so many rows are left of
    those that were asked for, None where all are. `level`: so many rows at the end of the page
    before are level with the place, and the next row too; 0 where the next row is another.
    """

    walk: str
    place: Place = ()
    left: int | None = None
    level: int = 0

    @property
    def is_first(self) -> bool:
        return not self.place


def new_walk(most: int | None = None) -> WalkPlace:
    return WalkPlace(uuid.uuid4().hex, left=most)


def request_id(walk: WalkPlace, *, counts: bool = False) -> str:
    """The id of one record of the walk; `counts`: it gives no rows, but their number."""
    return walk_record(walk.walk, uuid.uuid4().hex[:8], counts=counts)


@dataclass(frozen=True, slots=True)
class WalkTokens:
    """Of one reader, one dataset and one question: another's token opens nothing."""

    cursors: CursorSealer
    bound_to: bytes

    @classmethod
    def of(
        cls, body: ReadableBody, readable: Readable, question: Sequence[tuple[str, str]]
    ) -> WalkTokens:
        dataset = readable.dataset
        facts = hashlib.sha256(repr(sorted(question)).encode()).digest()
        version = (f"{dataset.id}@{dataset.version}",)
        bound = cursor_binding(facts, version, body.standpoint.subject, "walk")
        return cls(body.ports.cursors, bound)

    def seal(self, place: WalkPlace) -> str:
        facts = (place.walk, place.left, place.level, *place.place)
        return self.cursors.seal(facts, self.bound_to)  # type: ignore[arg-type]

    def open(self, token: str, columns: int) -> WalkPlace:
        """Of an order of so many columns. Raises PageTokenUnknown."""
        try:
            walk, left, level, *place = self.cursors.open(token, self.bound_to)
        except (InvalidCursor, ValueError):
            raise PageTokenUnknown from None
        if len(place) != columns:
            raise PageTokenUnknown
        return WalkPlace(
            str(walk), tuple(place), None if left is None else int(left), int(level or 0)
        )

"""Connections that are open at once, so shared that nobody holds them all.

A quarter of them may be of senders who have not proved who they are, an eighth from one address;
half of all may be of one caller.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from federation.engines.query_tag import Caller
from gateway.postgresql.problems import PostgresqlFull


@dataclass(slots=True)
class Places:
    most: int
    _unproved: Counter[str] = field(default_factory=Counter)
    _proved: Counter[Caller] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self._unproved.total() + self._proved.total()

    @contextmanager
    def occupied(self, address: str) -> Iterator[Place]:
        """The place of one connection, for as long as it lasts. Raises PostgresqlFull."""
        is_full = self.count >= self.most or self._unproved.total() >= _share(self.most, 4)
        if is_full or self._unproved[address] >= _share(self.most, 8):
            raise PostgresqlFull
        place = Place(self, address)
        self._unproved[address] += 1
        try:
            yield place
        finally:
            if place.caller is None:
                self._unproved[address] -= 1
            else:
                self._proved[place.caller] -= 1
            # Counts of none are not kept.
            self._unproved, self._proved = +self._unproved, +self._proved

    def prove(self, place: Place, caller: Caller) -> None:
        """The sender is known. Raises PostgresqlFull."""
        if self._proved[caller] >= _share(self.most, 2):
            raise PostgresqlFull
        self._unproved[place.address] -= 1
        self._proved[caller] += 1
        place.caller = caller


@dataclass(slots=True)
class Place:
    places: Places
    address: str
    caller: Caller | None = None

    def prove(self, caller: Caller) -> None:
        """Raises PostgresqlFull."""
        self.places.prove(self, caller)


def _share(most: int, of: int) -> int:
    return max(1, most // of)

"""Messages that a new version came, read from the outbox, which every process writes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.actions.deposit_versions import NEW_ROWS
from catalog.model.delivery import OutboxEntry
from catalog.store.deliveries import Deliveries

_OVERLAP = 200
"""Messages of transactions that end in another order than they began are read again so far back."""
_MOST = 500


@dataclass(slots=True)
class NewRows:
    """Each message once, of those that came after `begin`."""

    deliveries: Deliveries
    _after: int = 0
    _numbers: set[int] = field(default_factory=set)

    async def begin(self) -> None:
        """Raises StoreUnavailable."""
        self._after = max(0, await self.deliveries.last_number() - _OVERLAP)
        self._numbers = set()
        while await self.read():
            pass

    async def read(self) -> list[OutboxEntry]:
        """The messages that were not read before. Raises StoreUnavailable."""
        floor = max(self._after, max(self._numbers, default=0) - _OVERLAP)
        entries = await self.deliveries.of_kind(NEW_ROWS, floor, _MOST)
        # It may have begun anew meanwhile.
        self._after = max(self._after, floor)
        fresh = [
            each
            for each in entries
            if each.number > self._after and each.number not in self._numbers
        ]
        self._numbers = {each for each in self._numbers if each > self._after}
        self._numbers.update(each.number for each in fresh)
        return fresh

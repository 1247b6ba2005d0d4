"""A circuit breaker for each storage: one that is known to be down is not asked again and again.

It opens when several queries in a row could not reach the storage, or when a probe could not. It
never opens because a query was slow, refused, or wrong. While it is open, everybody is answered at
once; after a delay one query is let through, and what becomes of it closes the breaker or not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

IN_A_ROW = 3
DELAY_S = 5.0


@dataclass(frozen=True, slots=True)
class Down:
    """Since when, and the code of the SourceProblem that said why, where one did."""

    since: datetime
    code: str = "source_unreachable"


@dataclass(slots=True)
class _State:
    failures: int = 0
    down: Down | None = None
    opened_at: float = 0.0
    is_tried: bool = False
    answered_at: float = float("-inf")


@dataclass(slots=True)
class Breakers:
    """Of one process, by storage id. Used from one event loop; nothing here waits."""

    in_a_row: int = IN_A_ROW
    delay_s: float = DELAY_S
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    monotonic: Callable[[], float] = field(default=time.monotonic)
    _states: dict[str, _State] = field(default_factory=dict)

    def down(self, storage_id: str) -> Down | None:
        state = self._states.get(storage_id)
        return None if state is None else state.down

    def admit(self, storage_ids: Iterable[str]) -> tuple[str, Down] | None:
        """None when a query over all of them may run; else one that is down.

        Whoever is admitted says how it went: `answered`, `unreachable`, or `left` when it says
        nothing of the storage.
        """
        asked = tuple(storage_ids)
        for storage_id in asked:
            state = self._states.get(storage_id)
            if state is not None and state.down is not None and not self._may_try(state):
                return storage_id, state.down
        for storage_id in asked:
            state = self._states.get(storage_id)
            if state is not None and state.down is not None:
                state.is_tried = True
        return None

    def _may_try(self, state: _State) -> bool:
        return not state.is_tried and self.monotonic() - state.opened_at >= self.delay_s

    def answered(self, storage_ids: Iterable[str]) -> None:
        """Rows, or a failure of the query's own: the storage is there."""
        for storage_id in storage_ids:
            self._states[storage_id] = _State(answered_at=self.monotonic())

    def left(self, storage_ids: Iterable[str]) -> None:
        for storage_id in storage_ids:
            if storage_id in self._states:
                self._states[storage_id].is_tried = False

    def unreachable(self, storage_id: str) -> None:
        state = self._states.setdefault(storage_id, _State())
        state.failures += 1
        if state.down is not None or state.failures >= self.in_a_row:
            self._open(state, "source_unreachable")

    def away(self, storage_id: str, code: str) -> None:
        """A query could not reach it, and neither could a probe: that is enough."""
        self._open(self._states.setdefault(storage_id, _State()), code)

    def probed(self, storage_id: str, code: str | None, *, begun_at: float | None = None) -> None:
        """Notes the answer of a probe: `code` of its problem, None when the storage answers.

        A query that was answered since `begun_at` knows better.
        """
        if code is None:
            self.answered((storage_id,))
            return
        state = self._states.setdefault(storage_id, _State())
        started = self.monotonic() if begun_at is None else begun_at
        if state.down is None and state.answered_at >= started:
            return
        self._open(state, code)

    def _open(self, state: _State, code: str) -> None:
        since = self.clock() if state.down is None else state.down.since
        state.down = Down(since, code)
        state.opened_at = self.monotonic()
        state.is_tried = False

"""How requests ended, written beside what follows: an answer waits for its beginning alone.

The beginning is durable before anything runs. A process that dies before it wrote an end leaves a
beginning without one, which the next start tells (`catalog.store.unfinished`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from catalog.model.audit import AuditOutcome
from catalog.model.problem import Problem
from catalog.problems import AuditUnavailable


def _tell_nobody(_outcome: AuditOutcome, _problem: Problem) -> None:
    pass


class Ends:
    """`record` makes one durable and raises AuditUnavailable; `report` is told of each that could
    not be written at once.
    """

    def __init__(self, record: Callable[[AuditOutcome], Awaitable[None]]) -> None:
        self.report: Callable[[AuditOutcome, Problem], None] = _tell_nobody
        self._record = record
        self._tasks: set[asyncio.Task[None]] = set()
        self._late: deque[AuditOutcome] = deque()

    def note(self, outcome: AuditOutcome) -> None:
        """Returns at once; it is committed with what others record meanwhile."""
        task = asyncio.create_task(self._write(outcome))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def catch_up(self) -> None:
        """What could not be written is written now, before anything else begins. Raises
        AuditUnavailable while it cannot: as many are late as were answered at one moment.
        """
        while self._late:
            outcome = self._late[0]
            await self._record(outcome)
            if self._late and self._late[0] is outcome:
                self._late.popleft()

    async def written(self) -> None:
        """All that was noted before is durable, or late."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _write(self, outcome: AuditOutcome) -> None:
        try:
            await self._record(outcome)
        except AuditUnavailable as problem:
            self._late.append(outcome)
            self.report(outcome, problem)

"""Records the ends of requests beside other work: an answer waits only for the record of its
beginning.

The beginning is durable before anything runs. A process that dies before it wrote an end leaves a
beginning without one, which the next start tells (`catalog.store.unfinished`).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from catalog.model.audit import AuditOutcome
from catalog.model.problem import Problem
from catalog.problems import AuditUnavailable


def _tell_nobody(_outcome: AuditOutcome, _problem: Problem) -> None:
    pass


class Ends:
    """`begin` answers what is done once an end is durable, and raises AuditUnavailable; `report` is
    told of each that could not be written at once.
    """

    def __init__(self, begin: Callable[[AuditOutcome], asyncio.Future[None]]) -> None:
        self.report: Callable[[AuditOutcome, Problem], None] = _tell_nobody
        self._begin = begin
        self._begun: set[asyncio.Future[None]] = set()
        self._late: deque[AuditOutcome] = deque()

    def note(self, outcome: AuditOutcome) -> None:
        """Returns at once; it is committed with what others record meanwhile."""
        try:
            written = self._begin(outcome)
        except AuditUnavailable as problem:
            self._keep(outcome, problem)
            return
        self._begun.add(written)
        written.add_done_callback(partial(self._settle, outcome))

    async def catch_up(self) -> None:
        """Writes the ends that could not be written earlier, before anything else begins. Raises
        AuditUnavailable while they still cannot be written: at most as many ends are late as
        requests were answered at one moment.
        """
        while self._late:
            outcome = self._late[0]
            await asyncio.shield(self._begin(outcome))
            if self._late and self._late[0] is outcome:
                self._late.popleft()

    async def written(self) -> None:
        """All that was noted before is durable, or late: not what is noted meanwhile."""
        if self._begun:
            await asyncio.wait(self._begun)

    def _settle(self, outcome: AuditOutcome, written: asyncio.Future[None]) -> None:
        self._begun.discard(written)
        problem = None if written.cancelled() else written.exception()
        if isinstance(problem, AuditUnavailable):
            self._keep(outcome, problem)

    def _keep(self, outcome: AuditOutcome, problem: AuditUnavailable) -> None:
        self._late.append(outcome)
        self.report(outcome, problem)

"""When a request is sent again: what only reads, after the time that the gateway asks for."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from interco_client.problems import Problem, TooMany, Unavailable, Unreachable

_FIRST_WAIT_S = 0.5
_LATER = (429, 502, 503, 504)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """`seconds` at most are waited in all, over `tries` tries. Retry-After is kept to: where it
    is longer than what is left, the problem is raised at once.
    """

    tries: int = 4
    seconds: float = 60.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def ask(self, send: Callable[[], T], *, reads: bool) -> T:
        """`reads` False: an act, which may have been done where no answer came. It is sent again
        only after a 429, which the gateway says before it does anything.
        """
        waited, number = 0.0, 1
        while True:
            try:
                return send()
            except (TooMany, Unavailable, Unreachable) as problem:
                wait = self._wait(problem, number, reads=reads)
                if wait is None or number >= self.tries or waited + wait > self.seconds:
                    raise
                waited, number = waited + wait, number + 1
                self.sleep(wait)

    def _wait(self, problem: Problem, number: int, *, reads: bool) -> float | None:
        """Seconds; None where the same request would be answered the same, or done twice."""
        if not reads and not isinstance(problem, TooMany):
            return None
        if isinstance(problem, Unreachable) or problem.status in _LATER:
            if problem.retry_after_s is not None:
                return problem.retry_after_s
            # Clients that failed together do not come back together.
            return _FIRST_WAIT_S * 2.0 ** (number - 1) * random.uniform(0.5, 1.0)  # noqa: S311
        return None

"""The one door through which the law is asked, however it is run."""

from __future__ import annotations

from typing import Protocol

from policies.decision import Decision
from policies.question import Question


class PolicyPort(Protocol):
    """Implemented by opa_server, embedded, and the cache in front of either."""

    @property
    def revision(self) -> str:
        """The revision of the policy that answers now: part of every cache key."""
        ...

    async def decide(self, question: Question) -> Decision:
        """A complete, well-formed decision, or an OperatorProblem: no answer means no."""
        ...

    async def aclose(self) -> None: ...

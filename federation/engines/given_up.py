"""Queries that nobody waits for any more, and that do not end: counted until they do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from federation.engines.query_tag import Caller
from federation.problems import QueriesStillEnding, SourceOverloaded


@dataclass(slots=True)
class GivenUp:
    """Counts threads that queries left behind, and bounds them: of a person, a body, altogether."""

    of_a_person: int = 3
    of_a_body: int = 6
    most: int = 24
    _callers: Counter[Caller] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self._callers.total()

    @property
    def is_full(self) -> bool:
        return self.count >= self.most

    def admit(self, caller: Caller) -> None:
        """Raises QueriesStillEnding while too many of theirs go on, SourceOverloaded while too
        many of everybody's do.
        """
        of_a_body = sum(n for each, n in self._callers.items() if each.body == caller.body)
        count = self._callers[caller]
        if count >= self.of_a_person:
            raise QueriesStillEnding(
                count=count, whose_fr="que vous avez posées", whose_en="of yours"
            )
        if of_a_body >= self.of_a_body:
            whose_fr, whose_en = (
                ("de votre organisme", "of your organisation")
                if caller.body
                else ("posées sans jeton", "asked without a token")
            )
            raise QueriesStillEnding(count=of_a_body, whose_fr=whose_fr, whose_en=whose_en)
        if self.is_full:
            raise SourceOverloaded

    def add(self, caller: Caller) -> None:
        self._callers[caller] += 1

    def remove(self, caller: Caller) -> None:
        # What comes to nothing is forgotten.
        self._callers -= Counter((caller,))

"""The commune codes of a dataset, counted by cause, for one request's subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from gateway.base.problems import TooManyCoverages
from gateway.identity.subject import is_steward_of
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.reports.coverage import CoverageReport, report_coverage

_MOST = 5
"""Each groups a whole dataset, several times."""


@dataclass(frozen=True, slots=True)
class CoverageService:
    """Raises TooManyCoverages from the 6th of a request on, and to the owner's
    stewards what `report_coverage` raises.
    """

    prepared: Prepared
    ports: Ports
    _asked: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    async def __call__(self, dataset: str) -> CoverageReport | None:
        """None for all but the stewards of its owner, as for a dataset that is not there."""
        if next(self._asked) > _MOST:
            raise TooManyCoverages(limit=_MOST)
        subject = self.prepared.subject
        found = self.prepared.snapshot.datasets.get(dataset)
        if found is None or not is_steward_of(subject, found):
            return None
        return await report_coverage(dataset, subject, self.ports)

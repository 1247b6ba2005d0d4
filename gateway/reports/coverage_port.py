"""What the control side is told of codes with, bound to one request's subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from catalog.coverage import CauseCount
from gateway.control.coverage_types import CodeExample, Coverage, CoverageCause
from gateway.identity.subject import is_steward_of
from gateway.problems import TooManyCoverages
from gateway.query.plan_cache import Prepared
from gateway.query.ports import Ports
from gateway.reports.coverage import CoverageReport, report_coverage

_MOST = 5
"""Each groups a whole dataset, several times."""


@dataclass(frozen=True, slots=True)
class Covering:
    """A CoveragePort. Raises TooManyCoverages from the 6th of a request on, and to the owner's
    stewards what `report_coverage` raises.
    """

    prepared: Prepared
    ports: Ports
    _asked: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    async def __call__(self, dataset: str) -> Coverage | None:
        if next(self._asked) > _MOST:
            raise TooManyCoverages(limit=_MOST)
        subject = self.prepared.subject
        found = self.prepared.snapshot.datasets.get(dataset)
        if found is None or not is_steward_of(subject, found):
            return None
        return _written(await report_coverage(dataset, subject, self.ports))


def _written(report: CoverageReport) -> Coverage:
    return Coverage(
        column=report.column,
        date_column=report.date_column,
        read_on=report.read_on,
        rows=report.rows,
        causes=[_cause(each) for each in report.causes],
    )


def _cause(counted: CauseCount) -> CoverageCause:
    cause = counted.cause
    return CoverageCause(
        cause=cause.code,
        fr=cause.fr,
        en=cause.en,
        in_territory=cause.counts,
        rows=counted.rows,
        codes=counted.codes,
        examples=[
            CodeExample(code=each.code, rows=each.rows, now=each.now, now_nom=each.now_nom)
            for each in counted.examples
        ],
    )

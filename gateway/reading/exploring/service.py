"""An exploration asked in the name of one caller: it fits, its statement runs as any other, and
what it covers is asked for by the same steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

from catalog.model.dataset import Dataset
from catalog.standpoint import Standpoint
from gateway.reading.exploring.covered import Covered, read_covered
from gateway.reading.exploring.exploration import Comparison, Exploration
from gateway.reading.exploring.expressions import FEWEST_ROWS
from gateway.reading.exploring.figures import ExploredGroup, read_groups
from gateway.reading.exploring.fitting import check_fit
from gateway.reading.exploring.offers import Offer, offer_of
from gateway.reading.exploring.problems import (
    ExplorationNothingBefore,
    ExplorationTooFew,
    ExplorationUnlike,
)
from gateway.reading.exploring.sources import ExploredData, explored_data
from gateway.reading.exploring.statement import Statement, write_coverage, write_statement
from gateway.reading.query.given import GivenService
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import discover
from gateway.reading.query.question_answer import FirstRows
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing

MOST_GROUPS: Final = 2_000
MOST_COVERED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Explored:
    """`groups`: MOST_GROUPS at most, `count` is of all. `receipt`: of the figures, where one is
    given.
    """

    groups: tuple[ExploredGroup, ...]
    count: int
    covered: Covered
    receipt: str | None


@dataclass(frozen=True, slots=True)
class ExplorationService:
    """`request` is an empty statement in the name of who asks."""

    standpoint: Standpoint
    request: SqlRequest
    ports: Ports

    def under(self, purpose: str | None) -> ExplorationService:
        """The same caller, who reads for `purpose` and no other; the law says whether they may."""
        subject = self.standpoint.subject
        held = purpose if purpose in subject.purposes else None
        return replace(
            self,
            standpoint=replace(self.standpoint, subject=replace(subject, purpose=held)),
            request=replace(self.request, purpose=purpose),
        )

    async def dataset(self, name: str) -> Dataset | None:
        """By any of its names; None for one that the caller may not know of, as for none."""
        dataset = self.standpoint.snapshot.dataset_spelt(name)
        view = await discover(self.standpoint, self.ports)
        return None if dataset is None or dataset.id not in view.discoverable else dataset

    async def data(self, dataset: Dataset) -> ExploredData:
        """As the law gives them for the purpose of the request."""
        ways = await GivenService(self.standpoint, self.ports)((dataset.id,))
        return explored_data(dataset, ways[dataset.id], self.standpoint.snapshot)

    async def offer(self, dataset: Dataset) -> Offer:
        return offer_of(await self.data(dataset))

    async def statement(self, exploration: Exploration, dataset: Dataset) -> Statement:
        """Raises the problem of the first part that does not fit."""
        data = await self.data(dataset)
        check_fit(exploration, data)
        return write_statement(exploration, data)

    async def answer(self, exploration: Exploration, dataset: Dataset) -> Explored:
        """Read and recorded as by any door. Raises what a statement may meet, ExplorationTooFew,
        ExplorationUnlike, ExplorationNothingBefore, and what does not fit.
        """
        data = await self.data(dataset)
        check_fit(exploration, data)
        figures, coverage = await asyncio.gather(
            self.answered(write_statement(exploration, data), MOST_GROUPS),
            self.answered(write_coverage(exploration, data), MOST_COVERED),
        )
        covered = read_covered(coverage.rows)
        is_before = exploration.compare is Comparison.BEFORE
        if is_before and not covered.rows and covered.all_rows >= FEWEST_ROWS:
            raise ExplorationNothingBefore
        if covered.rows < FEWEST_ROWS:
            raise ExplorationTooFew(rows=covered.rows, fewest=FEWEST_ROWS)
        groups = read_groups(exploration, data, figures.rows)
        _refuse_unlike(groups)
        return Explored(groups, figures.count, covered, figures.receipt)

    async def answered(self, statement: Statement, most: int) -> Answered:
        """Its rows, `most` at most, as any door gives them to who asks."""
        encoder = FirstRows(most)
        out = Outgoing(encoder, _nowhere, self.ports.writers)
        values = [{"type": each.type, "value": each.value} for each in statement.parameters]
        request = replace(
            self.request, id=uuid4().hex, document=statement.text, parameters=tuple(values)
        )
        await answer_sql(request, self.ports, out)
        return Answered(encoder.rows, out.rows, out.receipt)


@dataclass(frozen=True, slots=True)
class Answered:
    """`count` is of all rows."""

    rows: Sequence[Sequence[str | None]]
    count: int
    receipt: str | None


def _refuse_unlike(groups: Sequence[ExploredGroup]) -> None:
    """Raises ExplorationUnlike where no group has a ratio, as their sides are unlike."""
    unlike = sum(group.unlike_rows for group in groups)
    if unlike and all(group.value is None for group in groups):
        raise ExplorationUnlike(rows=unlike)


async def _nowhere(data: bytes) -> None:
    """A page is given values, not bytes."""

"""Explanations of access for one request's subject: the cells that may be seen, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.reports.access_values import (
    AccessAsked,
    EffectiveAccess,
    Explanation,
    RowAsked,
    RowsSeen,
    WhyNotRow,
)
from gateway.reading.reports.document import explain_document
from gateway.reading.reports.effective import effective_access
from gateway.reading.reports.past import explain_past
from gateway.reading.reports.problems import TooManyExplanations
from gateway.reading.reports.rows_seen_as import rows_seen_as
from gateway.reading.reports.why_not_row import why_not_row

_MOST = 20
"""Each may plan a whole document or read the audit: more than a query's own slices cost."""

_MOST_WITHOUT_TOKEN = 3


@dataclass(frozen=True, slots=True)
class ExplainService:
    """All of it raises TooManyExplanations from the 21st of a request on (the
    fourth without a token), and answers None for
    whatever the subject may not know.
    """

    prepared: Prepared
    request: GraphqlRequest
    ports: Ports
    _asked: Iterator[int] = field(default_factory=lambda: count(1), repr=False, compare=False)

    def _count(self) -> None:
        limit = _MOST_WITHOUT_TOKEN if self.prepared.subject.is_anonymous else _MOST
        if next(self._asked) > limit:
            raise TooManyExplanations(limit=limit)

    async def effective_access(self, asked: AccessAsked) -> EffectiveAccess | None:
        self._count()
        return await effective_access(asked, self.prepared.standpoint, self.ports)

    async def rows_seen_as(self, access: AccessAsked) -> RowsSeen | None:
        self._count()
        return await rows_seen_as(access, self.prepared.standpoint, self.ports)

    async def explain(
        self, document: str, operation_name: str | None, variables: str | None
    ) -> Explanation:
        self._count()
        return await explain_document(
            document,
            operation_name,
            variables,
            self.request,
            self.prepared.standpoint,
            self.ports,
        )

    async def explain_request(self, request_id: str) -> Explanation | None:
        self._count()
        return await explain_past(request_id, self.prepared.standpoint, self.ports)

    async def why_not_row(self, asked: RowAsked) -> WhyNotRow | None:
        self._count()
        return await why_not_row(asked, self.prepared.standpoint, self.ports)

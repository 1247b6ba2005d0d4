"""What the control side is given to explain with, bound to one request's subject."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.explain.document import explain_document
from gateway.explain.effective import effective_access
from gateway.explain.past import explain_past
from gateway.explain.why_not_row import why_not_row
from gateway.ports import Ports
from gateway.prepared import Prepared
from gateway.request import GraphqlRequest
from schema.control.access_types import EffectiveAccess, Explanation, WhyNotRow
from schema.control.ports import AccessAsked, RowAsked


@dataclass(frozen=True, slots=True)
class Explaining:
    """An ExplainPort."""

    prepared: Prepared
    request: GraphqlRequest
    ports: Ports

    async def effective_access(self, asked: AccessAsked) -> EffectiveAccess | None:
        return await effective_access(
            asked, self.prepared.subject, self.prepared.snapshot, self.ports
        )

    async def explain(
        self, document: str, operation_name: str | None, variables: str | None
    ) -> Explanation:
        return await explain_document(
            document,
            operation_name,
            variables,
            self.request,
            self.prepared.subject,
            self.prepared.snapshot,
            self.ports,
        )

    async def explain_request(self, request_id: str) -> Explanation | None:
        return await explain_past(
            request_id, self.prepared.subject, self.prepared.snapshot, self.ports
        )

    async def why_not_row(self, asked: RowAsked) -> WhyNotRow | None:
        return await why_not_row(asked, self.prepared.subject, self.prepared.snapshot, self.ports)

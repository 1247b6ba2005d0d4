"""The control side of a document, and the answer that holds it beside the rows."""

from __future__ import annotations

import asyncio
from functools import partial

from catalog.reference import cog_in
from gateway.control.context import ControlContext
from gateway.control.execution import execute_fields
from gateway.control.graphql_schema import CONTROL
from gateway.control.services import control_services
from gateway.reading.query.answer import answer
from gateway.reading.query.given import GivenService
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.request import Answer, GraphqlRequest
from gateway.services import Services
from gateway.sharing.notifications.inbox import inbox_of
from schema.reading.read_document import ControlAnswer
from schema.response.introspection import introspect, shown_datasets
from schema.types.given import Given


async def answer_document(request: GraphqlRequest, services: Services) -> Answer:
    """The answer to a GraphQL document, which may ask for data and for the control side."""
    return await answer(request, services.query, partial(execute_control, services=services))


async def execute_control(
    prepared: Prepared, request: GraphqlRequest, services: Services
) -> ControlAnswer | None:
    """The control fields (Strawberry) and introspection (off the event loop), joined."""
    read, view = prepared.read, prepared.view
    answers: list[ControlAnswer] = []
    if read.control is not None:
        context = ControlContext(
            standpoint=prepared.standpoint,
            view=view,
            cog=cog_in(prepared.snapshot),
            services=control_services(prepared, request, services),
            inbox=inbox_of(prepared.standpoint, services.notifications),
            request_id=request.id,
        )
        answers.append(await execute_fields(read.control, request.variables, context))
    if read.introspection is not None:
        datasets = tuple(shown_datasets(view, request.scope))
        asked = GivenService(prepared.standpoint, services.query)
        given = Given(await asked(datasets))
        answers.append(
            await asyncio.to_thread(
                introspect,
                read.introspection,
                request.variables,
                view,
                request.scope,
                CONTROL,
                given=given,
            )
        )
    if not answers:
        return None
    first, *others = answers
    for each in others:
        first = first.joined(each)
    return first

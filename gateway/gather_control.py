"""What one document asks of the control side, beside its rows."""

from __future__ import annotations

import asyncio

from catalog.reference import cog_in
from gateway.control_ports import control_ports
from gateway.given import AskedGiven
from gateway.ports import Ports
from gateway.prepared import Prepared
from gateway.request import GraphqlRequest
from gateway.telling.inbox import inbox_of
from schema.control.context import ControlContext
from schema.control.execution import execute_control
from schema.document import ControlAnswer
from schema.given import Given
from schema.introspection import introspect, shown_datasets


async def gather_control(
    prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> ControlAnswer | None:
    """The control fields (Strawberry) and introspection (off the event loop), joined."""
    read, view = prepared.read, prepared.view
    answers: list[ControlAnswer] = []
    if read.control is not None:
        context = ControlContext(
            snapshot=prepared.snapshot,
            view=view,
            subject=prepared.subject,
            cog=cog_in(prepared.snapshot),
            clock=ports.clock,
            ports=control_ports(prepared, request, ports),
            inbox=inbox_of(prepared.subject, prepared.snapshot, ports.telling),
        )
        answers.append(await execute_control(read.control, request.variables, context))
    if read.introspection is not None:
        datasets = tuple(shown_datasets(view, request.scope))
        asked = AskedGiven(prepared.subject, prepared.snapshot, ports)
        given = Given(await asked(datasets))
        answers.append(
            await asyncio.to_thread(
                introspect,
                read.introspection,
                request.variables,
                view,
                request.scope,
                given=given,
            )
        )
    if not answers:
        return None
    first, *others = answers
    for each in others:
        first = first.joined(each)
    return first

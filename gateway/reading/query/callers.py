"""The caller of a request, and the catalog and moment in which it is judged."""

from __future__ import annotations

from catalog.stages import Stage, staged
from catalog.standpoint import Standpoint
from federation.engines.query_tag import CALLER
from gateway.identity.identify import Shown
from gateway.identity.identify import identify as identify_claims
from gateway.identity.subject import caller_of, refuse_outside_scope, resolve_subject
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import DataRequest


@staged(Stage.IDENTIFY)
async def identify(request: DataRequest, ports: Ports) -> Standpoint:
    """The caller's standpoint in the current catalog, counted as one request."""
    standpoint = await standpoint_of(request, ports)
    ports.rates.count_request(standpoint.subject, request.address)
    return standpoint


async def standpoint_of(request: DataRequest, ports: Ports) -> Standpoint:
    """The same, counted as no request: for one that was counted and is still being answered. Tells
    engines whose share the caller uses.
    """
    shown = Shown(request.authorization, request.session, request.address)
    claims = await identify_claims(shown, ports.authenticator, ports.rates)
    snapshot, now = await ports.catalog.current(), ports.clock()
    subject = resolve_subject(
        claims,
        snapshot,
        purpose=request.purpose,
        on_behalf_of=request.on_behalf_of,
        now=now,
    )
    refuse_outside_scope(subject, request.door, request.answer_format)
    CALLER.set(caller_of(subject, request.address))
    return Standpoint(subject, snapshot, now)

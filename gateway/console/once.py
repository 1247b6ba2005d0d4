"""A form that is sent twice (a double click, a page sent again) has one outcome: the first's.

The page gives its form a token; the store lets one sending of it go on, whichever gateway it came
to, and keeps where it led.
"""

from __future__ import annotations

import asyncio

import structlog
from starlette.requests import Request
from starlette.responses import Response

from catalog.model.draft import DraftPlace
from catalog.model.problem import Problem
from gateway.console.drafts.places import draft_place
from gateway.http.forms import Form
from gateway.services import SentFormPort, Services

_log = structlog.get_logger()
ONCE_FIELD = "_once"
_WAITS_S, _LOOKS_EVERY_S = 10.0, 0.2
_REFUSED = 400


class SentBefore(Exception):  # noqa: N818 - no error: the outcome is known
    """`answer`: the first sending's own, where this process made it. `address`: where it led;
    empty for an answer that is not shown again, None for an outcome that nobody knows yet.
    """

    def __init__(self, answer: Response | None, address: str | None = None) -> None:
        super().__init__("this form was sent before")
        self.answer = answer
        self.address = address


async def claim(request: Request, services: Services, form: Form) -> None:
    """Comes back for the first sending alone. Raises SentBefore, StoreUnavailable."""
    place = draft_place(request, form.get(ONCE_FIELD, ""))
    kept = services.sent_forms
    if place is None or kept is None:
        return
    while (flight := services.sending.get(place)) is not None:
        await asyncio.wait([flight])
        if not flight.cancelled():
            raise SentBefore(flight.result())
    services.sending[place] = asyncio.get_running_loop().create_future()
    request.state.sending = place
    earlier = await kept.claim(place, services.query.clock())
    if earlier is not None:
        raise SentBefore(None, earlier.address or await _address(kept, place))


async def _address(kept: SentFormPort, place: DraftPlace) -> str | None:
    """Of a sending that may be under way in another gateway: waited for."""
    for _ in range(round(_WAITS_S / _LOOKS_EVERY_S)):
        sent = await kept.read(place)
        if sent is None or sent.address is not None:
            return None if sent is None else sent.address
        await asyncio.sleep(_LOOKS_EVERY_S)
    return None


async def settle(
    request: Request, services: Services, answer: Response | None, *, is_first: bool
) -> None:
    """`answer` None: it broke off. What was refused may be sent again, as corrected."""
    place: DraftPlace | None = getattr(request.state, "sending", None)
    kept = services.sent_forms
    if place is None or kept is None:
        return
    try:
        if is_first and (answer is None or answer.status_code >= _REFUSED):
            await kept.release(place)
        elif is_first and answer is not None:
            await kept.settle(place, answer.headers.get("location", ""))
    except Problem as problem:
        # What was done is told; the form sent again is told that its outcome is not known.
        _log.warning("sent_form_not_kept", code=problem.code)
    finally:
        flight = services.sending.pop(place)
        if answer is None:
            flight.cancel()
        else:
            flight.set_result(answer)

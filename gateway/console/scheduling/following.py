"""`/services/activations/{activation}/follow`: alerts of a service, told to who wants them."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.mutualised.pages import activation_in
from gateway.console.scheduling.answers import FOLLOW, UNFOLLOW
from gateway.console.visit import Visit, page_for_signed_in


@page_for_signed_in
async def follow(visit: Visit) -> Response:
    """Follows it, or stops (`stop`), and comes back; to the account where it says so."""
    form = await visit.form()
    activation_id = activation_in(visit)
    is_stopped = "stop" in form
    await (UNFOLLOW if is_stopped else FOLLOW).ask(visit, id=activation_id)
    done = "unfollowed" if is_stopped else "followed"
    if "account" in form:
        return visit.see_other("/account", done=done)
    return visit.see_other(f"/services/activations/{activation_id}", done=done)


ROUTES = (Route("/services/activations/{activation}/follow", follow, methods=["POST"]),)

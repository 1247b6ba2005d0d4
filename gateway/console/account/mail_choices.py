"""`/account/mails` and `/data/{dataset}/follow`: what a person wants to be told of."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.account.answers import CHOOSE, FOLLOW, FOLLOWING, UNFOLLOW, Following
from gateway.console.visit import Visit, page_for_signed_in


@page_for_signed_in
async def choose_mails(visit: Visit) -> Response:
    form = await visit.form()
    await CHOOSE.ask(visit, rhythm=next(iter(form.all("rhythm")), "EACH"))
    return visit.see_other("/account", done="mails")


@page_for_signed_in
async def follow(visit: Visit) -> Response:
    """Follows the data, or stops (`stop`), and comes back; to the account where it says so."""
    form = await visit.form()
    dataset = visit.request.path_params["dataset"]
    is_stopped = "stop" in form
    await (UNFOLLOW if is_stopped else FOLLOW).ask(visit, dataset=dataset)
    if "account" in form:
        return visit.see_other("/account", done="unfollowed")
    return visit.see_other(
        f"/data/{dataset}/follow", done="unfollowed" if is_stopped else "followed"
    )


async def following_of(dataset_id: str, visit: Visit) -> Following | None:
    """The visitor's own; None for nobody, and for who has no role."""
    if not visit.roles:
        return None
    return (await FOLLOWING.ask_in_part(visit, dataset=dataset_id))[0].following


ROUTES = (
    Route("/account/mails", choose_mails, methods=["POST"]),
    Route("/data/{dataset}/follow", follow, methods=["POST"]),
)

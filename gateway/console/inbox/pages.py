"""`/inbox`: what the agent was told, and what of it they have read; `/inbox/ID` opens one."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.hints import on_a_page
from gateway.console.inbox.answers import MARK_READ, MESSAGES
from gateway.console.inbox.views import address_about, conversations, message_of
from gateway.console.visit import Visit, page_for_signed_in


@page_for_signed_in
async def inbox(visit: Visit) -> Response:
    """All messages, or those that wait to be read (`?show=unread`)."""
    only_unread = visit.request.query_params.get("show") == "unread"
    data = await MESSAGES.ask(visit, unread=only_unread)
    return visit.page(
        "inbox/inbox.html",
        conversations=conversations(data.inbox or ()),
        only_unread=only_unread,
        on_a_page=on_a_page,
    )


@page_for_signed_in
async def message(visit: Visit) -> Response:
    """On to the page of what the message is about, from the link of a mail. One of somebody else is
    told as one that there is not.
    """
    data = await MESSAGES.ask(visit, unread=False)
    read = message_of(data.inbox or (), visit.request.path_params["message"])
    if read is None:
        return visit.see_other("/inbox", done="not_here")
    return visit.see_other(address_about(read.kind, read.about, read.form) or "/inbox")


@page_for_signed_in
async def mark_read(visit: Visit) -> Response:
    form = await visit.form()
    await MARK_READ.ask(visit, ids=list(form.all("id")))
    show = "?show=unread" if "unread" in form else ""
    return visit.see_other(f"/inbox{show}", done="read")


ROUTES = (
    Route("/inbox", inbox),
    Route("/inbox/read", mark_read, methods=["POST"]),
    Route("/inbox/{message}", message),
)

"""`/help`: one page for each thing to do, in steps that begin in the console."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.help.topics import topics_in
from gateway.console.shared.words import role_sentences
from gateway.console.visit import Visit, page_for_all

_NOT_FOUND = 404


@page_for_all
async def index(visit: Visit) -> Response:
    topics = topics_in(visit.gettext)
    return visit.page("help/help.html", topics=topics.items(), roles=role_sentences(visit.gettext))


@page_for_all
async def topic(visit: Visit) -> Response:
    """The steps of one thing to do; the list of all where it has no page."""
    topics = topics_in(visit.gettext)
    task = topics.get(visit.request.url.path.rpartition("/")[2])
    if task is None:
        return visit.page("shared/nothing.html", status=_NOT_FOUND)
    return visit.page("help/topic.html", topic=task)


ROUTES = (Route("/help", index), Route("/help/{topic}", topic))

"""`/settings`: what can be set, with what is in it today; who is notified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.documents import NOTIFIED, OVERVIEW
from gateway.console.settings.people import name_of
from gateway.console.shared.words import role_words
from gateway.console.visit import Visit, page_for_signed_in


@page_for_signed_in
async def overview(visit: Visit) -> Response:
    """A figure stands where the visitor may see what it counts."""
    data, _problems = await visit.ask_in_part(OVERVIEW)
    return visit.page("settings/overview.html", counts=_counts(data))


@page_for_signed_in
async def notifications(visit: Visit) -> Response:
    """The people who are told, by their roles; there is nothing to choose."""
    data, problems = await visit.ask_in_part(NOTIFIED)
    listed = data.get("people")
    return visit.page(
        "settings/notifications.html",
        may_look=listed is not None,
        people=[entry for entry in listed or () if entry["kind"] == "person" and entry["roles"]],
        name_of=name_of,
        role_words=lambda role: role_words(role, visit.gettext),
        webhooks=data.get("webhooks"),
        problems=problems if listed is None else (),
    )


def _counts(data: Mapping[str, Any]) -> Mapping[str, int | None]:
    kept = {
        "people": lambda entry: entry["kind"] == "person",
        "arrivals": lambda _entry: True,
        "keys": lambda entry: entry["revokedAt"] is None,
        "mandates": lambda entry: entry["inForce"],
        "webhooks": lambda entry: entry["active"],
        "secrets": lambda _entry: True,
    }
    return {
        name: None if data.get(name) is None else sum(map(counts, data[name]))
        for name, counts in kept.items()
    }


ROUTES = (
    Route("/settings", overview),
    Route("/settings/notifications", notifications),
)

"""`/settings`: what can be set, with what is in it today; who is notified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.settings.answers import NOTIFIED, OVERVIEW, SettingsAnswer
from gateway.console.settings.people import name_of
from gateway.console.shared.words import role_words
from gateway.console.visit import Visit, page_for_signed_in

Entry = TypeVar("Entry")


@page_for_signed_in
async def overview(visit: Visit) -> Response:
    """A figure stands where the visitor may see what it counts."""
    data, _problems = await OVERVIEW.ask_in_part(visit)
    return visit.page("settings/overview.html", counts=_counts(data))


@page_for_signed_in
async def notifications(visit: Visit) -> Response:
    """The people who are told, by their roles; there is nothing to choose."""
    data, problems = await NOTIFIED.ask_in_part(visit)
    listed = data.people
    return visit.page(
        "settings/notifications.html",
        may_look=listed is not None,
        people=[entry for entry in listed or () if entry.kind == "person" and entry.roles],
        name_of=name_of,
        role_words=lambda role: role_words(role, visit.gettext),
        webhooks=data.webhooks,
        problems=problems if listed is None else (),
    )


def _counts(data: SettingsAnswer) -> Mapping[str, int | None]:
    """None where the visitor may not see what is counted."""
    return {
        "people": _count(data.people, lambda person: person.kind == "person"),
        "arrivals": _count(data.arrivals, lambda _arrival: True),
        "keys": _count(data.keys, lambda key: key.revokedAt is None),
        "mandates": _count(data.mandates, lambda mandate: mandate.inForce),
        "webhooks": _count(data.webhooks, lambda webhook: webhook.active),
        "secrets": _count(data.secrets, lambda _secret: True),
    }


def _count(entries: Sequence[Entry] | None, counts: Callable[[Entry], bool]) -> int | None:
    return None if entries is None else sum(map(counts, entries))


ROUTES = (
    Route("/settings", overview),
    Route("/settings/notifications", notifications),
)

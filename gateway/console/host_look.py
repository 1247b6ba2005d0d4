"""The look of the body that a host name belongs to, for whoever has not signed in yet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request

from gateway.console.page import language_of
from gateway.services import Services

_LOOK = """
query HostLook($siren: String!) {
  organisation(siren: $siren) { siren name look { shownName notice logoType version } }
}
"""
Answered = Callable[..., Awaitable[tuple[Mapping[str, Any], Exception | None]]]


async def find_host_body(request: Request, answered: Answered) -> None:
    """Leaves it in `request.state.host_body`: None for a host that no body has."""
    request.state.host_body = None
    services: Services = request.app.state.services
    siren = services.host_bodies.get((request.url.hostname or "").lower())
    if siren is not None:
        language = language_of(request)
        data, _refused = await answered(
            request, services, _LOOK, language, None, {"siren": str(siren)}
        )
        request.state.host_body = data.get("organisation")

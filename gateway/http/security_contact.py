"""`/.well-known/security.txt` (RFC 9116): whom to tell of a weakness of this gateway."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from gateway.http.unrouted import not_found
from gateway.services import Services

_TRUE_FOR = timedelta(days=90)


def security_text(contact: str | None) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint; 404 where the operator named nobody."""

    async def answer(request: Request) -> Response:
        if contact is None:
            return await not_found(request, LookupError())
        services: Services = request.app.state.services
        ports = services.query
        until = (ports.clock() + _TRUE_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = [f"Contact: {contact}", f"Expires: {until}", "Preferred-Languages: fr, en"]
        if ports.public_url is not None:
            address = ports.public_url.rstrip("/")
            lines.append(f"Canonical: {address}/.well-known/security.txt")
        return PlainTextResponse("\n".join(lines) + "\n")

    return answer

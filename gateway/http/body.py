"""The body of a request, bounded."""

from __future__ import annotations

from starlette.requests import Request

from gateway.base.problems import DocumentTooLarge

_DRAINED_BYTES = 64_000_000
_LONGEST_NUMBER = 18


async def read_body(request: Request, limit: int) -> bytes:
    """Raises DocumentTooLarge above `limit` bytes: at once where the request says how long it is.

    What does not say so, and is too large, is still received, up to a bound, and forgotten: a
    client that is answered while it sends sees a broken connection instead of the answer.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:_LONGEST_NUMBER]) > limit:
        raise DocumentTooLarge(limit=limit)
    body = bytearray()
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= limit:
            body += chunk
        elif received > _DRAINED_BYTES:
            break
    if received > limit:
        raise DocumentTooLarge(limit=limit)
    return bytes(body)

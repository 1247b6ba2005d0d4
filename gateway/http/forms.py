"""What a page's form sends: a few short fields."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway.http.body import read_body
from gateway.problems import RequestNotAsDescribed

_MAX_BYTES = 10_000
_MAX_FIELDS = 20


async def read_form(request: Request) -> Mapping[str, str]:
    """The first value of each field. Raises RequestNotAsDescribed, DocumentTooLarge."""
    body = await read_body(request, _MAX_BYTES)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/x-www-form-urlencoded":
        raise _no_form()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise _no_form() from None
    return dict(reversed(pairs))


def _no_form() -> RequestNotAsDescribed:
    return RequestNotAsDescribed(
        what_fr="un formulaire de page est attendu", what_en="the form of a page is expected"
    )

"""Headers that addresses for queries read of a request and send with each answer, once for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import orjson
from starlette.requests import Request

from catalog.actions.columns import suggestion
from catalog.model.problem import Language
from gateway.base.problems import BadRequest, UnsupportedMediaType
from gateway.http.accept import JSON
from gateway.http.session_guard import session_claims
from gateway.identity.authentication import Claims
from gateway.identity.key_problems import KeyInAddress
from gateway.identity.key_text import SEEN
from gateway.reading.query.request import read_address, read_file_reference, read_language

RECEIPT = "Interco-Receipt"
SCOPE = "Interco-Scope"
MASKED = "Interco-Masked"
OVERLAP = "Interco-Overlap"


@dataclass(frozen=True, slots=True)
class QueryHeaders:
    """The headers of a query, and its session. `address` is as `read_address` tells it."""

    authorization: str | None = field(repr=False)
    session: Claims | None
    purpose: str | None
    on_behalf_of: str | None
    file_reference: str | None
    language: Language
    address: str


def read_headers(request: Request) -> QueryHeaders:
    """Raises InvalidFileReference, KeyInAddress."""
    refuse_key_in_address(request)
    headers = request.headers
    return QueryHeaders(
        authorization=headers.get("authorization"),
        session=session_claims(request),
        purpose=headers.get("interco-purpose") or None,
        on_behalf_of=headers.get("interco-on-behalf-of"),
        file_reference=read_file_reference(headers.get("interco-file-reference")),
        language=read_language(headers.get("accept-language")),
        address=read_address(None if request.client is None else request.client.host),
    )


def refuse_key_in_address(request: Request) -> None:
    """Raises KeyInAddress for a query string that holds a key, whatever it is called there."""
    if SEEN.search(unquote(request.scope["query_string"].decode("latin-1"))):
        raise KeyInAddress


def expect_json(request: Request) -> None:
    """Raises UnsupportedMediaType for a body that is not announced as JSON in UTF-8."""
    content_type, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.strip().lower().removeprefix("charset=").strip('"')
    if content_type.strip().lower() != JSON or charset not in {"", "utf-8"}:
        raise UnsupportedMediaType


def json_object(text: bytes, what_fr: str, what_en: str) -> Mapping[str, Any]:
    """Raises BadRequest, which names what is no object."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise BadRequest(
            what_fr=f"{what_fr} doit être un objet JSON", what_en=f"{what_en} must be a JSON object"
        )
    return value


def refuse_other_keys(body: Mapping[str, Any], keys: Sequence[str]) -> None:
    """Raises BadRequest with the nearest of `keys`: a misspelt key would have no effect, and nobody
    would notice.
    """
    other = next((name for name in body if name not in keys), None)
    if other is not None:
        listed = ", ".join(keys)
        raise BadRequest(
            what_fr=f"« {other[:40]} » n'est pas une clé du corps ({listed})",
            what_en=f'"{other[:40]}" is not a key of the body ({listed})',
            did_you_mean=suggestion(other[:40], keys),
        )


def answer_headers(
    status: int, request_id: str, language: Language, allowed: str
) -> dict[str, str]:
    """Of every answer of these addresses, whatever its status; `allowed`: their methods."""
    headers = {
        "Interco-Request-Id": request_id,
        "Content-Language": language,
        "Cache-Control": "no-store",
        "Vary": "Accept, Accept-Language, Authorization, Cookie",
        "X-Content-Type-Options": "nosniff",
    }
    if status == 405:
        headers["Allow"] = allowed
    return headers

"""The forms of an answer that a client of OData asks for."""

from __future__ import annotations

from gateway.base.problems import NotAcceptable
from gateway.http.addressed import Incoming
from gateway.http.odata.rows_json import JsonForm

DOOR = "odata"
_JSON_TYPES = frozenset({"application/json", "application/*", "*/*"})
_METADATA = frozenset({"minimal", "full", "none"})


def context_of(incoming: Incoming) -> str:
    """Absolute: a relative one breaks clients."""
    return f"{incoming.root}$metadata"


def json_form(incoming: Incoming) -> JsonForm:
    """By `$format`, else by Accept. Raises NotAcceptable where JSON is none of what is taken."""
    value = incoming.option("$format")
    if value is not None:
        value = "application/json" if value.lower() == "json" else value
    accept = value or incoming.request.headers.get("accept") or "*/*"
    for part in accept.split(","):
        kind, *parameters = (each.strip() for each in part.split(";"))
        if kind.lower() not in _JSON_TYPES:
            continue
        settings = dict(each.partition("=")[::2] for each in parameters)
        lower = {name.strip().lower(): value.strip().lower() for name, value in settings.items()}
        metadata = lower.get("odata.metadata", lower.get("metadata", "minimal"))
        texts = lower.get("ieee754compatible") == "true"
        # Of all that `full` adds nothing is needed here: the types stand in $metadata.
        metadata = metadata if metadata in _METADATA - {"full"} else "minimal"
        return JsonForm(metadata, texts)
    raise NotAcceptable


def wants_metadata_as_json(incoming: Incoming) -> bool:
    """XML unless JSON alone is taken: programs send an Accept that they do not mean."""
    value = incoming.option("$format")
    if value is not None:
        return "json" in value.lower()
    accept = incoming.request.headers.get("accept", "")
    kinds = [each.partition(";")[0].strip().lower() for each in accept.split(",") if each.strip()]
    return bool(kinds) and all(each == "application/json" for each in kinds)

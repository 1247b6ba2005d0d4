"""The OpenAPI document as client generators read it: each reference ends in `components`, each
operation has a name of its own, and no header is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.routing import APIRoute

_MODELS = "#/components/schemas/"
_INLINE = "#/$defs/"


def operation_name(route: APIRoute) -> str:
    """`campaigns_open_campaign`: the part, and the function that answers. Kept in clients."""
    return "_".join((*(str(tag) for tag in route.tags[:1]), route.name))


def with_whole_references(described: Mapping[str, Any]) -> dict[str, Any]:
    """Models that Pydantic wrote beside the place of their use stand in `components`."""
    models: dict[str, Any] = {}
    whole: dict[str, Any] = _moved(described, models)
    whole["components"]["schemas"] |= models
    return whole


def _moved(part: Any, models: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_moved(each, models) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _moved(each, models) for name, each in part.items() if name != "$defs"}
    for name, model in part.get("$defs", {}).items():
        models[name] = _moved(model, models)
    reference = kept.get("$ref")
    if isinstance(reference, str) and reference.startswith(_INLINE):
        kept["$ref"] = _MODELS + reference.removeprefix(_INLINE)
    return kept


def file_content(*media_types: str) -> dict[str, Any]:
    """The `content` of an answer that is a file: bytes, a text, or any value of JSON or YAML. A
    client reads the body by it, so that a text which is called bytes cannot be read.
    """
    return {media_type: {"schema": _file_schema(media_type)} for media_type in media_types}


def _file_schema(media_type: str) -> dict[str, str]:
    kind = media_type.partition(";")[0]
    if kind.endswith(("/json", "+json", "/yaml")):
        return {}
    if kind.startswith("text/"):
        return {"type": "string"}
    return {"type": "string", "format": "binary"}


def without_null(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """A header or a part of an address is absent, or is text: nobody can send null."""
    schema = parameter["schema"]
    if "anyOf" not in schema or parameter["in"] == "path":
        return dict(parameter)
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    kept = [each for each in schema["anyOf"] if each != {"type": "null"}]
    only = {**kept[0], **rest} if len(kept) == 1 else {**rest, "anyOf": kept}
    return {**parameter, "schema": only}

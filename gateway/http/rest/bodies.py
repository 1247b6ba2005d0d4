"""Bodies of REST: their names in JSON, the one reading of what is sent, and its description."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from gateway.base.problems import RequestNotAsDescribed
from gateway.http.body import read_body

_MAX_BYTES = 100_000


class Shown(BaseModel):
    """The base of what is answered; a value of the service with the same attributes is read."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Sent(BaseModel):
    """The base of what is sent. An unknown field is refused: a misspelt limit would be none."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class SentStrictly(Sent):
    """The same, where a text is no number and a number no text."""

    model_config = ConfigDict(strict=True)


Model = TypeVar("Model", bound=Sent)
_BODIES: list[type[BaseModel]] = []


async def read_sent(
    model: type[Model],
    request: Request,
    *,
    limit: int = _MAX_BYTES,
    depth: int = 1,
    may_be_empty: bool = False,
    most_values: int | None = None,
) -> Model:
    """Bounded before it is read. Raises DocumentTooLarge, and RequestNotAsDescribed with the parts
    at fault, to that depth, never what they hold; also for more than `most_values`.
    """
    body = await read_body(request, limit)
    if most_values is not None and sum(map(body.count, b"[{,")) > most_values:
        raise RequestNotAsDescribed(
            what_fr=f"au plus {most_values} valeurs sont attendues",
            what_en=f"at most {most_values} values are expected",
        )
    try:
        return model.model_validate_json(body or (b"{}" if may_be_empty else b""))
    except ValidationError as refused:
        places = {".".join(map(str, error["loc"][:depth])) or "JSON" for error in refused.errors()}
        parts = ", ".join(sorted(places))[:200]
        raise RequestNotAsDescribed(
            what_fr=f"valeur refusée : {parts}", what_en=f"value refused: {parts}"
        ) from None


def body_of(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """`openapi_extra` of an address that reads `model` by itself; FastAPI does not know it."""
    _BODIES.append(model)
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {
        "requestBody": {"required": required, "content": {"application/json": {"schema": schema}}}
    }


def described_bodies() -> tuple[type[BaseModel], ...]:
    """The models that `body_of` has named, once all addresses are there."""
    return tuple(dict.fromkeys(_BODIES))

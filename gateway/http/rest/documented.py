"""The problems of the OpenAPI document: by status, each with its code."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import BaseModel, Field

from catalog.model.problem import Problem

PROBLEM_JSON = "application/problem+json"


class Place(BaseModel):
    file: str | None = None
    line: int
    column: int


class ProblemDocument(BaseModel):
    """A problem (RFC 9457): what was wrong, whose turn it is, what to do next."""

    type: str = Field(examples=["urn:interco:problem:bad_token"])
    title: str
    status: int
    detail: str = Field(description="The next step.")
    code: str = Field(description="Stable: test this one.")
    instance: str | None = Field(default=None, description="The reference of the request.")
    place: Place | None = None
    suggestion: str | None = None
    path: str | None = Field(
        default=None, description="The value at fault, as `columns.flux.unit`."
    )
    problems: list[ProblemDocument] | None = None


def responses_of(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The answers that FastAPI documents beside the good one, by status."""
    by_status: dict[int, list[type[Problem]]] = defaultdict(list)
    for each in problems:
        by_status[each.status].append(each)
    return {
        status: {
            "description": ", ".join(f"`{each.code}`" for each in found),
            "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status, found in sorted(by_status.items())
    }

"""The choices that a person sends of a service, and their description."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Depends, Request
from pydantic import Field, ValidationError

from gateway.base.problems import RequestNotAsDescribed
from gateway.figures.activations.report import Choices
from gateway.http.body import read_body
from gateway.http.rest.bodies import Sent
from gateway.reading.query.overlap import Overlap

_MAX_BYTES = 200_000


class ChoicesSent(Sent):
    """What a person has chosen; nothing: what fits best."""

    datasets: dict[str, list[str]] = Field(default_factory=dict, description="By role.")
    columns: dict[str, str] = Field(default_factory=dict, description="By `role.field`.")
    parameters: dict[str, str] = Field(default_factory=dict)
    of_one_run: dict[str, str] = Field(
        default_factory=dict, description="Of the preview, and not kept: the year, costs."
    )
    previewed: str | None = Field(
        None, max_length=200, description="Of a preview (`Interco-Previewed`): that, or nothing."
    )
    purpose: str | None = None
    overlap: Overlap = Field(
        Overlap.REFUSE, description="Of a standard: rows that several have of a commune and month."
    )

    def choices(self) -> Choices:
        return Choices(
            datasets=self.datasets,
            columns=self.columns,
            purpose=self.purpose,
            overlap=self.overlap,
            of_one_run=self.of_one_run,
        )


async def choices_in(request: Request) -> ChoicesSent:
    """Bounded before it is read. Raises DocumentTooLarge, RequestNotAsDescribed."""
    content = await read_body(request, _MAX_BYTES)
    try:
        return ChoicesSent.model_validate(orjson.loads(content) if content else {})
    except (orjson.JSONDecodeError, ValidationError):
        raise RequestNotAsDescribed(
            what_fr="datasets, columns, parameters et purpose sont attendus",
            what_en="datasets, columns, parameters and purpose are expected",
        ) from None


ChoicesAsked = Annotated[ChoicesSent, Depends(choices_in)]
CHOICES_BODY: dict[str, Any] = {
    "requestBody": {
        "required": False,
        "content": {"application/json": {"schema": ChoicesSent.model_json_schema()}},
    }
}

"""`/v1/standards`: the standards that datasets share, and their blank workbook; open to anybody."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from catalog.caches import remembered
from catalog.standards.problems import UnknownStandard
from catalog.standards.table_schemas import table_schema, table_schemas
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from papers.model_workbook import model_workbook

router = APIRouter(route_class=ProblemRoute, tags=["standards"])
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Name = Annotated[str, Path(max_length=80, description="`collecte-dechets`.")]


@remembered(maxsize=100)
def _workbook(name: str) -> bytes:
    return model_workbook(table_schemas()[name])


class StandardTold(BaseModel):
    name: str
    title: str
    version: str
    columns: list[str] = Field(description="In the order of the workbook.")


class StandardList(BaseModel):
    standards: list[StandardTold]


@router.get("/standards", summary="The standards that are known here")
async def standards() -> StandardList:
    """Table Schemas (Frictionless)."""
    return StandardList(
        standards=[
            StandardTold(
                name=schema["name"],
                title=schema["title"],
                version=schema["version"],
                columns=[field["name"] for field in schema["fields"]],
            )
            for schema in table_schemas().values()
        ]
    )


@router.get(
    "/standards/{name}/model",
    summary="The blank workbook of a standard",
    response_class=Response,
    responses={
        200: {
            "description": "The file, as an attachment.",
            "content": file_content(_XLSX),
        },
        **responses_of(UnknownStandard),
    },
)
async def model(name: Name) -> Response:
    """To fill and send back: lists to choose from, an example, explanations in both languages."""
    schema = table_schema(name)
    if schema is None:
        raise UnknownStandard(standard=name, known=", ".join(table_schemas()))
    return Response(
        # Beside the loop the first time; anybody may ask again and again.
        await asyncio.to_thread(_workbook, schema["name"]),
        media_type=_XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="modele-{schema["name"]}.xlsx"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "public, max-age=3600",
        },
    )

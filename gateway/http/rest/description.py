"""The OpenAPI document: REST as FastAPI knows it, and beside it the two addresses for queries."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from federation.results.formats.choice import FORMATS
from gateway.base.problems import RequestNotAsDescribed
from gateway.http.rest.bodies import described_bodies
from gateway.http.rest.documented import PROBLEM_JSON, ProblemDocument
from gateway.http.rest.for_generators import with_whole_references, without_null
from gateway.reading.query.overlap import Overlap

_REF = "#/components/schemas/{model}"
_QUERY_HEADERS = (
    ("Interco-Purpose", "What the data is for: one code among those assigned to you."),
    ("Interco-On-Behalf-Of", "The SIREN of whoever gave your organisation a mandate."),
    ("Interco-File-Reference", "The reference of the file (dossier) that the query treats."),
    ("Accept-Language", "`fr` (when nothing is said) or `en`: of the sentences."),
)


@cache
def describe(app: FastAPI) -> dict[str, Any]:
    """Addresses are whole: `/v1/…`, `/graphql`."""
    described = get_openapi(
        title="Interco",
        version="1",
        summary="French local authorities query each other's data where it lies.",
        description=(
            "Problems are `application/problem+json`: test their `code`. Most reading is done at "
            "`/graphql`, whose schema is per caller; `/v1/sql` takes statements."
        ),
        routes=app.routes,
        servers=[{"url": "/", "description": "The gateway that gave this document."}],
    )
    schemas = described.setdefault("components", {}).setdefault("schemas", {})
    models: tuple[type[BaseModel], ...] = (ProblemDocument, *described_bodies())
    _, sent = models_json_schema([(each, "validation") for each in models], ref_template=_REF)
    schemas |= sent["$defs"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    paths = {f"/v1{path}": _as_answered(item) for path, item in described["paths"].items()}
    described["paths"] = {"/graphql": _graphql(), "/v1/sql": _sql(), **paths}
    return with_whole_references(described)


def _as_answered(item: dict[str, Any]) -> dict[str, Any]:
    """Without FastAPI's own answer for refused arguments, which is a Problem of status 400 here."""
    for operation in item.values():
        if "parameters" in operation:
            operation["parameters"] = [without_null(each) for each in operation["parameters"]]
        answers = operation["responses"]
        if "HTTPValidationError" in str(answers.get("422")):
            del answers["422"]
            answers.setdefault("400", _problem(f"`{RequestNotAsDescribed.code}`"))
    return item


def _graphql() -> dict[str, Any]:
    asked = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string"},
            "operationName": {"type": ["string", "null"]},
            "variables": {"type": ["object", "null"]},
        },
    }
    answer = {
        "type": "object",
        "properties": {
            "data": {"type": ["object", "null"]},
            "errors": {"type": "array", "items": {"type": "object"}},
        },
    }
    media = {kind: {"schema": answer} for kind in _GRAPHQL_MEDIA}
    answers = {
        "200": {"description": "It was run. Look at `errors` all the same.", "content": media},
        **{
            status: {"description": said, "content": media}
            for status, said in _GRAPHQL_STATUSES.items()
        },
    }
    parameters = [_header(name, said) for name, said in _QUERY_HEADERS]
    read = {"in": "query", "required": True, "schema": {"type": "string"}}
    return {
        "get": {
            "operationId": "queries_read_graphql",
            "tags": ["queries"],
            "summary": "Read by a GraphQL document in the address",
            "security": [{"HTTPBearer": []}, {}],
            "parameters": [{"name": "query", **read}, *parameters],
            "responses": {
                **answers,
                "405": {"description": "`mutation_over_get`", "content": media},
            },
        },
        "post": {
            "operationId": "queries_run_graphql",
            "tags": ["queries"],
            "summary": "Run a GraphQL document",
            "security": [{"HTTPBearer": []}, {}],
            "parameters": parameters,
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": asked}},
            },
            "responses": answers,
        },
    }


_GRAPHQL_MEDIA = ("application/json", "application/graphql-response+json")
_GRAPHQL_STATUSES = {
    "400": "The document or its variables are wrong.",
    "401": "`bad_token`",
    "403": "The agent is not in the catalog, or not of that organisation.",
    "406": "`not_acceptable`",
    "413": "`document_too_large`",
    "415": "`unsupported_media_type`",
    "429": "`too_many_queries`, `agreement_limit_reached`",
    "500": "`unexpected_failure`",
    "503": "The gateway could not answer safely.",
}


_OVERLAP = {"type": "string", "enum": [each.value for each in Overlap]}
_OVERLAPPING = (
    "`REFUSE` (by default), `COMPETENT` or `ALL`: the rows that several bodies of a standard have."
)
_ROWS = {
    "type": "object",
    "required": ["columns", "rows", "rowCount"],
    "properties": {
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "type"],
                "properties": {"name": {"type": "string"}, "type": {"type": "string"}},
            },
        },
        "rows": {"type": "array", "items": {"type": "array", "items": {}}},
        "rowCount": {"type": "integer"},
        "scope": {"type": "object", "description": "Whose rows of a standard were read."},
    },
}


def _sql() -> dict[str, Any]:
    parameter = {"description": "A value, or {type, value}: see the reference of SQL."}
    asked = {
        "type": "object",
        "properties": {
            "query": {"type": "string", "description": "The statement."},
            "documentId": {
                "type": "string",
                "description": "The name or the hash of a saved statement, in place of `query`.",
            },
            "parameters": {"type": ["array", "null"], "items": parameter},
            "overlap": {**_OVERLAP, "description": _OVERLAPPING},
        },
        "additionalProperties": False,
    }
    rows: dict[str, Any] = {FORMATS[name]().media_type: {} for name in FORMATS}
    rows["application/json"] = {"schema": _ROWS}
    refusals = {
        "400": "The statement, its parameters or the body are wrong: `place` says where.",
        "401": "`bad_token`",
        "403": "What is asked is not given to the caller.",
        "404": "Nothing of that name is known to the caller.",
        "405": "`method_not_allowed`",
        "406": "`not_acceptable`",
        "413": "`document_too_large`",
        "415": "`unsupported_media_type`",
        "429": "`too_many_queries`, `too_many_downloads`, `agreement_limit_reached`",
        "500": "`unexpected_failure`",
        "502": "A source did not answer.",
        "503": "The gateway could not answer safely.",
        "504": "The query took too long.",
    }
    return {
        "post": {
            "operationId": "queries_run_sql",
            "tags": ["queries"],
            "summary": "Run one SQL statement",
            "security": [{"HTTPBearer": []}, {}],
            "parameters": [
                *(_header(name, said) for name, said in _QUERY_HEADERS),
                {**_header("Interco-Overlap", _OVERLAPPING), "schema": _OVERLAP},
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": asked}},
            },
            "responses": {
                "200": {"description": "The rows, in the format of `Accept`.", "content": rows},
                **{status: _problem(said) for status, said in refusals.items()},
            },
        }
    }


def _problem(said: str) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=ProblemDocument.__name__)}
    return {"description": said, "content": {PROBLEM_JSON: {"schema": schema}}}


def _header(name: str, said: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": said, "schema": {"type": "string"}}

"""The finished answer: a pure splice of slices and root fields into the document's frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from catalog.model.problem import DeniedProblem, Language, Place, Problem
from federation.logical import SliceId
from federation.problems import ColumnNotGranted, UnknownDataset
from schema.reading.read_document import (
    ControlAnswer,
    ControlPart,
    FieldProblem,
    PagePart,
    ReadDocument,
    RowsPart,
    ScopePart,
    ShownField,
    SliceRows,
)

_NULL = b"null"
_JSON = {True: b"true", False: b"false"}


def write_answer(
    read: ReadDocument,
    slices: Mapping[SliceId, SliceRows | Problem],
    control: ControlAnswer | None,
    language: Language,
    request_id: str,
    extensions: Mapping[str, Any] | None = None,
    scopes: Mapping[str, Mapping[str, Any] | Problem] | None = None,
) -> bytes:
    """`data` in the document's key order; a slice that failed is null, with its error.

    `errors` come first when there are any, as the specification advises.
    """
    problems: list[FieldProblem] = []
    data: list[bytes] = []
    for part in read.shape.parts:
        match part:
            case bytes():
                data.append(part)
            case RowsPart():
                data.append(_write_rows(part, slices[part.slice_id], problems))
            case PagePart():
                data.append(_write_page(part, slices[part.slice_id], problems))
            case ScopePart():
                data.append(_write_scope(part, (scopes or {}).get(part.connection), problems))
            case ControlPart(key):
                data.append(_NULL if control is None else control.fields.get(key, _NULL))
    if control is not None:
        problems.extend(control.problems)
    pieces = [b"{"]
    if problems:
        pieces += [b'"errors":', _write_errors(problems, language, request_id), b","]
    pieces += [b'"data":', *data]
    if extensions:
        pieces += [b',"extensions":', orjson.dumps(extensions)]
    pieces.append(b"}")
    return b"".join(pieces)


def write_refusal(problems: Iterable[Problem], language: Language, request_id: str) -> bytes:
    """An answer without `data`: nothing ran."""
    told = [FieldProblem(problem, ()) for problem in problems]
    return b'{"errors":' + _write_errors(told, language, request_id) + b"}"


def _write_rows(
    part: RowsPart, answered: SliceRows | Problem, problems: list[FieldProblem]
) -> bytes:
    if isinstance(answered, Problem):
        if not (part.is_node and _is_as_if_absent(answered)):
            problems.append(FieldProblem(answered, part.path, part.place))
        return _NULL
    problems += [
        FieldProblem(each.problem, (*part.path, *each.path), each.place)
        for each in answered.refused
    ]
    body = answered.body
    if part.empty:
        body = b"[" + b",".join([b"{}"] * answered.rows) + b"]"
    return (body[1:-1] or _NULL) if part.single else body


def _is_as_if_absent(problem: Problem) -> bool:
    """True of what stands against a row as a whole; that a column is not given is told."""
    is_hidden = isinstance(problem, DeniedProblem | UnknownDataset)
    return is_hidden and not isinstance(problem, ColumnNotGranted)


def _write_page(
    part: PagePart, answered: SliceRows | Problem, problems: list[FieldProblem]
) -> bytes:
    if isinstance(answered, Problem):
        problems.append(FieldProblem(answered, part.path, part.place))
        return _NULL
    values = {
        "hasNextPage": _JSON[answered.has_next],
        "hasPreviousPage": _JSON[answered.has_previous],
        "startCursor": orjson.dumps(answered.start_cursor),
        "endCursor": orjson.dumps(answered.end_cursor),
    }
    fields = (
        key + b":" + (what if isinstance(what, bytes) else values[what])
        for key, what in part.fields
    )
    return b"{" + b",".join(fields) + b"}"


def _write_scope(
    part: ScopePart, scope: Mapping[str, Any] | Problem | None, problems: list[FieldProblem]
) -> bytes:
    if isinstance(scope, Problem):
        problems.append(FieldProblem(scope, part.path, part.place))
    if scope is None or isinstance(scope, Problem):
        return _NULL
    return orjson.dumps(_shown(scope, part.fields))


def _shown(value: Any, fields: tuple[ShownField, ...]) -> Any:
    """The parts of a value that the document asks for, under its keys."""
    if isinstance(value, list):
        return [_shown(each, fields) for each in value]
    return {
        each.key: each.type_name
        if each.name == "__typename"
        else value.get(each.name)
        if each.fields is None or value.get(each.name) is None
        else _shown(value[each.name], each.fields)
        for each in fields
    }


def _write_errors(problems: list[FieldProblem], language: Language, request_id: str) -> bytes:
    return orjson.dumps([_error(each, language, request_id) for each in problems])


def _error(told: FieldProblem, language: Language, request_id: str) -> dict[str, Any]:
    problem = told.problem
    words = problem.client_words
    code, message, following = problem.code, problem.sentence(language), problem.next_step(language)
    if words is not None:
        code, message, following = words.code, words.message, f"{message} {following}"
    error: dict[str, Any] = {"message": message}
    place: Place | None = problem.place or told.place
    if place is not None:
        error["locations"] = [{"line": place.line, "column": place.column}]
    if told.path:
        error["path"] = list(told.path)
    error["extensions"] = {
        "code": code,
        "next": following,
        "requestId": request_id,
    }
    if told.argument is not None:
        error["extensions"]["path"] = told.argument
    return error

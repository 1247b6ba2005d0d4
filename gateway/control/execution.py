"""The control part of a document, answered by Strawberry's resolvers."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLResolveInfo, execute

from catalog.actions.problems import ActRefused
from catalog.model.problem import Place, Problem
from gateway.base.error_reporting import log_bug
from gateway.control.arguments import write_argument
from gateway.control.context import ControlContext
from gateway.control.graphql_schema import CONTROL
from gateway.control.problems import ControlFailed, InvalidArgument
from gateway.identity.key_problems import KeyReadsOnly
from schema.reading.read_document import ControlAnswer, FieldProblem, SubDocument

OPEN_TO_KEYS = frozenset(
    {"me", "datasets", "dataset", "organisations", "organisation", "territory", "communes"}
)
"""Reference data, and what the law lets the key discover."""


async def execute_fields(
    part: SubDocument, variables: Mapping[str, Any] | None, context: ControlContext
) -> ControlAnswer:
    """Finished JSON by root key; each root field fails alone. The part has been validated."""
    given = {name: value for name, value in (variables or {}).items() if name in part.variables}
    running = execute(
        CONTROL.graphql_schema,
        part.document,
        context_value=context,
        variable_values=given,
        middleware=_middleware(part, context),
    )
    result = await running if inspect.isawaitable(running) else running
    return _written(part, result, context.request_id)


def _middleware(part: SubDocument, context: ControlContext) -> tuple[Callable[..., Any], ...]:
    several = (_in_turn,) if len(part.keys) > 1 else ()
    return several if context.subject.scope is None else (*several, _for_a_key)


def _in_turn(
    resolve: Callable[..., Any], parent: Any, info: GraphQLResolveInfo[ControlContext], **given: Any
) -> Any:
    """The loop serves others between two fields of a document, as they are begun and written."""
    if info.path.prev is not None:
        return resolve(parent, info, **given)
    return _served_between(resolve, parent, info, given)


async def _served_between(
    resolve: Callable[..., Any],
    parent: Any,
    info: GraphQLResolveInfo[ControlContext],
    given: Mapping[str, Any],
) -> Any:
    turn = info.context.one_by_one
    async with turn:
        await asyncio.sleep(0)
        value = resolve(parent, info, **given)
    if not inspect.isawaitable(value):
        return value
    value = await value
    async with turn:
        await asyncio.sleep(0)
    return value


def _for_a_key(
    resolve: Callable[..., Any], parent: Any, info: GraphQLResolveInfo[ControlContext], **given: Any
) -> Any:
    """A key reads data, and what is public of the catalog; neither agreements, people nor acts."""
    if info.path.prev is None and info.field_name not in OPEN_TO_KEYS:
        raise KeyReadsOnly(field=info.field_name)
    return resolve(parent, info, **given)


def _written(part: SubDocument, result: ExecutionResult, request_id: str) -> ControlAnswer:
    data = result.data or {}
    return ControlAnswer(
        {key: orjson.dumps(data.get(key)) for key in part.keys},
        tuple(told for error in result.errors or () for told in _told(error, request_id)),
    )


def _told(error: GraphQLError, request_id: str) -> Iterable[FieldProblem]:
    """A Problem as it was raised, each part of a compound one; anything else is a bug, of which
    nothing is shown, and where it is is logged.
    """
    original = error.original_error
    path = tuple(error.path or ())
    place = next((Place(each.line, each.column) for each in error.locations or ()), None)
    if isinstance(original, ActRefused):
        return [
            FieldProblem(each.problem, path, place, write_argument(each.path))
            for each in original.findings
        ]
    if isinstance(original, Problem):
        parts = getattr(original, "problems", ()) or (original,)
        return [FieldProblem(each, path, place) for each in parts]
    if error.path is None or original is None:
        return [FieldProblem(InvalidArgument(), path, place)]
    log_bug(original, request_id)
    return [FieldProblem(ControlFailed(), path, place)]

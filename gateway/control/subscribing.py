"""A subscription, from its document to the answers that it streams."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import orjson
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    get_argument_values,
    get_variable_values,
    subscribe,
)

from catalog.model.dataset import Dataset
from catalog.standpoint import Standpoint
from gateway.base.problems import ShuttingDown
from gateway.control.changes import ChangesContext
from gateway.control.dataset_names import dataset_called
from gateway.control.graphql_schema import CONTROL
from gateway.control.problems import InvalidArgument
from gateway.identity.authentication import Claims
from gateway.reading.query.callers import identify, standpoint_of
from gateway.reading.query.fit_documents import refuse_unfit_document
from gateway.reading.query.prepare import discover
from gateway.reading.query.request import GraphqlRequest
from gateway.services import Services
from gateway.sharing.changes.problems import SignedOut
from gateway.sharing.changes.readers import refuse_untold, told_datasets
from gateway.sharing.changes.streams import ChangeStream
from gateway.sharing.changes.watch import judged_of
from schema.document.prepared import choose_operation, prepare_document
from schema.document.source_text import read_text
from schema.document.variables import defaults_of, find_variable_problems
from schema.fields import Selections
from schema.inputs import Variables
from schema.limits import LIMITS
from schema.places import place_of
from schema.problems import DocumentProblems, NoOperation
from schema.reading.read_document import SubDocument
from schema.reading.sub_document import part_of
from schema.types.view import View

SessionNow = Callable[[], Awaitable[Claims | None]]
"""The claims of the browser's session of this moment; None once it has ended."""
_LONGEST = 16_000
_NAMED = re.compile(r"\bsubscription\b")


@dataclass(frozen=True, slots=True)
class Streaming:
    """An open subscription: the bytes of each answer, and the stream that says why they end."""

    answers: AsyncIterator[bytes]
    stream: ChangeStream


def is_subscription(request: GraphqlRequest) -> bool:
    """False also for a document that cannot be read: it is refused as any other."""
    document = request.document
    if len(document) > _LONGEST or not _NAMED.search(document):
        return False
    try:
        chosen = choose_operation(read_text(document, LIMITS), request.operation_name)
    except DocumentProblems:
        return False
    return chosen.operation is OperationType.SUBSCRIPTION


@asynccontextmanager
async def open_subscription(
    request: GraphqlRequest, session_now: SessionNow | None, services: Services
) -> AsyncIterator[Streaming]:
    """Counts it among the account's streams while it is open. Raises the Problems that refuse it,
    before anything is streamed.
    """
    ports = services.query
    if ports.stopping.is_set():
        raise ShuttingDown
    standpoint = await identify(request, ports)
    refuse_unfit_document(standpoint.subject, request.document)
    view = await discover(standpoint, ports)
    part = _read(request, view)
    readable = told_datasets(standpoint, view)
    datasets = _datasets(part, request.variables, view)
    refuse_untold(datasets, readable, standpoint)
    ids = None if datasets is None else frozenset(each.id for each in datasets)

    async def stand() -> Standpoint:
        if session_now is None or request.session is None:
            return await standpoint_of(request, ports)
        session = await session_now()
        if session is None:
            raise SignedOut
        return await standpoint_of(replace(request, session=session), ports)

    stream = ChangeStream(ids, readable if ids is None else ids, judged_of(standpoint), stand)
    async with (
        services.changes.joined(stream),
        aclosing(_answers(part, request.variables, stream)) as answers,
    ):
        yield Streaming(answers, stream)


def _read(request: GraphqlRequest, view: View) -> SubDocument:
    """The subscription as a document of its own. Raises DocumentProblems."""
    prepared = prepare_document(
        request.document, request.operation_name, view, CONTROL, LIMITS, is_stream=True
    )
    operation = prepared.operation
    problems = find_variable_problems(
        operation, prepared.merged, prepared.structural, request.variables
    )
    if problems:
        raise DocumentProblems(problems)
    variables = Variables(request.variables, defaults_of(operation))
    names = {each.variable.name.value for each in operation.variable_definitions or ()}
    selections = Selections(prepared.fragments, {name: variables.boolean(name) for name in names})
    root = selections.collect(CONTROL.subscription.name, [operation.selection_set])
    part = part_of(prepared, root)
    if part is None:
        raise DocumentProblems([NoOperation(place=place_of(operation))])
    return part


def _datasets(
    part: SubDocument, variables: Mapping[str, Any], view: View
) -> tuple[Dataset, ...] | None:
    """The datasets that it names, None where it names none. Raises UnknownDataset."""
    (operation, *_) = part.document.definitions
    if not isinstance(operation, OperationDefinitionNode):
        raise TypeError(operation)
    (node,) = operation.selection_set.selections
    if not isinstance(node, FieldNode):
        raise TypeError(node)
    coerced = get_variable_values(
        CONTROL.graphql_schema,
        operation.variable_definitions or (),
        {name: value for name, value in variables.items() if name in part.variables},
    )
    if isinstance(coerced, list):
        raise InvalidArgument(place=place_of(node))
    field = CONTROL.subscription.fields[node.name.value]
    names = get_argument_values(field, node, coerced).get("datasets")
    return None if names is None else tuple(dataset_called(str(each), view) for each in names)


async def _answers(
    part: SubDocument, variables: Mapping[str, Any], stream: ChangeStream
) -> AsyncGenerator[bytes, None]:
    """Finished JSON, one for each change. What fails here is a bug: the fields are plain values."""
    begun = subscribe(
        CONTROL.graphql_schema,
        part.document,
        context_value=ChangesContext(stream),
        variable_values={
            name: value for name, value in variables.items() if name in part.variables
        },
    )
    results = await begun if inspect.isawaitable(begun) else begun
    if isinstance(results, ExecutionResult):
        raise _bug(results)
    async for result in results:
        if result.errors:
            raise _bug(result)
        yield orjson.dumps({"data": result.data})


def _bug(result: ExecutionResult) -> Exception:
    error = (result.errors or [GraphQLError("no stream")])[0]
    return error.original_error or error

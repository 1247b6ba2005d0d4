"""A document before its variables: bounded, parsed, validated against what its caller may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    OperationDefinitionNode,
    OperationType,
)

from catalog.caches import remembered
from catalog.model.problem import Problem
from schema.document.document_cost import check_measure
from schema.document.source_text import read_text
from schema.document.validation import MAX_PROBLEMS, Breach, find_breaches
from schema.document.validation_errors import tell
from schema.document.variable_shapes import VariableShapes
from schema.document.variable_uses import Survey
from schema.document.variables import read_variable_shapes
from schema.limits import DocumentLimits
from schema.places import place_of
from schema.problems import (
    DocumentProblems,
    NoOperation,
    OperationNameNeeded,
    UnknownOperation,
)
from schema.stream_problems import NoSubscriptions
from schema.types.control_schema import ControlSchema
from schema.types.merged import MergedSchema, schema_of_document
from schema.types.view import View

_FRAGMENTS = frozenset({"NoFragmentCycles", "KnownFragmentNames", "UniqueFragmentNames", "Limits"})
"""Without these a document cannot be walked."""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    merged: MergedSchema
    structural: VariableShapes


@dataclass(frozen=True, slots=True)
class _Asked:
    document: str
    operation_name: str | None
    fingerprint: str
    limits: DocumentLimits
    control: ControlSchema = field(repr=False)
    view: View = field(compare=False, repr=False)
    is_stream: bool


def prepare_document(
    document: str,
    operation_name: str | None,
    view: View,
    control: ControlSchema,
    limits: DocumentLimits,
    *,
    is_stream: bool = False,
) -> PreparedDocument:
    """Raises DocumentProblems; what passed is kept, so that other variables cost less. Only where
    `is_stream` may the operation be a subscription.
    """
    return _prepare(
        _Asked(document, operation_name, view.fingerprint, limits, control, view, is_stream)
    )


@remembered(maxsize=256)
def _prepare(asked: _Asked) -> PreparedDocument:
    document = read_text(asked.document, asked.limits)
    operation = choose_operation(document, asked.operation_name)
    if operation.operation is OperationType.SUBSCRIPTION and not asked.is_stream:
        raise DocumentProblems([NoSubscriptions(place=place_of(operation))])
    fragments = {
        each.name.value: each
        for each in document.definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode):
            check_measure(each, fragments, asked.limits)
    merged = schema_of_document(asked.view, document, asked.control)
    breaches = find_breaches(merged.graphql_schema, document)
    if breaches:
        told = [tell(each, asked.view, merged) for each in breaches]
        raise DocumentProblems(_with_values(told, breaches, operation, fragments, merged))
    survey = Survey(merged.graphql_schema, fragments)
    survey.walk(operation)
    if survey.conflicts:
        raise DocumentProblems(survey.conflicts)
    return PreparedDocument(
        operation, fragments, merged, read_variable_shapes(operation, merged, survey.uses)
    )


def _with_values(
    told: list[Problem],
    breaches: Sequence[Breach],
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    merged: MergedSchema,
) -> list[Problem]:
    """And what is wrong with values at other places, so that all is told at once."""
    if any(each.rule in _FRAGMENTS for each in breaches):
        return told
    survey = Survey(merged.graphql_schema, fragments, finds_values=True)
    survey.walk(operation)
    if survey.values:
        # Of some values the library says that they are wrong, but not where.
        told = [each for each in told if each.place is not None]
    known = {each.place for each in told}
    found = [*told, *(each for each in survey.values if each.place not in known)]
    return sorted(found, key=_by_place)[:MAX_PROBLEMS]


def _by_place(problem: Problem) -> tuple[int, int]:
    place = problem.place
    return (0, 0) if place is None else (place.line, place.column)


def choose_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    """The one that runs. Raises DocumentProblems where it is not the only one meant."""
    operations = [
        each for each in document.definitions if isinstance(each, OperationDefinitionNode)
    ]
    if not operations:
        raise DocumentProblems([NoOperation()])
    if name is None and len(operations) > 1:
        raise DocumentProblems([OperationNameNeeded()])
    found = (
        operations
        if name is None
        else [each for each in operations if each.name and each.name.value == name]
    )
    if not found:
        raise DocumentProblems([UnknownOperation(operation=(name or "")[:100])])
    return found[0]

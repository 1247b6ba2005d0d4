"""A GraphQL document to LogicalQueries: nothing of permissions, physical names or HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import orjson
from graphql import FieldNode, OperationType

from catalog.cog import Cog
from catalog.model.problem import CallerProblem, Problem
from federation.linked_rows import datasets_of
from schema.document.document_cost import rows_asked
from schema.document.prepared import PreparedDocument, prepare_document
from schema.document.variables import defaults_of, find_variable_problems
from schema.fields import Collected, Selections
from schema.inputs import Variables
from schema.limits import LIMITS, DocumentLimits
from schema.places import place_of
from schema.problems import DocumentProblems
from schema.reading.connection import open_connection
from schema.reading.connection_reader import Slices, read_connection
from schema.reading.node_reader import NodeReader, OpenNodeId
from schema.reading.read_document import ControlPart, ReadDocument
from schema.reading.response_template import ResponseTemplate
from schema.reading.sub_document import part_of
from schema.reading.territory_filters import TerritoryReader
from schema.types.control_schema import ControlSchema
from schema.types.node_types import NODE_FIELD, NODES_FIELD
from schema.types.scope import DatasetScope, organisation_type_name
from schema.types.view import View

INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})


def _open_nothing(identifier: str) -> None:
    """Without a key, no identifier is one."""


def read_document(
    document: str,
    operation_name: str | None,
    variables: Mapping[str, Any] | None,
    view: View,
    cog: Cog,
    control: ControlSchema,
    limits: DocumentLimits = LIMITS,
    open_node_id: OpenNodeId = _open_nothing,
) -> ReadDocument:
    """The slices of a document, and the frame of its answer. Raises DocumentProblems, all found.

    The result holds no variable's value but those that `variables_key` names whole, and the keys of
    the rows that `open_node_id` finds: it is of this reader then.
    """
    prepared = prepare_document(document, operation_name, view, control, limits)
    given = variables or {}
    problems = find_variable_problems(
        prepared.operation, prepared.merged, prepared.structural, given
    )
    if problems:
        raise DocumentProblems(problems)
    reading = _Reading(
        prepared,
        Variables(given, defaults_of(prepared.operation)),
        TerritoryReader(view.snapshot, cog),
        limits,
        view,
        open_node_id,
    )
    return reading.read()


@dataclass(slots=True)
class _Reading:
    prepared: PreparedDocument
    variables: Variables
    territories: TerritoryReader
    limits: DocumentLimits
    view: View
    open_node_id: OpenNodeId
    frame: ResponseTemplate = field(default_factory=ResponseTemplate)
    slices: Slices = field(default_factory=Slices)
    problems: list[Problem] = field(default_factory=list)
    identifiers: list[tuple[str, ...]] = field(default_factory=list)

    def read(self) -> ReadDocument:
        selections = self._selections()
        operation = self.prepared.operation
        acts = operation.operation is OperationType.MUTATION
        root = "Mutation" if acts else "Query"
        asked = selections.collect(root, [operation.selection_set])
        control: Collected = {}
        introspection: Collected = {}
        with self.frame.object():
            for key, nodes in asked.items():
                name = nodes[0].name.value
                if name == "__typename":
                    self.frame.constant(key, orjson.dumps(root))
                elif not acts and name in self.prepared.merged.scopes:
                    with self.frame.object(key):
                        self._read_organisation(name, nodes, selections)
                elif not acts and self._is_node(name):
                    self._read_node(key, nodes, selections)
                else:
                    side = introspection if name in INTROSPECTION_FIELDS else control
                    side[key] = nodes
                    self.frame.gap(key, ControlPart(key))
        if self.problems:
            raise DocumentProblems(self.problems)
        datasets = (
            each for logical in self.slices.logical.values() for each in datasets_of(logical)
        )
        return ReadDocument(
            slices=MappingProxyType(self.slices.logical),
            shape=self.frame.finish(),
            datasets=tuple(dict.fromkeys(datasets)),
            control=part_of(self.prepared, control),
            introspection=part_of(self.prepared, introspection),
            structural=self.prepared.structural,
            cursor_orders=MappingProxyType(self.slices.cursor_orders),
            ties=MappingProxyType(self.slices.ties),
            pages=MappingProxyType(self.slices.pages),
            standards=MappingProxyType(self.slices.standards),
            rows_asked=rows_asked(self.slices.logical.values()),
            acts=acts,
        )

    def _selections(self) -> Selections:
        declared = self.prepared.operation.variable_definitions or ()
        names = {each.variable.name.value for each in declared}
        booleans = {name: self.variables.boolean(name) for name in names}
        return Selections(self.prepared.fragments, booleans)

    def _is_node(self, name: str) -> bool:
        return name in {NODE_FIELD, NODES_FIELD} and name not in self.prepared.merged.control.fields

    def _read_node(self, key: str, nodes: list[FieldNode], selections: Selections) -> None:
        try:
            NodeReader(
                self.view,
                self.variables,
                selections,
                self.limits,
                self.territories,
                self.open_node_id,
                self.frame,
                self.slices,
                self.identifiers,
            ).read(key, nodes)
        except CallerProblem as problem:
            problem.place = problem.place or place_of(nodes[0])
            self.problems.append(problem)

    def _read_organisation(self, root: str, nodes: list[FieldNode], selections: Selections) -> None:
        merged = self.prepared.merged
        type_name = organisation_type_name(merged.organisations[root])
        for key, found in selections.of(type_name, nodes).items():
            name = found[0].name.value
            if name == "__typename":
                self.frame.constant(key, orjson.dumps(type_name))
                continue
            with self.frame.object(key):
                self._read_dataset(merged.scopes[root][name], found, selections)

    def _read_dataset(
        self, scope: DatasetScope, nodes: list[FieldNode], selections: Selections
    ) -> None:
        """One problem a dataset field at most; the other fields are still read."""
        try:
            connection = open_connection(
                scope,
                nodes[0],
                self.variables,
                selections,
                limits=self.limits,
                territories=self.territories,
            )
            asked = selections.of(scope.type_name("Connection"), nodes)
            read_connection(connection, asked, self.frame, self.slices)
        except CallerProblem as problem:
            problem.place = problem.place or place_of(nodes[0])
            self.problems.append(problem)

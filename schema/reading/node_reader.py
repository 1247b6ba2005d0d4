"""`node(nodeId)` and `nodes(nodeIds)`: rows found again by what identifies them.

Whatever an identifier does not open, for this reader and today, is null: hidden, gone and forged
are alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson
from graphql import FieldNode
from sqlglot import exp

from federation.logical import LiteralSource, Scalar, SliceId
from schema.fields import Selections
from schema.inputs import Input, Variables
from schema.limits import DocumentLimits
from schema.places import place_of
from schema.problems import DocumentLimit
from schema.reading.arguments import read_arguments
from schema.reading.connection import Connection, open_connection
from schema.reading.connection_reader import Slices
from schema.reading.nodes_reader import read_nodes, shown_of
from schema.reading.page import Page
from schema.reading.read_document import RowsPart
from schema.reading.response_template import ResponseTemplate
from schema.reading.territory_filters import TerritoryReader
from schema.sql import all_of, column
from schema.types.node_types import NODE_FIELD, NODE_IDS
from schema.types.scope import NODE_ID_FIELD, DatasetScope, scope_of
from schema.types.view import View

OpenNodeId = Callable[[str], tuple[str, tuple[Scalar, ...]] | None]
"""From an identifier to the dataset (id) and the key that it seals; None for any other text."""
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class NodeReader:
    view: View
    variables: Variables
    selections: Selections
    limits: DocumentLimits
    territories: TerritoryReader
    open_id: OpenNodeId
    frame: ResponseTemplate
    slices: Slices
    identifiers: list[tuple[str, ...]]
    """The places of those that the document has named so far."""

    def read(self, key: str, nodes: list[FieldNode]) -> None:
        """Raises DocumentLimit, and the CallerProblems of what is selected of a row."""
        arguments = read_arguments(nodes[0], self.variables)
        if nodes[0].name.value == NODE_FIELD:
            self._read_row(key, (key,), arguments.get(NODE_ID_FIELD), nodes)
            return
        listed = arguments.get(NODE_IDS)
        identifiers = [] if listed is None or listed.is_null else listed.items()
        with self.frame.list(key):
            for at, identifier in enumerate(identifiers):
                self._read_row(None, (key, str(at)), identifier, nodes)

    def _read_row(
        self,
        key: str | None,
        path: tuple[str, ...],
        identifier: Input | None,
        nodes: list[FieldNode],
    ) -> None:
        self.identifiers.append(path)
        if len(self.identifiers) > _MOST:
            raise DocumentLimit(
                what_fr="identifiants de lignes",
                what_en="identifiers of rows",
                limit=_MOST,
                place=place_of(nodes[0]),
            )
        opened = None if identifier is None else self.open_id(str(identifier.raw()))
        scope = None if opened is None else self._scope(opened[0])
        if opened is None or scope is None or len(opened[1]) != len(scope.primary_key):
            self.frame.constant(key, b"null")
            return
        connection = open_connection(
            scope,
            nodes[0],
            self.variables,
            self.selections,
            limits=self.limits,
            territories=self.territories,
        )
        page = Page(1, None, None, False, (), (), 0)
        row = _with_key(connection, opened[1])
        read = read_nodes(row, nodes, page, shown_of(row, [nodes]), paged=False)
        slice_id = SliceId(".".join(path))
        self.slices.keep_nodes(slice_id, read)
        if not read.logical.shape.fields:
            self.frame.constant(key, orjson.dumps({}))
            return
        part = RowsPart(slice_id, path, True, False, place_of(nodes[0]), is_node=True)
        self.frame.gap(key, part)

    def _scope(self, dataset_id: str) -> DatasetScope | None:
        dataset = self.view.dataset(dataset_id)
        if dataset is None:
            return None
        return scope_of(self.view.organisation_of(dataset), dataset, self.view)


def _with_key(connection: Connection, values: tuple[Scalar, ...]) -> Connection:
    """The row whose key has these values."""
    conditions: list[exp.Expr] = [
        exp.EQ(
            this=column(each.name),
            expression=connection.parameters.add(each.type, LiteralSource(value)),
        )
        for each, value in zip(connection.scope.primary_key, values, strict=True)
    ]
    return connection.where_also(all_of(conditions))

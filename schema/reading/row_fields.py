"""The fields selected of a row: columns, communes, its owner, linked rows, itself in a standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graphql import FieldNode

from federation.logical import ROW_ID, Cell, Field, Nested, NodeId, WireType
from federation.standards.standard_tables import OWNER_NAME, OWNER_SIREN
from federation.wire_types import WIRE
from schema.linked_problems import LinkedRowsOfGroup
from schema.places import place_of
from schema.reading.connection import Connection
from schema.reading.projection import (
    Projection,
    commune_code,
    commune_label,
    read_commune,
    read_objects,
)
from schema.reading.standard_rows import read_standard_row
from schema.sql import TEXT, call, column
from schema.types.scope import NODE_ID_FIELD, ROW_ID_FIELD, DatasetLink, DatasetScope
from schema.types.standard_scopes import OWNER_FIELD, cited_standard, is_standard_scope
from schema.types.standard_types import OWNER

ReadLink = Callable[[DatasetLink, str, list[FieldNode]], Field]
"""The field of a link, under its response key, of the nodes that select it."""


def read_node_fields(
    connection: Connection,
    nodes: list[FieldNode],
    projection: Projection,
    read_link: ReadLink | None = None,
) -> tuple[Field, ...]:
    """The fields selected of a row, with its columns added to the projection. Raises
    LinkedRowsOfGroup where a link is selected and nothing reads it.
    """
    scope, cited = connection.scope, cited_standard(connection.scope)

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:  # noqa: PLR0911 - one line a kind of field
        if name == ROW_ID_FIELD:
            row_id = call(ROW_ID, *(column(each.name) for each in scope.primary_key))
            return Cell(key, projection.add("row id", row_id, WireType.STRING), WireType.STRING)
        if name == OWNER_FIELD and is_standard_scope(scope):
            return _owner(key, found, connection, projection)
        if name == NODE_ID_FIELD and scope.has_node_id:
            return Cell(key, NODE_ID_FIELD, WireType.STRING)
        link = scope.links.get(name)
        if link is not None:
            if read_link is None:
                raise LinkedRowsOfGroup(field=name, place=place_of(found[0]))
            return read_link(link, key, found)
        relation = scope.relations.get(name)
        if relation is not None:
            return read_commune(
                key,
                found,
                connection.selections,
                lambda: projection.add(f"code {name}", commune_code(relation), WireType.STRING),
                lambda: projection.add(f"label {name}", commune_label(relation), WireType.STRING),
            )
        if cited is not None and name == cited.name:
            return read_standard_row(cited, key, found, connection, projection)
        known = scope.columns[name]
        return Cell(key, projection.add_column(known.name, known.type), WIRE[known.type.scalar])

    return read_objects(nodes, scope.type_name("Node"), connection.selections, read_field)


def node_id_of(
    scope: DatasetScope, fields: Iterable[Field], projection: Projection
) -> NodeId | None:
    """The column of identifiers that the fields of a row show; None where they show none."""
    is_shown = any(
        (isinstance(each, Cell) and each.column == NODE_ID_FIELD)
        or (isinstance(each, Nested) and node_id_of(scope, each.fields, projection) is not None)
        for each in fields
    )
    if not is_shown:
        return None
    keys = (projection.add_column(each.name, each.type) for each in scope.primary_key)
    return NodeId(NODE_ID_FIELD, scope.dataset.id, tuple(keys))


def _owner(
    key: str, nodes: list[FieldNode], connection: Connection, projection: Projection
) -> Nested:
    """`owner { siren nom }`, of the two columns that every row of a standard has."""
    columns = {"siren": OWNER_SIREN, "nom": OWNER_NAME}

    def read_field(key: str, name: str, _: list[FieldNode]) -> Field:
        known = projection.add_column(columns[name], TEXT)
        return Cell(key, known, WireType.STRING)

    return Nested(key, read_objects(nodes, OWNER.name, connection.selections, read_field))

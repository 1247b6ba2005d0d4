"""`asCollecteDechets { … }`: a row of a dataset as a row of the standard that the dataset cites."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import ScalarType
from catalog.standards.conformity import FieldMatch
from federation.logical import (
    STANDARD_CELL,
    STANDARD_ROW,
    Cell,
    Constant,
    Field,
    Nested,
    WireType,
)
from federation.rewrites.expressions import text
from federation.standards.standard_cells import EXACT
from federation.standards.standard_tables import DATASET, OWNER_NAME, OWNER_SIREN
from federation.wire_types import WIRE
from schema.reading.connection import Connection
from schema.reading.projection import Projection, nested, read_objects
from schema.sql import call, cast, column
from schema.types.scope import DatasetScope
from schema.types.standard_scopes import OWNER_FIELD, CitedStandard
from schema.types.standard_types import OWNER


def read_standard_row(
    cited: CitedStandard,
    key: str,
    nodes: list[FieldNode],
    connection: Connection,
    projection: Projection,
) -> Nested | Constant:
    """The object, with the columns that it needs added to the projection; null for a row of which
    the standard's own table, asked for the same fields, has none.
    """
    labels = _labels(connection.scope)
    matches = {each.field.name: each for each in cited.matches}
    closed: dict[str, exp.Expr] = {}

    def owner_field(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
        return _constant(key, labels[OWNER_SIREN if name == "siren" else OWNER_NAME])

    def read_field(key: str, name: str, nodes: list[FieldNode]) -> Field:
        if name == OWNER_FIELD:
            fields = read_objects(nodes, OWNER.name, connection.selections, owner_field)
            return nested(key, fields)
        of_standard = cited.scope.columns[name].name
        if of_standard in labels:
            return _constant(key, labels[of_standard])
        match = matches[of_standard]
        if match.column is None:
            return _constant(key, None)
        if match.is_closed:
            closed[of_standard] = column(match.column.name)
        return _cell(key, match, cited, projection)

    type_name = cited.scope.type_name("Node")
    fields = read_objects(nodes, type_name, connection.selections, read_field)
    if not closed:
        return nested(key, fields)
    return Nested(key, fields, _presence(cited, closed, projection))


def _cell(key: str, match: FieldMatch, cited: CitedStandard, projection: Projection) -> Cell:
    if match.column is None:
        raise ValueError(match.field.name)
    name, type_ = match.field.name, match.field.given_as
    value: exp.Expr = call(
        STANDARD_CELL, column(match.column.name), text(cited.standard.name), text(name)
    )
    wire = WIRE[type_.scalar]
    if type_.scalar is ScalarType.DECIMAL:
        # No column of the catalog says its digits.
        value = cast(value, EXACT)
    return Cell(key, projection.add(f"standard field {name}", value, wire), wire)


def is_standard_cell(value: exp.Expr) -> bool:
    return isinstance(value, exp.Anonymous) and str(value.this) == STANDARD_CELL


def _presence(cited: CitedStandard, closed: Mapping[str, exp.Expr], projection: Projection) -> str:
    """The column that is null for a row with a word outside the list of one of these fields."""
    names = sorted(closed)
    pairs = (each for name in names for each in (closed[name], text(name)))
    listed = call(STANDARD_ROW, text(cited.standard.name), *pairs)
    return projection.add(f"standard row {names}", listed, WireType.INT)


def _labels(scope: DatasetScope) -> Mapping[str, str]:
    """The values of a standard's columns that say whose a row is."""
    organisation = scope.organisation
    return {
        OWNER_SIREN: str(organisation.siren),
        OWNER_NAME: organisation.name,
        DATASET: f"{organisation.slug.sql_name}.{scope.dataset.name}",
    }


def _constant(key: str, value: str | None) -> Constant:
    return Constant(key, orjson.dumps(value))

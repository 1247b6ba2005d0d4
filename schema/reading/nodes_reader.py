"""The slice of `nodes`: the rows of one page, in order, with what a cursor is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import FieldNode
from sqlglot import exp

from federation.logical import (
    ROW_ID,
    Cell,
    Constant,
    Field,
    LinkedRows,
    WireType,
)
from schema.reading.connection import Connection
from schema.reading.linked_reader import LinkReader, exact_texts
from schema.reading.order_keys import column_key
from schema.reading.ordering import Direction, OrderKey
from schema.reading.page import Page
from schema.reading.page_rows import Nodes, PageRows
from schema.reading.projection import Projection, nested, read_objects
from schema.reading.row_fields import node_id_of, read_node_fields
from schema.types.scope import DatasetLink, DatasetScope
from schema.types.standard_scopes import is_standard_scope

EDGE_CURSOR = "cursor"
"""The column that takes the cursors of edges."""


def shown_of(connection: Connection, selections: Iterable[list[FieldNode]]) -> Projection:
    """The columns that all lists of `nodes` of one connection show: they hold the same rows."""
    columns = Projection()
    for nodes in selections:
        read_node_fields(connection, nodes, columns, _left_out)
    return columns


def _left_out(link: DatasetLink, key: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
    """Linked rows are no columns of the row."""
    return Constant(key, b"null")


def read_nodes(
    connection: Connection, nodes: list[FieldNode], page: Page, shown: Projection, *, paged: bool
) -> Nodes:
    """`paged`: pageInfo is asked too, so one row more is read, and what a cursor needs."""
    projection, links = Projection(), LinkReader(connection)
    fields = read_node_fields(connection, nodes, projection, links.read)
    return _read_rows(connection, _Selected(fields, projection, links.linked), page, shown, paged)


def nodes_of_edges(connection: Connection, nodes: list[FieldNode]) -> list[list[FieldNode]]:
    """The selections of `node` below `edges`, one a response key."""
    selections = connection.selections.of(connection.scope.type_name("Edge"), nodes)
    return [each for each in selections.values() if each[0].name.value == "node"]


def read_edges(
    connection: Connection, nodes: list[FieldNode], page: Page, shown: Projection
) -> Nodes:
    """`edges { cursor node }`: the rows of `nodes`, each with its cursor."""
    projection, links = Projection(), LinkReader(connection)
    has_cursor = False

    def read_field(key: str, name: str, selected_by: list[FieldNode]) -> Field:
        nonlocal has_cursor
        if name == "cursor":
            has_cursor = True
            return Cell(key, EDGE_CURSOR, WireType.STRING)
        links.above = (key,)
        return nested(key, read_node_fields(connection, selected_by, projection, links.read))

    type_name = connection.scope.type_name("Edge")
    fields = read_objects(nodes, type_name, connection.selections, read_field)
    selected = _Selected(fields, projection, links.linked, EDGE_CURSOR if has_cursor else None)
    return _read_rows(connection, selected, page, shown, paged=True)


@dataclass(frozen=True, slots=True)
class _Selected:
    fields: tuple[Field, ...]
    projection: Projection
    linked: list[LinkedRows]
    edge_cursor: str | None = None


def _read_rows(
    connection: Connection,
    selected: _Selected,
    page: Page,
    shown: Projection,
    paged: bool,  # noqa: FBT001 - passed on
) -> Nodes:
    projection, cursor = selected.projection, page.cursor
    node_id = node_id_of(connection.scope, selected.fields, projection)
    rows = PageRows(
        datasets=connection.datasets(connection.where, *page.joins),
        fields=selected.fields,
        projection=exact_texts(projection, connection.scope) if selected.linked else projection,
        linked=tuple(selected.linked),
        shown=shown,
        table=connection.table(),
        joins=page.joins,
        condition=connection.condition(),
        parameters=connection.parameters,
        keys=page.keys,
        asked=page.asked,
        exact=_exact_columns(connection.scope),
        showing=_columns_shown(shown),
        token=None if cursor is None else cursor.source(str(cursor.raw())),
        first=page.first,
        offset=page.offset,
        paged=paged,
        edge_cursor=selected.edge_cursor,
        node_id=node_id,
        tells_start=page.tells_start,
        is_backward=page.is_backward,
        has_cursors=page.has_cursors,
        is_of_standard=is_standard_scope(connection.scope),
        max_rows=connection.limits.max_rows + 1,
    )
    return rows.by_the_key()


def _exact_columns(scope: DatasetScope) -> tuple[OrderKey, ...]:
    keys = (column_key(each, Direction()) for each in scope.dataset.columns)
    return tuple(key for key in keys if key.is_exact)


def _columns_shown(shown: Projection) -> frozenset[str]:
    """Of a commune the column of its code, as it is written."""
    behind = (_column_behind(expression.this) for expression in shown.expressions)
    return frozenset(each.name for each in behind if each is not None)


def _column_behind(shown: exp.Expr) -> exp.Column | None:
    if isinstance(shown, exp.Anonymous) and str(shown.this) != ROW_ID:
        shown = shown.expressions[0]
    return shown if isinstance(shown, exp.Column) else None

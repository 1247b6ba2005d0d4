"""The slice of `nodes`: the rows of one page, in order, with what a cursor is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import FieldNode
from sqlglot import exp

from federation.logical import (
    ROW_ID,
    Constant,
    Field,
)
from schema.inputs import Input
from schema.problems import AfterAndOffset, AfterNeedsExactOrder, AfterNeedsKey
from schema.reading.arguments import read_first, read_offset
from schema.reading.connection import Connection
from schema.reading.linked_reader import LinkReader, exact_texts
from schema.reading.order_keys import column_key, read_order_keys
from schema.reading.ordering import Direction, OrderKey
from schema.reading.page_rows import Nodes, PageRows
from schema.reading.projection import (
    Projection,
)
from schema.reading.row_fields import read_node_fields
from schema.standard_problems import StandardHasNoCursor
from schema.types.scope import DatasetLink, DatasetScope
from schema.types.standard_scopes import is_standard_scope

_NAMES = "r"
"""Alias of the reference table that gives a commune's sorting name, one a relation."""


@dataclass(frozen=True, slots=True)
class Page:
    """`after` and `offset` are never both given; `keys` make the order total, if there is a key."""

    first: int
    offset: int | None
    after: Input | None
    keys: tuple[OrderKey, ...]
    joins: tuple[exp.Join, ...]
    asked: int
    """The number of keys that the document names itself."""

    @property
    def has_cursors(self) -> bool:
        return bool(self.keys) and all(key.is_exact for key in self.keys)


def read_page(connection: Connection) -> Page:
    """Raises PageTooLarge, OffsetTooLarge, AfterAndOffset, AfterNeedsKey, StandardHasNoCursor,
    AfterNeedsExactOrder.
    """
    arguments, limits, scope = connection.arguments, connection.limits, connection.scope
    first, offset = read_first(arguments, limits), read_offset(arguments, limits)
    after = arguments.get("after")
    if after is not None and after.is_null:
        after = None
    order = read_order_keys(connection)
    dataset = scope.dataset
    if after is not None:
        if offset is not None:
            raise AfterAndOffset(place=after.place)
        if not dataset.primary_key:
            missing = StandardHasNoCursor if is_standard_scope(scope) else AfterNeedsKey
            raise missing(dataset=dataset.name, limit=limits.max_offset, place=after.place)
        for key in order.keys:
            if not key.is_exact:
                raise AfterNeedsExactOrder(
                    field=key.what, limit=limits.max_offset, place=after.place
                )
    first = limits.default_rows if first is None else first
    return Page(first, offset, after, order.keys, order.joins, order.asked)


def shown_of(connection: Connection, selections: Iterable[list[FieldNode]]) -> Projection:
    """The columns that all lists of `nodes` of one connection show: they hold the same rows."""
    shown = Projection()
    for nodes in selections:
        read_node_fields(connection, nodes, shown, _left_out)
    return shown


def _left_out(link: DatasetLink, key: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
    """Linked rows are no columns of the row."""
    return Constant(key, b"null")


def read_nodes(
    connection: Connection, nodes: list[FieldNode], page: Page, shown: Projection, *, paged: bool
) -> Nodes:
    """`paged`: pageInfo is asked too, so one row more is read, and what a cursor needs."""
    projection = Projection()
    links = LinkReader(connection)
    fields = read_node_fields(connection, nodes, projection, links.read)
    linked, after = tuple(links.linked), page.after
    rows = PageRows(
        datasets=connection.datasets(connection.where, *page.joins),
        fields=fields,
        projection=exact_texts(projection, connection.scope) if linked else projection,
        linked=linked,
        shown=shown,
        table=connection.table(),
        joins=page.joins,
        condition=connection.condition(),
        parameters=connection.parameters,
        keys=page.keys,
        asked=page.asked,
        exact=_exact_columns(connection.scope),
        showing=_columns_shown(shown),
        token=None if after is None else after.source(str(after.raw())),
        first=page.first,
        offset=page.offset,
        paged=paged,
        has_cursors=bool(connection.scope.primary_key) and page.has_cursors,
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

"""The slice of `nodes`: the rows of one page, in order, with what a cursor is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import Column
from catalog.model.identifiers import graphql_name
from federation.logical import (
    REFERENCE_SCHEMA,
    ROW_ID,
    Cell,
    Field,
    Nested,
    WireType,
)
from federation.standards.standard_tables import OWNER_NAME, OWNER_SIREN
from federation.wire_types import WIRE
from schema.inputs import Input
from schema.problems import AfterAndOffset, AfterNeedsExactOrder, AfterNeedsKey
from schema.reading.arguments import read_first, read_offset
from schema.reading.connection import Connection
from schema.reading.ordering import Direction, OrderKey, read_direction, read_terms
from schema.reading.page_rows import Nodes, PageRows
from schema.reading.projection import (
    Projection,
    commune_code,
    commune_label,
    commune_name,
    read_commune,
    read_objects,
)
from schema.sql import TEXT, call, column, quoted
from schema.standard_problems import StandardHasNoCursor
from schema.types.scope import ROW_ID_FIELD, CommuneRelation, DatasetScope
from schema.types.standard_scopes import OWNER_FIELD, is_standard_scope
from schema.types.standard_types import OWNER

_NAMES = "r"
"""Alias of the reference table that gives a commune's sorting name, one a relation."""


@dataclass(frozen=True, slots=True)
class Page:
    """`after` and `offset` are never both given; `keys` make the order total, if there is a key."""

    first: int
    offset: int | None
    after: Input | None
    keys: tuple[OrderKey, ...]
    named: tuple[CommuneRelation, ...]
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
    keys, named, asked = _read_keys(connection)
    dataset = scope.dataset
    if after is not None:
        if offset is not None:
            raise AfterAndOffset(place=after.place)
        if not dataset.primary_key:
            missing = StandardHasNoCursor if is_standard_scope(scope) else AfterNeedsKey
            raise missing(dataset=dataset.name, limit=limits.max_offset, place=after.place)
        for key in keys:
            if not key.is_exact:
                raise AfterNeedsExactOrder(
                    field=key.what, limit=limits.max_offset, place=after.place
                )
    first = limits.default_rows if first is None else first
    return Page(first, offset, after, tuple(keys), tuple(named), asked)


def shown_of(connection: Connection, selections: Iterable[list[FieldNode]]) -> Projection:
    """The columns that all lists of `nodes` of one connection show: they hold the same rows."""
    shown = Projection()
    for nodes in selections:
        read_node_fields(connection, nodes, shown)
    return shown


def read_nodes(
    connection: Connection, nodes: list[FieldNode], page: Page, shown: Projection, *, paged: bool
) -> Nodes:
    """`paged`: pageInfo is asked too, so one row more is read, and what a cursor needs."""
    projection = Projection()
    fields = read_node_fields(connection, nodes, projection)
    after = page.after
    rows = PageRows(
        datasets=connection.datasets(connection.where),
        fields=fields,
        projection=projection,
        shown=shown,
        table=connection.table(),
        joins=tuple(_join(relation, index) for index, relation in enumerate(page.named)),
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
    keys = (_column_key(each, Direction()) for each in scope.dataset.columns)
    return tuple(key for key in keys if key.is_exact)


def _columns_shown(shown: Projection) -> frozenset[str]:
    """Of a commune the column of its code, as it is written."""
    behind = (_column_behind(expression.this) for expression in shown.expressions)
    return frozenset(each.name for each in behind if each is not None)


def _column_behind(shown: exp.Expr) -> exp.Column | None:
    if isinstance(shown, exp.Anonymous) and str(shown.this) != ROW_ID:
        shown = shown.expressions[0]
    return shown if isinstance(shown, exp.Column) else None


def read_node_fields(
    connection: Connection, nodes: list[FieldNode], projection: Projection
) -> tuple[Field, ...]:
    """The fields selected of a row, with its columns added to the projection."""
    scope = connection.scope

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == ROW_ID_FIELD:
            row_id = call(ROW_ID, *(column(each.name) for each in scope.primary_key))
            return Cell(key, projection.add("row id", row_id, WireType.STRING), WireType.STRING)
        if name == OWNER_FIELD and is_standard_scope(scope):
            return _owner(key, found, connection, projection)
        relation = scope.relations.get(name)
        if relation is not None:
            return read_commune(
                key,
                found,
                connection.selections,
                lambda: projection.add(f"code {name}", commune_code(relation), WireType.STRING),
                lambda: projection.add(f"label {name}", commune_label(relation), WireType.STRING),
            )
        known = scope.columns[name]
        return Cell(key, projection.add_column(known.name, known.type), WIRE[known.type.scalar])

    return read_objects(nodes, scope.type_name("Node"), connection.selections, read_field)


def _owner(
    key: str, nodes: list[FieldNode], connection: Connection, projection: Projection
) -> Nested:
    """`owner { siren nom }`, of the two columns that every row of a standard has."""
    columns = {"siren": OWNER_SIREN, "nom": OWNER_NAME}

    def read_field(key: str, name: str, _: list[FieldNode]) -> Field:
        known = projection.add_column(columns[name], TEXT)
        return Cell(key, known, WireType.STRING)

    return Nested(key, read_objects(nodes, OWNER.name, connection.selections, read_field))


def _read_keys(connection: Connection) -> tuple[list[OrderKey], list[CommuneRelation], int]:
    """The keys that orderBy asks for, then the primary key's own columns, so that no two rows are
    level; the relations by whose names rows are ordered; and the number of keys of orderBy.
    """
    scope = connection.scope
    keys: dict[str, OrderKey] = {}
    named: list[CommuneRelation] = []
    for name, value in read_terms(connection.arguments.get("orderBy"), connection.limits):
        relation = scope.relations.get(name)
        if relation is None:
            known = scope.columns[name]
            keys.setdefault(name, _column_key(known, read_direction(name, value)))
            continue
        for attribute, each in value.entries():
            if each is None:
                continue
            what = f"{name}.{attribute}"
            if attribute == "code":
                slot, expression = f"code {name}", commune_code(relation)
            else:
                if relation not in named:
                    named.append(relation)
                slot = f"name {name}"
                expression = column("nom_tri", f"{_NAMES}{named.index(relation)}")
            direction = read_direction(what, each)
            keys.setdefault(what, OrderKey(what, slot, expression, TEXT, direction))
    asked = len(keys)
    for known in scope.primary_key:
        keys.setdefault(graphql_name(known.name), _column_key(known, Direction()))
    return list(keys.values()), named, asked


def _column_key(known: Column, direction: Direction) -> OrderKey:
    slot, what = f"column {known.name}", graphql_name(known.name)
    return OrderKey(what, slot, column(known.name), known.type, direction, known.name)


def _join(relation: CommuneRelation, index: int) -> exp.Join:
    alias = f"{_NAMES}{index}"
    table = exp.Table(
        this=quoted("communes"),
        db=quoted(REFERENCE_SCHEMA),
        alias=exp.TableAlias(this=quoted(alias)),
    )
    same = exp.EQ(this=column("label", alias), expression=commune_name(relation))
    return exp.Join(this=table, side="LEFT", on=same)

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
    LogicalQuery,
    Shape,
    SliceKind,
    WireType,
)
from schema.arguments import read_first, read_offset
from schema.connection import Connection
from schema.inputs import Input
from schema.keyset import order_digest, rows_after, rows_digest, rows_level
from schema.ordering import Direction, OrderKey, read_direction, read_terms
from schema.problems import AfterAndOffset, AfterNeedsExactOrder, AfterNeedsKey
from schema.projection import (
    WIRE,
    Projection,
    commune_code,
    commune_label,
    commune_name,
    read_commune,
    read_objects,
)
from schema.scope import ROW_ID_FIELD, CommuneRelation
from schema.sql import TEXT, call, cast, column, quoted
from schema.ties import Start, Ties

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

    @property
    def has_cursors(self) -> bool:
        return bool(self.keys) and all(key.is_exact for key in self.keys)


def read_page(connection: Connection) -> Page:
    """Raises PageTooLarge, OffsetTooLarge, AfterAndOffset, AfterNeedsKey, AfterNeedsExactOrder."""
    arguments, limits, scope = connection.arguments, connection.limits, connection.scope
    first, offset = read_first(arguments, limits), read_offset(arguments, limits)
    after = arguments.get("after")
    if after is not None and after.is_null:
        after = None
    keys, named = _read_keys(connection)
    dataset = scope.dataset
    if after is not None:
        if offset is not None:
            raise AfterAndOffset(place=after.place)
        if not dataset.primary_key:
            raise AfterNeedsKey(dataset=dataset.name, limit=limits.max_offset, place=after.place)
        for key in keys:
            if not key.is_exact:
                raise AfterNeedsExactOrder(
                    field=key.what, limit=limits.max_offset, place=after.place
                )
    first = limits.default_rows if first is None else first
    return Page(first, offset, after, tuple(keys), tuple(named))


@dataclass(frozen=True, slots=True)
class Nodes:
    """The slice, and where rows have cursors the digest of their order and what a page needs that
    begins or ends between rows of one key.
    """

    logical: LogicalQuery
    order: bytes | None
    ties: Ties | None


def shown_of(connection: Connection, selections: Iterable[list[FieldNode]]) -> Projection:
    """What all lists of `nodes` of one connection show: they hold the same rows."""
    shown = Projection()
    for nodes in selections:
        _read_fields(connection, nodes, shown)
    return shown


def read_nodes(
    connection: Connection, nodes: list[FieldNode], page: Page, shown: Projection, *, paged: bool
) -> Nodes:
    """`paged`: pageInfo is asked too, so one row more is read, and what a cursor needs."""
    projection = Projection()
    fields = _read_fields(connection, nodes, projection)
    cursor_columns: tuple[str, ...] = ()
    has_cursors = bool(connection.scope.primary_key) and page.has_cursors
    if has_cursors and paged:
        cursor_columns = tuple(
            projection.add(key.slot, key.expression.copy(), WIRE[key.type.scalar])
            for key in page.keys
        )
    if not projection.columns:
        projection.add("nothing", exp.Literal.number(1), WireType.INT)
    condition, past, level = connection.condition(), None, None
    if page.after is not None:
        token = page.after.source(str(page.after.raw()))
        past = rows_after(page.keys, token, connection.parameters)
        level = rows_level(page.keys, token, connection.parameters)
    tree = exp.Select(expressions=projection.expressions, from_=exp.From(this=connection.table()))
    if page.named:
        tree.set("joins", [_join(relation, index) for index, relation in enumerate(page.named)])
    if condition is not None:
        tree.set("where", exp.Where(this=condition))
    total: list[exp.Expr] = [*(key.ordered() for key in page.keys), *_order_by_output(shown)]
    if total:
        tree.set("order", exp.Order(expressions=total))
    tree.set("limit", exp.Limit(expression=exp.Literal.number(page.first + (1 if paged else 0))))
    logical = LogicalQuery(
        kind=SliceKind.NODES,
        datasets=(connection.scope.dataset.id,),
        tree=tree,
        parameters=connection.parameters.held_by(tree),
        shape=Shape(fields),
        columns=tuple(projection.columns),
        page_size=page.first if paged else None,
        cursor_columns=cursor_columns,
        max_rows=connection.limits.max_rows + 1,
    )
    ties = Ties(
        logical,
        past,
        level,
        tuple(connection.parameters.made.values()),
        page.offset,
        rows_digest(tree),
    )
    if not has_cursors:
        return Nodes(ties.page_from(Start()), None, None)
    order = order_digest(page.keys, connection.scope.dataset.id)
    # Counting rows from the first needs the total order from the first page on. Elsewhere the keys
    # are enough, which an index may serve, until two rows of one key meet at an edge.
    plain = ties.page_from(Start())
    if page.offset is None:
        plain.tree.set("order", exp.Order(expressions=[key.ordered() for key in page.keys]))
    return Nodes(plain, order, ties if paged or page.after is not None else None)


def _read_fields(
    connection: Connection, nodes: list[FieldNode], projection: Projection
) -> tuple[Field, ...]:
    scope = connection.scope

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == ROW_ID_FIELD:
            row_id = call(ROW_ID, *(column(each.name) for each in scope.primary_key))
            return Cell(key, projection.add("row id", row_id, WireType.STRING), WireType.STRING)
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


def _read_keys(connection: Connection) -> tuple[list[OrderKey], list[CommuneRelation]]:
    """What orderBy asks, then the primary key's own columns, so that no two rows are level."""
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
    for known in scope.primary_key:
        keys.setdefault(graphql_name(known.name), _column_key(known, Direction()))
    return list(keys.values()), named


def _column_key(known: Column, direction: Direction) -> OrderKey:
    slot, what = f"column {known.name}", graphql_name(known.name)
    return OrderKey(what, slot, column(known.name), known.type, direction)


def _join(relation: CommuneRelation, index: int) -> exp.Join:
    alias = f"{_NAMES}{index}"
    table = exp.Table(
        this=quoted("communes"),
        db=quoted(REFERENCE_SCHEMA),
        alias=exp.TableAlias(this=quoted(alias)),
    )
    same = exp.EQ(this=column("label", alias), expression=commune_name(relation))
    return exp.Join(this=table, side="LEFT", on=same)


def _order_by_output(projection: Projection) -> list[exp.Expr]:
    """By what is shown, so that rows that are level look the same."""
    return [
        exp.Ordered(this=_comparable(each.this.copy(), wire), desc=False, nulls_first=False)
        for each, (_, wire) in zip(projection.expressions, projection.columns, strict=True)
    ]


def _comparable(value: exp.Expr, wire: WireType) -> exp.Expr:
    """JSON has an order as text alone."""
    return cast(value, TEXT) if wire is WireType.JSON else value

"""Linked rows in a selection: what a row shows of those that it is linked to, three levels deep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import (
    Cell,
    Constant,
    Field,
    Linked,
    LinkedRows,
    NodeId,
    Totals,
    WireType,
)
from schema.linked_problems import TooManyLinkedRows
from schema.places import place_of
from schema.problems import DocumentLimit
from schema.reading.aggregates import read_aggregate_fields
from schema.reading.arguments import read_first, read_offset
from schema.reading.connection import Connection, linked_connection
from schema.reading.measures import count_rows
from schema.reading.order_keys import OrderKeys, read_order_keys
from schema.reading.projection import Projection, nested, read_objects, typename
from schema.reading.row_fields import node_id_of, read_node_fields
from schema.reading.standard_rows import is_standard_cell
from schema.sql import TEXT, aliased, cast, column
from schema.types.scope import DatasetLink, DatasetScope
from schema.types.shared_types import TOTAL_COUNT

MOST_SHOWN: Final = 100
"""Rows linked to one row."""
_USUAL, _MOST_LEVELS, _MOST_FIELDS = 20, 3, 12


@dataclass(slots=True)
class LinkReader:
    """The links of one level of rows; `above`: the response keys that lead there from a row of the
    list. `names` are those of all levels of the list.
    """

    connection: Connection
    above: tuple[str, ...] = ()
    names: list[str] = field(default_factory=list)
    level: int = 1
    linked: list[LinkedRows] = field(default_factory=list)

    def read(self, link: DatasetLink, key: str, nodes: list[FieldNode]) -> Field:
        """Raises TooManyLinkedRows, DocumentLimit, and the CallerProblems of its arguments."""
        name = self._name(nodes[0])
        linked = linked_connection(self.connection, link, nodes[0])
        path = (*self.above, key)
        if link.many:
            return self._read_many(link, linked, name, path, nodes)
        below = self._below(linked, path)
        read = _read_rows(linked, nodes, below)
        self._keep(link, linked, name, path, nodes[0], _Shown(read, below, 1))
        return Linked(key, read.fields, name, is_single=True)

    def _name(self, node: FieldNode) -> str:
        if self.level > _MOST_LEVELS:
            raise DocumentLimit(
                what_fr="niveaux de lignes liées",
                what_en="levels of linked rows",
                limit=_MOST_LEVELS,
                place=place_of(node),
            )
        if len(self.names) >= _MOST_FIELDS:
            raise DocumentLimit(
                what_fr="champs de lignes liées",
                what_en="fields of linked rows",
                limit=_MOST_FIELDS,
                place=place_of(node),
            )
        name = f"m{len(self.names) + 1}"
        self.names.append(name)
        return name

    def _below(self, linked: Connection, path: tuple[str, ...]) -> LinkReader:
        return LinkReader(linked, path, self.names, self.level + 1)

    def _read_many(
        self,
        link: DatasetLink,
        linked: Connection,
        name: str,
        path: tuple[str, ...],
        nodes: list[FieldNode],
    ) -> Field:
        """`lignes { nodes totalCount aggregate }`."""
        type_name, totals = linked.scope.type_name("LinkedRows"), Projection(f"{name}_t")
        first = _first(linked, link.name, nodes[0])
        rows_shown: _Shown | None = None
        fields: list[Field] = []
        for key, selected in linked.selections.of(type_name, nodes).items():
            match selected[0].name.value:
                case "__typename":
                    fields.append(typename(key, type_name))
                case "totalCount":
                    fields.append(_read_total_count(key, linked, selected, totals))
                case "aggregate":
                    aggregated = read_aggregate_fields(linked, selected, totals, column)
                    fields.append(nested(key, aggregated))
                case _:
                    if rows_shown is not None:
                        raise DocumentLimit(
                            what_fr=f"liste « nodes » sous « {link.name} »",
                            what_en=f'list "nodes" under "{link.name}"',
                            limit=1,
                            place=place_of(selected[0]),
                        )
                    below = self._below(linked, (*path, key))
                    read = _read_rows(linked, selected, below)
                    rows_shown = _Shown(read, below, first)
                    fields.append(Linked(key, read.fields, name))
        self._keep(link, linked, name, path, nodes[0], rows_shown, totals)
        return nested(path[-1], tuple(fields))

    def _keep(
        self,
        link: DatasetLink,
        linked: Connection,
        name: str,
        path: tuple[str, ...],
        node: FieldNode,
        rows_shown: _Shown | None,
        totals: Projection | None = None,
    ) -> None:
        order = read_order_keys(linked)
        rows = None if rows_shown is None else _rows_of(linked, rows_shown.read.columns, order)
        of_all = None if totals is None or not totals.columns else _totals_of(linked, totals)
        held = [each for each in (rows, None if of_all is None else of_all.tree) if each]
        parameters = {each.name: each for tree in held for each in linked.parameters.held_by(tree)}
        self.linked.append(
            LinkedRows(
                name=name,
                path=path,
                place=place_of(node),
                datasets=linked.datasets(*held),
                own=link.own.name,
                other=link.other.name,
                first=0 if rows_shown is None else rows_shown.first,
                offset=read_offset(linked.arguments, linked.limits) or 0,
                rows=rows,
                columns=() if rows_shown is None else tuple(rows_shown.read.columns.columns),
                totals=of_all,
                parameters=tuple(parameters.values()),
                is_single=not link.many,
                linked=() if rows_shown is None else tuple(rows_shown.below.linked),
                node_id=None if rows_shown is None else rows_shown.read.node_id,
            )
        )


@dataclass(frozen=True, slots=True)
class _Read:
    columns: Projection
    fields: tuple[Field, ...]
    node_id: NodeId | None


@dataclass(frozen=True, slots=True)
class _Shown:
    read: _Read
    below: LinkReader
    first: int


def exact_texts(projection: Projection, scope: DatasetScope) -> Projection:
    """The same, decimals as exact texts and JSON as text: columns of several levels are put on top
    of each other, and none may give another its digits.
    """
    expressions: list[exp.Expr] = []
    columns: list[tuple[str, WireType]] = []
    for expression, (name, wire) in zip(projection.expressions, projection.columns, strict=True):
        value: exp.Expr = expression.unalias().copy()
        match wire:
            case WireType.DECIMAL:
                value = cast(_exact(value, scope), TEXT)
            case WireType.JSON:
                value = cast(value, TEXT)
            case _:
                pass
        expressions.append(aliased(value, name))
        columns.append((name, WireType.STRING if wire in _TEXTS else wire))
    return Projection(projection.letter, expressions, columns)


_TEXTS = {WireType.DECIMAL, WireType.JSON}


def _exact(value: exp.Expr, scope: DatasetScope) -> exp.Expr:
    """With the digits that its column declares, or that its own cast says."""
    if isinstance(value, exp.Cast):
        return value
    types = (scope.dataset.column_named(each.name) for each in value.find_all(exp.Column))
    scales = [each.type for each in types if each and each.type.scalar is ScalarType.DECIMAL]
    return cast(value, scales[0] if scales else ColumnType(ScalarType.DECIMAL))


def _read_rows(linked: Connection, nodes: list[FieldNode], below: LinkReader) -> _Read:
    projection = Projection()
    fields = read_node_fields(linked, nodes, projection, below.read)
    node_id = node_id_of(linked.scope, fields, projection)
    return _Read(exact_texts(projection, linked.scope), fields, node_id)


def _first(linked: Connection, name: str, node: FieldNode) -> int:
    first = read_first(linked.arguments, linked.limits)
    if first is None:
        return _USUAL
    if not 1 <= first <= MOST_SHOWN:
        raise TooManyLinkedRows(field=name, first=first, limit=MOST_SHOWN, place=place_of(node))
    return first


def _rows_of(linked: Connection, projection: Projection, order: OrderKeys) -> exp.Select:
    """In a total order: by the keys, then by the columns that are shown as they are given, or as
    fields of a standard.
    """
    tree = _of_table(linked, projection.expressions)
    if order.joins:
        tree.set("joins", [each.copy() for each in order.joins])
    keys: list[exp.Expr] = [key.ordered() for key in order.keys]
    by = {key.column for key in order.keys}
    for expression in projection.expressions:
        value = expression.unalias()
        while isinstance(value, exp.Cast):
            value = value.this
        is_told = isinstance(value, exp.Column) and value.name not in by
        if is_told or is_standard_cell(value):
            keys.append(
                exp.Ordered(this=expression.unalias().copy(), desc=False, nulls_first=False)
            )
    if keys:
        tree.set("order", exp.Order(expressions=keys))
    return tree


def _totals_of(linked: Connection, totals: Projection) -> Totals:
    texts = exact_texts(totals, linked.scope)
    counts = frozenset(name for name, wire in totals.columns if wire is WireType.COUNT)
    return Totals(_of_table(linked, texts.expressions), tuple(texts.columns), counts)


def _of_table(linked: Connection, expressions: list[exp.Expr]) -> exp.Select:
    tree = exp.Select(expressions=expressions, from_=exp.From(this=linked.table()))
    condition = linked.condition()
    if condition is not None:
        tree.set("where", exp.Where(this=condition))
    return tree


def _read_total_count(
    key: str, linked: Connection, nodes: list[FieldNode], totals: Projection
) -> Field:
    """Of linked rows the count is exact: they are read anyway."""

    def read_field(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
        if name == "exact":
            return Constant(key, b"true")
        return Cell(key, totals.add("count", count_rows(), WireType.COUNT), WireType.COUNT)

    return nested(key, read_objects(nodes, TOTAL_COUNT.name, linked.selections, read_field))

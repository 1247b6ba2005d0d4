"""The keys of groups: a set of (column, unit), of parts of dates and of relations, each grouped
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import Column, ColumnType, ScalarType
from catalog.model.identifiers import graphql_name
from federation.logical import Cell, Field, WireType
from federation.wire_types import WIRE
from schema.places import place_of
from schema.problems import NullCondition
from schema.reading.arguments import read_arguments
from schema.reading.connection import Connection
from schema.reading.linked_orders import column_of_one
from schema.reading.projection import (
    Projection,
    commune_code,
    commune_label,
    commune_name,
    nested,
    read_commune,
    read_objects,
)
from schema.sql import TEXT, aliased, cast, column
from schema.types.scope import DATE_PART_FIELD, CommuneRelation, DatasetLink
from schema.types.shared_types import PART_ORDER, UNIT_ORDER

GROUPED = "g"
"""Alias of the rows with their keys computed, when some key is more than a column."""
_INTEGER = ColumnType(ScalarType.INTEGER)
_EXTRACTED = {"MONTH_OF_YEAR": "MONTH", "DAY_OF_WEEK": "DAY_OF_WEEK", "HOUR_OF_DAY": "HOUR"}


@dataclass(slots=True)
class GroupKeys:
    """`inner` computes keys and passes columns below the grouping; `outer` is over its aliases.

    Where every key is a plain column, `inner` is not needed and stays unused.
    """

    connection: Connection
    units: dict[str, list[str | None]] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    """By field of a date, in the order in which groups are ordered by several."""
    parents: dict[tuple[str, str], list[str | None]] = field(default_factory=dict)
    """By link and field of the one row: the units of a date."""
    joins: dict[tuple[str, str], tuple[exp.Expr, exp.Join]] = field(default_factory=dict)
    """The column of the one row, and what joins it to the rows below the grouping."""
    inner: dict[str, exp.Expr] = field(default_factory=dict)
    computed: bool = False
    conditions: dict[str, str] = field(default_factory=dict)
    """By response key of an aggregate, the name in `inner` of what its rows must satisfy."""
    grouped: dict[str, exp.Expr] = field(default_factory=dict)
    types: dict[str, ColumnType] = field(default_factory=dict)
    """Of each of `grouped`."""

    def __bool__(self) -> bool:
        return bool(self.units or self.relations or self.parts or self.parents)

    def read_column(self, name: str) -> exp.Expr:
        """A dataset column, wherever the aggregates are computed."""
        if not self.computed:
            return column(name)
        self.inner.setdefault(name, column(name))
        return column(name, GROUPED)

    def group(self, slot: str, expression: exp.Expr, type_: ColumnType) -> None:
        self.grouped.setdefault(slot, expression)
        self.types[slot] = type_

    def add_condition(self, key: str, condition: exp.Expr) -> None:
        """The rows that one aggregate is made of, told apart where the keys are computed."""
        name = f"where {len(self.conditions)}"
        self.computed = True
        self.conditions[key] = name
        self.inner[name] = condition

    def only(self, key: str) -> exp.Expr | None:
        """The column that is true of the rows of an aggregate; None for all rows of the group."""
        name = self.conditions.get(key)
        return None if name is None else column(name, GROUPED)


def find_keys(connection: Connection, nodes: list[FieldNode]) -> GroupKeys:
    """The keys that a `key` selection names, before any column is made."""
    keys, scope = GroupKeys(connection), connection.scope
    for found in connection.selections.of(scope.type_name("Key"), nodes).values():
        name = found[0].name.value
        if name == "__typename":
            continue
        if name in scope.relations:
            keys.relations[name] = name
            continue
        if name == DATE_PART_FIELD and scope.has_date_parts:
            _find_parts(keys, found)
            continue
        if name in scope.links:
            _find_parents(keys, scope.links[name], found)
            continue
        unit = _unit(connection, found[0])
        if unit not in keys.units.setdefault(name, []):
            keys.units[name].append(unit)
    keys.computed = bool(keys.relations or keys.parts or keys.parents) or any(
        unit is not None for units in keys.units.values() for unit in units
    )
    return keys


def _find_parts(keys: GroupKeys, nodes: list[FieldNode]) -> None:
    connection = keys.connection
    selected = connection.selections.of(connection.scope.type_name("DateParts"), nodes)
    for node, *_ in selected.values():
        name = node.name.value
        if name != "__typename":
            keys.parts.setdefault(name, []).append(_part(connection, node))
    for name, parts in keys.parts.items():
        keys.parts[name] = sorted(set(parts), key=PART_ORDER.index)


def _find_parents(keys: GroupKeys, link: DatasetLink, nodes: list[FieldNode]) -> None:
    connection = keys.connection
    linked = connection.scope.linked(link)
    for node, *_ in connection.selections.of(linked.type_name("ParentKey"), nodes).values():
        field_name = node.name.value
        if field_name == "__typename":
            continue
        place = (link.name, field_name)
        if place not in keys.joins:
            of = linked.columns[field_name]
            keys.joins[place] = column_of_one(connection, link, of, place_of(node))
        unit = _unit(connection, node)
        if unit not in keys.parents.setdefault(place, []):
            keys.parents[place].append(unit)


def read_key_fields(
    keys: GroupKeys, nodes: list[FieldNode], projection: Projection
) -> tuple[Field, ...]:
    """The fields under `key`; what they group by is added to `keys.grouped`."""
    connection = keys.connection
    scope = connection.scope

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        relation = scope.relations.get(name)
        if relation is not None:
            return read_commune(
                key,
                found,
                connection.selections,
                lambda: code_column(keys, relation, projection),
                lambda: label_column(keys, relation, projection),
            )
        if name == DATE_PART_FIELD and scope.has_date_parts:
            type_name = scope.type_name("DateParts")
            return nested(key, read_objects(found, type_name, connection.selections, read_part))
        if name in scope.links:
            return read_parent(key, scope.links[name], found)
        known = scope.columns[name]
        wire = WIRE[known.type.scalar]
        unit = _unit(connection, found[0])
        return Cell(key, unit_column(keys, known, unit, projection), wire)

    def read_parent(key: str, link: DatasetLink, nodes: list[FieldNode]) -> Field:
        linked = scope.linked(link)

        def read_column(key: str, name: str, nodes: list[FieldNode]) -> Field:
            of, unit = linked.columns[name], _unit(connection, nodes[0])
            return Cell(key, parent_column(keys, link, of, unit, projection), WIRE[of.type.scalar])

        type_name = linked.type_name("ParentKey")
        return nested(key, read_objects(nodes, type_name, connection.selections, read_column))

    def read_part(key: str, name: str, nodes: list[FieldNode]) -> Field:
        part = _part(connection, nodes[0])
        return Cell(key, part_column(keys, scope.columns[name], part, projection), WireType.INT)

    return read_objects(nodes, scope.type_name("Key"), connection.selections, read_field)


def parent_column(
    keys: GroupKeys, link: DatasetLink, of: Column, unit: str | None, projection: Projection
) -> str:
    """A column of the one row that the rows of a group are linked to; null without one."""
    key = parent_key(keys, link, of, unit)
    slot = f"parent {key.name}"
    keys.group(slot, key, of.type)
    # Above a query that joins, nothing but a cast says how many decimals there are.
    is_exact = of.type.scalar is ScalarType.DECIMAL
    value = cast(key.copy(), of.type) if is_exact else key.copy()
    return projection.add(slot, value, WIRE[of.type.scalar])


def parent_key(keys: GroupKeys, link: DatasetLink, of: Column, unit: str | None) -> exp.Column:
    name = f"{link.name}.{of.name} {unit}"
    if name not in keys.inner:
        value = keys.joins[link.name, graphql_name(of.name)][0].copy()
        zone = keys.connection.scope.linked(link).dataset.time_zone
        keys.inner[name] = value if unit is None else time_cut(value, of, unit, zone)
    return column(name, GROUPED)


def part_column(keys: GroupKeys, known: Column, part: str, projection: Projection) -> str:
    expression = part_key(keys, known, part)
    slot = f"part {known.name} {part}"
    keys.group(slot, expression, _INTEGER)
    return projection.add(slot, expression.copy(), WireType.INT)


def part_key(keys: GroupKeys, known: Column, part: str) -> exp.Expr:
    """A number of the calendar, or of the clock on the dataset's wall; null without a date."""
    name = f"{known.name} {part.lower()}"
    if name not in keys.inner:
        local = _local(column(known.name), known, keys.connection.scope.dataset.time_zone)
        keys.inner[name] = exp.Extract(this=exp.Var(this=_EXTRACTED[part]), expression=local)
    return column(name, GROUPED)


def unit_column(keys: GroupKeys, known: Column, unit: str | None, projection: Projection) -> str:
    expression = unit_key(keys, known, unit)
    slot = f"key {known.name} {unit}"
    keys.group(slot, expression, known.type)
    return projection.add(slot, expression.copy(), WIRE[known.type.scalar])


def unit_key(keys: GroupKeys, known: Column, unit: str | None) -> exp.Expr:
    """The column itself, or cut to the unit, in the dataset's time zone for an instant."""
    if not keys.computed:
        return column(known.name)
    name = known.name if unit is None else f"{known.name} {unit.lower()}"
    if name not in keys.inner:
        keys.inner[name] = _truncated(known, unit, keys.connection.scope.dataset.time_zone)
    return column(name, GROUPED)


def code_column(keys: GroupKeys, relation: CommuneRelation, projection: Projection) -> str:
    """A relation groups by its code: many communes share a name."""
    slot = f"key {relation.name}"
    keys.group(slot, code_key(keys, relation), TEXT)
    return projection.add(slot, code_key(keys, relation), WireType.STRING)


def code_key(keys: GroupKeys, relation: CommuneRelation) -> exp.Expr:
    name = f"{relation.name} code"
    keys.inner.setdefault(name, commune_code(relation))
    return column(name, GROUPED)


def label_column(keys: GroupKeys, relation: CommuneRelation, projection: Projection) -> str:
    """A group's label is that of its latest row: keys sort by their year."""
    name = f"{relation.name} label"
    code_column(keys, relation, projection)
    keys.inner.setdefault(name, commune_label(relation))
    latest = exp.Max(this=column(name, GROUPED))
    return projection.add(f"label {relation.name}", latest, WireType.STRING)


def name_key(keys: GroupKeys, relation: CommuneRelation) -> exp.Expr:
    """The key of a group's name: that of its latest row, as for its label."""
    name = f"{relation.name} name"
    keys.inner.setdefault(name, commune_name(relation))
    return exp.Max(this=column(name, GROUPED))


def inner_select(keys: GroupKeys, condition: exp.Expr | None) -> exp.Select:
    """The rows, with the keys computed."""
    expressions = [aliased(each, name) for name, each in keys.inner.items()]
    tree = exp.Select(expressions=expressions, from_=exp.From(this=keys.connection.table()))
    if keys.joins:
        tree.set("joins", [join.copy() for _, join in keys.joins.values()])
    if condition is not None:
        tree.set("where", exp.Where(this=condition))
    return tree


def finest(units: Sequence[str | None]) -> str | None:
    """Two units of one date sort by the finest: it decides the other."""
    if None in units:
        return None
    return min((unit for unit in units if unit is not None), key=UNIT_ORDER.index)


def _part(connection: Connection, node: FieldNode) -> str:
    by = read_arguments(node, connection.variables)["by"]
    if by.is_null:
        raise NullCondition(field="by", place=by.place)
    return str(by.raw())


def _unit(connection: Connection, node: FieldNode) -> str | None:
    by = read_arguments(node, connection.variables).get("by")
    if by is None:
        return None
    if by.is_null:
        raise NullCondition(field="by", place=by.place)
    return str(by.raw())


def _truncated(known: Column, unit: str | None, time_zone: str) -> exp.Expr:
    value = column(known.name)
    return value if unit is None else time_cut(value, known, unit, time_zone)


def time_cut(value: exp.Expr, of: Column, unit: str, time_zone: str) -> exp.Expr:
    """A value of the column, cut to a unit of the calendar of the zone."""
    return exp.TimestampTrunc(this=_local(value, of, time_zone), unit=exp.Var(this=unit))


def _local(value: exp.Expr, of: Column, time_zone: str) -> exp.Expr:
    if of.type.scalar is ScalarType.TIMESTAMP_TZ:
        return exp.AtTimeZone(this=value, zone=exp.Literal.string(time_zone))
    return value

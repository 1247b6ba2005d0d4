"""The keys of groups: a set of (column, unit) and of relations, each grouped once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import Column, ScalarType
from federation.logical import Cell, Field, WireType
from schema.arguments import read_arguments
from schema.connection import Connection
from schema.problems import NullCondition
from schema.projection import (
    WIRE,
    Projection,
    commune_code,
    commune_label,
    commune_name,
    read_commune,
    read_objects,
)
from schema.scope import CommuneRelation
from schema.shared_types import UNIT_ORDER
from schema.sql import aliased, column

GROUPED = "g"
"""Alias of the rows with their keys computed, when some key is more than a column."""


@dataclass(slots=True)
class GroupKeys:
    """`inner` computes keys and passes columns below the grouping; `outer` is over its aliases.

    Where every key is a plain column, `inner` is not needed and stays unused.
    """

    connection: Connection
    units: dict[str, list[str | None]] = field(default_factory=dict)
    relations: dict[str, str] = field(default_factory=dict)
    inner: dict[str, exp.Expr] = field(default_factory=dict)
    computed: bool = False
    grouped: dict[str, exp.Expr] = field(default_factory=dict)

    def read_column(self, name: str) -> exp.Expr:
        """A dataset column, wherever the aggregates are computed."""
        if not self.computed:
            return column(name)
        self.inner.setdefault(name, column(name))
        return column(name, GROUPED)


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
        unit = _unit(connection, found[0])
        if unit not in keys.units.setdefault(name, []):
            keys.units[name].append(unit)
    keys.computed = bool(keys.relations) or any(
        unit is not None for units in keys.units.values() for unit in units
    )
    return keys


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
        known = scope.columns[name]
        wire = WIRE[known.type.scalar]
        unit = _unit(connection, found[0])
        return Cell(key, unit_column(keys, known, unit, projection), wire)

    return read_objects(nodes, scope.type_name("Key"), connection.selections, read_field)


def unit_column(keys: GroupKeys, known: Column, unit: str | None, projection: Projection) -> str:
    expression = unit_key(keys, known, unit)
    slot = f"key {known.name} {unit}"
    keys.grouped.setdefault(slot, expression)
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
    name, slot = f"{relation.name} code", f"key {relation.name}"
    keys.inner.setdefault(name, commune_code(relation))
    keys.grouped.setdefault(slot, column(name, GROUPED))
    return projection.add(slot, column(name, GROUPED), WireType.STRING)


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
    if condition is not None:
        tree.set("where", exp.Where(this=condition))
    return tree


def finest(units: Sequence[str | None]) -> str | None:
    """Two units of one date sort by the finest: it decides the other."""
    if None in units:
        return None
    return min((unit for unit in units if unit is not None), key=UNIT_ORDER.index)


def _unit(connection: Connection, node: FieldNode) -> str | None:
    by = read_arguments(node, connection.variables).get("by")
    if by is None:
        return None
    if by.is_null:
        raise NullCondition(field="by", place=by.place)
    return str(by.raw())


def _truncated(known: Column, unit: str | None, time_zone: str) -> exp.Expr:
    value: exp.Expr = column(known.name)
    if unit is None:
        return value
    if known.type.scalar is ScalarType.TIMESTAMP_TZ:
        value = exp.AtTimeZone(this=value, zone=exp.Literal.string(time_zone))
    return exp.TimestampTrunc(this=value, unit=exp.Var(this=unit))

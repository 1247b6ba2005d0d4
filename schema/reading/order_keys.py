"""The keys of the order of rows: what the document asks for, then the primary key's own columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from catalog.model.dataset import Column
from catalog.model.identifiers import graphql_name
from federation.logical import REFERENCE_SCHEMA
from federation.standards.row_keys import ROW_KEYS
from federation.standards.standard_tables import DATASET
from schema.inputs import Input
from schema.problems import NullCondition
from schema.reading.connection import Connection
from schema.reading.linked_orders import order_by_linked
from schema.reading.ordering import Direction, OrderKey, read_direction, read_terms
from schema.reading.projection import commune_code, commune_name
from schema.sql import TEXT, column, quoted
from schema.types.scope import CommuneRelation

_NAMES = "r"
"""Alias of the reference table that gives a commune's sorting name, one a relation."""


@dataclass(frozen=True, slots=True)
class OrderKeys:
    """`joins` hold what keys are made of beside the table; `asked` of the keys are orderBy's."""

    keys: tuple[OrderKey, ...]
    joins: tuple[exp.Join, ...] = field(repr=False)
    asked: int


def read_order_keys(connection: Connection) -> OrderKeys:
    """With a primary key, no two rows are level."""
    scope = connection.scope
    keys: dict[str, OrderKey] = {}
    by_name: list[CommuneRelation] = []
    joins: list[exp.Join] = []
    for name, value in read_terms(connection.arguments.get("orderBy"), connection.limits):
        link, relation = scope.links.get(name), scope.relations.get(name)
        if link is not None:
            for key, join in order_by_linked(connection, link, value):
                keys.setdefault(key.what, key)
                joins.append(join)
        elif relation is not None:
            for key in _commune_keys(relation, name, value, by_name, joins):
                keys.setdefault(key.what, key)
        else:
            column_named = scope.columns[name]
            keys.setdefault(name, column_key(column_named, read_direction(name, value)))
    asked = len(keys)
    for of_key in scope.primary_key:
        keys.setdefault(graphql_name(of_key.name), column_key(of_key, Direction()))
    return OrderKeys(tuple(keys.values()), tuple(joins), asked)


def with_row_keys(keys: Iterable[OrderKey]) -> tuple[OrderKey, ...]:
    """Of the rows of a standard: these keys, then whose a row is, then its key there."""
    by_slot = {each.slot: each for each in keys}
    for name in (DATASET, *ROW_KEYS):
        slot = f"column {name}"
        key = OrderKey(graphql_name(name), slot, column(name), TEXT, Direction(), name)
        by_slot.setdefault(slot, key)
    return tuple(by_slot.values())


def column_key(known: Column, direction: Direction) -> OrderKey:
    slot, what = f"column {known.name}", graphql_name(known.name)
    return OrderKey(what, slot, column(known.name), known.type, direction, known.name)


def _commune_keys(
    relation: CommuneRelation,
    name: str,
    value: Input,
    by_name: list[CommuneRelation],
    joins: list[exp.Join],
) -> list[OrderKey]:
    """By a commune's code, or by its name, which a join gives."""
    keys = []
    if value.is_null:
        raise NullCondition(field=name, place=value.place)
    for attribute, each in value.entries():
        if each is None:
            continue
        what = f"{name}.{attribute}"
        if attribute == "code":
            slot, expression = f"code {name}", commune_code(relation)
        else:
            if relation not in by_name:
                joins.append(_join(relation, len(by_name)))
                by_name.append(relation)
            slot = f"name {name}"
            expression = column("nom_tri", f"{_NAMES}{by_name.index(relation)}")
        keys.append(OrderKey(what, slot, expression, TEXT, read_direction(what, each)))
    return keys


def _join(relation: CommuneRelation, index: int) -> exp.Join:
    alias = f"{_NAMES}{index}"
    table = exp.Table(
        this=quoted("communes"),
        db=quoted(REFERENCE_SCHEMA),
        alias=exp.TableAlias(this=quoted(alias)),
    )
    same = exp.EQ(this=column("label", alias), expression=commune_name(relation))
    return exp.Join(this=table, side="LEFT", on=same)

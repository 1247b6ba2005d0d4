"""The slice of `groupBy`: groups by key, with their aggregates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import FieldNode
from sqlglot import exp

from federation.logical import (
    REFERENCE_SCHEMA,
    Field,
    LogicalQuery,
    Shape,
    SliceKind,
)
from schema.fields import Collected
from schema.inputs import Input
from schema.places import place_of
from schema.problems import (
    GroupKeyNeeded,
    IndicatorsAlone,
    NullCondition,
    OrderOutsideKeys,
)
from schema.reading.aggregates import read_aggregate_fields
from schema.reading.arguments import read_arguments, read_first, read_offset
from schema.reading.connection import Connection
from schema.reading.group_keys import (
    GROUPED,
    GroupKeys,
    code_column,
    find_keys,
    finest,
    inner_select,
    name_key,
    parent_column,
    part_column,
    read_key_fields,
    unit_column,
)
from schema.reading.group_rows import mark_keys, mark_names, passed_on, read_group_rows, with_rows
from schema.reading.having import Totals, read_having
from schema.reading.indicators import (
    GroupRates,
    order_terms,
    read_indicator_having,
    read_indicators,
)
from schema.reading.measured import read_measured_fields
from schema.reading.measures import count_rows, measure_column
from schema.reading.ordering import Direction, read_direction, read_terms
from schema.reading.projection import Projection, nested, read_objects
from schema.reading.windows import read_window_fields
from schema.sql import aliased, column, quoted
from schema.types.aggregate_signatures import (
    Measure,
)
from schema.types.indicator_types import INDICATORS
from schema.types.scope import DATE_PART_FIELD, DatasetLink
from schema.types.window_types import WINDOW

_GROUPS, _NAMES = "h", "r"
"""Aliases of the groups, and of the reference table, where names order the groups."""


@dataclass(frozen=True, slots=True)
class _Term:
    """`by_name`: the expression is the key of a commune, by whose name the groups are ordered."""

    expression: exp.Expr
    direction: Direction
    by_name: bool = False


def read_groups(connection: Connection, nodes: list[FieldNode]) -> LogicalQuery:
    """Raises GroupKeyNeeded, OrderOutsideKeys, and the CallerProblems of `having`."""
    arguments = read_arguments(nodes[0], connection.variables)
    first, offset = (
        read_first(arguments, connection.limits),
        read_offset(arguments, connection.limits),
    )
    type_name = connection.scope.type_name("Group")
    asked = connection.selections.of(type_name, nodes)
    key_nodes = [node for found in asked.values() if found[0].name.value == "key" for node in found]
    keys = find_keys(connection, key_nodes)
    if not keys:
        raise GroupKeyNeeded(place=place_of(nodes[0]))
    _read_conditions(keys, asked)
    rows = read_group_rows(connection, asked)
    projection, rates = Projection(), GroupRates(keys)

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == "key":
            return nested(key, read_key_fields(keys, found, projection))
        if name == INDICATORS:
            return nested(key, read_indicators(rates, found, projection))
        if name == WINDOW:
            return nested(key, read_window_fields(keys, found, projection))
        if rows is not None and name == "rows":
            return rows.field
        aggregated = read_aggregate_fields(
            connection, found, projection, keys.read_column, keys.only(key)
        )
        return nested(key, aggregated)

    fields = read_objects(nodes, type_name, connection.selections, read_field)
    _group_by_all(keys, projection)
    having = _read_having(connection, arguments.get("having"), keys, rates)
    terms = _read_order(keys, arguments.get("orderBy"), projection, rates)
    terms += _ties(keys)
    _check_windows(rates, asked)
    marked = projection if rows is None else mark_keys(keys, projection)
    also = () if rows is None else mark_names(keys)
    tree = rates.put_into(_select(keys, marked, having, terms, also))
    if first is not None:
        tree.set("limit", exp.Limit(expression=exp.Literal.number(first)))
    if offset:
        tree.set("offset", exp.Offset(expression=exp.Literal.number(offset)))
    columns = projection.columns
    if rows is not None:
        tree = with_rows(tree, keys, projection, rows)
        columns = [*columns, *rows.columns]
    return LogicalQuery(
        kind=SliceKind.GROUP_BY,
        datasets=connection.datasets(tree),
        tree=tree,
        parameters=(*connection.parameters.held_by(tree), *rates.parameters),
        shape=Shape(fields),
        columns=tuple(columns),
        max_rows=connection.limits.max_rows,
        rows_shown=None if rows is None else rows.first * (1 if first is None else first),
    )


def _check_windows(rates: GroupRates, selection: Collected) -> None:
    """Raises IndicatorsAlone: groups with rates are made in two steps."""
    windows = [nodes[0] for nodes in selection.values() if nodes[0].name.value == WINDOW]
    if windows and rates.made is not None:
        raise IndicatorsAlone(what=WINDOW, place=place_of(windows[0]))


def _read_conditions(keys: GroupKeys, selection: Collected) -> None:
    """`aggregate(where: …)`, before any column is read: they stand where keys are computed."""
    connection = keys.connection
    for key, nodes in selection.items():
        if nodes[0].name.value != "aggregate":
            continue
        arguments = read_arguments(nodes[0], connection.variables)
        condition = connection.read_condition(arguments.get("where"))
        if condition is not None:
            keys.add_condition(key, condition)


def _group_by_all(keys: GroupKeys, projection: Projection) -> None:
    """A relation selected as `commune { __typename }` groups too."""
    for name in keys.relations:
        code_column(keys, keys.connection.scope.relations[name], projection)


def _select(
    keys: GroupKeys,
    projection: Projection,
    having: exp.Expr | None,
    terms: list[_Term],
    also: Sequence[str] = (),
) -> exp.Select:
    """`also`: names of `projection` beside its columns."""
    condition = keys.connection.condition()
    source: exp.Expr = keys.connection.table()
    tree = exp.Select(expressions=projection.expressions)
    if keys.computed:
        alias = exp.TableAlias(this=quoted(GROUPED))
        source = exp.Subquery(this=inner_select(keys, condition), alias=alias)
    elif condition is not None:
        tree.set("where", exp.Where(this=condition))
    tree.set("from_", exp.From(this=source))
    tree.set("group", exp.Group(expressions=[each.copy() for each in keys.grouped.values()]))
    if having is not None:
        tree.set("having", exp.Having(this=having))
    if any(term.by_name for term in terms):
        return _ordered_by_name(tree, projection, terms, also)
    tree.set("order", exp.Order(expressions=[_ordered(term, term.expression) for term in terms]))
    return tree


def _ordered_by_name(
    groups: exp.Select, projection: Projection, terms: list[_Term], also: Sequence[str]
) -> exp.Select:
    """The groups joined, once made, to the sorting names of their communes."""
    ordered: list[exp.Expr] = []
    joins: list[exp.Expr] = []
    for index, term in enumerate(terms):
        name = f"o{index}"
        groups.append("expressions", aliased(term.expression.copy(), name))
        if term.by_name:
            alias = f"{_NAMES}{len(joins)}"
            joins.append(_join(alias, name))
            ordered.append(_ordered(term, column("nom_tri", alias)))
        else:
            ordered.append(_ordered(term, column(name, _GROUPS)))
    shown = zip(groups.expressions, projection.columns, strict=False)
    selected = [passed_on(each, wire, _GROUPS) for each, (_, wire) in shown]
    selected += [aliased(column(each, _GROUPS), each) for each in also]
    tree = exp.Select(expressions=selected)
    alias_ = exp.TableAlias(this=quoted(_GROUPS))
    tree.set("from_", exp.From(this=exp.Subquery(this=groups, alias=alias_)))
    tree.set("joins", joins)
    tree.set("order", exp.Order(expressions=ordered))
    return tree


def _join(alias: str, key: str) -> exp.Join:
    table = exp.Table(
        this=quoted("communes"),
        db=quoted(REFERENCE_SCHEMA),
        alias=exp.TableAlias(this=quoted(alias)),
    )
    same = exp.EQ(this=column("label", alias), expression=column(key, _GROUPS))
    return exp.Join(this=table, side="LEFT", on=same)


def _ordered(term: _Term, expression: exp.Expr) -> exp.Ordered:
    return exp.Ordered(
        this=expression.copy(),
        desc=term.direction.descending,
        nulls_first=term.direction.nulls_first,
    )


def _ties(keys: GroupKeys) -> list[_Term]:
    """All keys, so that the order of groups is the same each time."""
    return [_Term(each, Direction()) for each in keys.grouped.values()]


def _read_order(
    keys: GroupKeys, order: Input | None, projection: Projection, rates: GroupRates
) -> list[_Term]:
    terms: list[_Term] = []
    for name, value in read_terms(order, keys.connection.limits):
        if name == "count":
            terms.append(_Term(count_rows(), read_direction(name, value)))
            continue
        if value.is_null:
            raise NullCondition(field=name, place=value.place)
        if name == INDICATORS:
            terms += [_Term(*each) for each in order_terms(rates, value.entries())]
            continue
        if name != "key":
            terms += _measure_term(keys, name, value)
            continue
        for field, each in value.entries():
            if each is None:
                continue
            terms += _key_terms(keys, field, each, projection)
    return terms


def _measure_term(keys: GroupKeys, name: str, value: Input) -> list[_Term]:
    of, fields = read_measured_fields(Measure(name), value)
    columns = keys.connection.scope.columns
    return [
        _Term(measure_column(of, columns[field], keys.read_column), read_direction(field, each))
        for field, each in fields
        if each is not None
    ]


def _key_terms(keys: GroupKeys, field: str, value: Input, projection: Projection) -> list[_Term]:
    scope = keys.connection.scope
    if field == DATE_PART_FIELD and scope.has_date_parts:
        return _part_terms(keys, value, projection)
    if field in scope.links:
        return _parent_terms(keys, scope.links[field], value, projection)
    if field not in keys.units and field not in keys.relations:
        raise OrderOutsideKeys(field=field, place=value.place)
    relation = scope.relations.get(field)
    if relation is None:
        known = scope.columns[field]
        unit = finest(keys.units[field])
        unit_column(keys, known, unit, projection)
        return [_Term(keys.grouped[f"key {known.name} {unit}"], read_direction(field, value))]
    if value.is_null:
        raise NullCondition(field=field, place=value.place)
    terms = []
    for attribute, each in value.entries():
        if each is None:
            continue
        direction = read_direction(f"{field}.{attribute}", each)
        if attribute == "code":
            terms.append(_Term(keys.grouped[f"key {field}"], direction))
        else:
            terms.append(_Term(name_key(keys, relation), direction, by_name=True))
    return terms


def _parent_terms(
    keys: GroupKeys, link: DatasetLink, value: Input, projection: Projection
) -> list[_Term]:
    """`{ facture: { mois: ASC } }`: by a column of the one row that is a key."""
    if value.is_null:
        raise NullCondition(field=link.name, place=value.place)
    columns, terms = keys.connection.scope.linked(link).columns, []
    for field, each in value.entries():
        if each is None:
            continue
        if (link.name, field) not in keys.parents:
            raise OrderOutsideKeys(field=f"{link.name}.{field}", place=each.place)
        of, unit = columns[field], finest(keys.parents[link.name, field])
        parent_column(keys, link, of, unit, projection)
        key = keys.grouped[f"parent {link.name}.{of.name} {unit}"]
        terms.append(_Term(key, read_direction(f"{link.name}.{field}", each)))
    return terms


def _part_terms(keys: GroupKeys, value: Input, projection: Projection) -> list[_Term]:
    """`{ datePart: { horodatage: ASC } }`: by each part of it that is a key."""
    if value.is_null:
        raise NullCondition(field=DATE_PART_FIELD, place=value.place)
    terms = []
    for field, each in value.entries():
        if each is None:
            continue
        if field not in keys.parts:
            raise OrderOutsideKeys(field=f"{DATE_PART_FIELD}.{field}", place=each.place)
        known = keys.connection.scope.columns[field]
        direction = read_direction(f"{DATE_PART_FIELD}.{field}", each)
        for part in keys.parts[field]:
            part_column(keys, known, part, projection)
            terms.append(_Term(keys.grouped[f"part {known.name} {part}"], direction))
    return terms


def _read_having(
    connection: Connection, having: Input | None, keys: GroupKeys, rates: GroupRates
) -> exp.Expr | None:
    """Conditions on groups."""
    totals = Totals(
        count_rows,
        lambda of, known: measure_column(of, known, keys.read_column),
        {INDICATORS: lambda filter_: read_indicator_having(rates, filter_)},
    )
    return read_having("having", having, connection.scope, connection.filters, totals)

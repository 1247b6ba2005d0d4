"""Indicators of a group: what is read of a document, and over which months a rate is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import Column, ColumnType, ScalarType
from catalog.model.identifiers import graphql_name
from catalog.standards.standard import Indicator
from federation.logical import Cell, Field, Parameter, WireType
from schema.inputs import Input
from schema.problems import EmptyCondition, NullCondition
from schema.reading.group_keys import GroupKeys
from schema.reading.indicator_rows import Rates, held_parameter, with_rates
from schema.reading.measures import count_rows
from schema.reading.ordering import Direction, read_direction
from schema.reading.projection import Projection, nested, read_objects
from schema.sql import all_of, cast
from schema.types.indicator_types import INDICATOR, INDICATORS, RATE, indicators_of
from schema.types.scalar_values import Leaf
from schema.types.standard_scopes import standard_of

_EXACT = ColumnType(ScalarType.DECIMAL, 38, 6)
_WIRES = {
    "value": WireType.FLOAT,
    "numerator": WireType.DECIMAL,
    "denominator": WireType.INT,
    "reason": WireType.STRING,
}
_MONTHS_IN = {"YEAR": 12, "QUARTER": 3, "MONTH": 1}
_MONTHS_IN_A_YEAR = 12


@dataclass(slots=True)
class GroupRates:
    """The rates of one list of groups; `made` once some are asked for."""

    keys: GroupKeys
    made: Rates | None = None

    def part(self, of: Indicator, name: str) -> exp.Expr:
        """A mark for `value`, `numerator`, `denominator` or `reason`."""
        if self.made is None:
            self.made = _rates_of(self.keys)
        numerator = count_rows() if of.field is None else exp.Sum(this=self._read(of.field))
        return self.made.part(name, numerator)

    def value(self, field: str) -> exp.Expr:
        return self.part(indicators_of(self.keys.connection.scope)[field], "value")

    def put_into(self, groups: exp.Select) -> exp.Select:
        return groups if self.made is None else with_rates(groups, self.made)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return () if self.made is None else (held_parameter(self.keys.connection.place),)

    def _read(self, field: str) -> exp.Expr:
        return self.keys.read_column(field)


def order_terms(
    rates: GroupRates, fields: Iterable[tuple[str, Input | None]]
) -> Iterator[tuple[exp.Expr, Direction]]:
    """`{ indicators: { kgParHabitant: DESC } }`."""
    for field, direction in fields:
        if direction is not None:
            yield rates.value(field), read_direction(field, direction)


def read_indicator_having(rates: GroupRates, filter_: Input) -> exp.Expr | None:
    """`{ indicators: { kgParHabitant: { gte: 300 } } }`."""
    if filter_.is_null:
        raise NullCondition(field=INDICATORS, place=filter_.place)
    entries = filter_.entries()
    if not entries:
        raise EmptyCondition(field=INDICATORS, place=filter_.place)
    filters = rates.keys.connection.filters
    conditions = [
        filters.read(f"{INDICATORS}.{field}", each, Leaf(RATE), partial(rates.value, field))
        for field, each in entries
        if each is not None
    ]
    kept = [each for each in conditions if each is not None]
    return all_of(kept) if kept else None


def read_indicators(
    rates: GroupRates, nodes: list[FieldNode], projection: Projection
) -> tuple[Field, ...]:
    """The fields below `indicators`; what they need is added to `rates` and to the projection."""
    connection = rates.keys.connection
    scope, selections = connection.scope, connection.selections
    known = indicators_of(scope)

    def read_rate(key: str, name: str, found_nodes: list[FieldNode]) -> Field:
        of = known[name]

        def read_part(key: str, part: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
            mark = rates.part(of, part)
            made = cast(mark, _EXACT) if part == "numerator" else mark
            column = projection.add(f"{of.name} {part}", made, _WIRES[part])
            return Cell(key, column, _WIRES[part])

        return nested(key, read_objects(found_nodes, INDICATOR.name, selections, read_part))

    return read_objects(nodes, scope.type_name("Indicators"), selections, read_rate)


def _rates_of(keys: GroupKeys) -> Rates:
    """Of a standard that has indicators: its rows say their commune and their day."""
    scope = keys.connection.scope
    standard = standard_of(scope)
    fields = () if standard is None else standard.fields
    code = next(each for each in fields if each.concept == "commune")
    day = next(scope.columns[graphql_name(each.name)] for each in fields if each.is_day)
    units = keys.units.get(graphql_name(day.name), ())
    return Rates(
        keys.read_column(code.name),
        keys.read_column(day.name),
        _months(keys, day),
        is_by_quarter="QUARTER" in units and "MONTH" not in units,
    )


def _months(keys: GroupKeys, day: Column) -> exp.Expr | None:
    """The number of months of which a commune must have rows in a group: those of the key's own
    unit, or those between the two bounds of the condition. None where neither says so.
    """
    units = keys.units.get(graphql_name(day.name))
    if units:
        months = [_MONTHS_IN.get(unit or "") for unit in units]
        known = [each for each in months if each is not None]
        return exp.Literal.number(min(known)) if len(known) == len(months) else None
    condition = keys.connection.condition()
    bounds = [] if condition is None else list(_bounds(condition, day.name))
    first = [value for kind, value in bounds if kind in {exp.GTE, exp.GT}]
    last = [(kind, value) for kind, value in bounds if kind in {exp.LT, exp.LTE}]
    if len(first) != 1 or len(last) != 1:
        return None
    start, (kind, end) = _month(first[0]), last[0]
    until = _month(end)
    if kind is exp.LT:
        # Before the first of a month: nothing of that month.
        is_first = exp.EQ(this=exp.Day(this=end.copy()), expression=exp.Literal.number(1))
        before = exp.Case(
            ifs=[exp.If(this=is_first, true=exp.Literal.number(1))],
            default=exp.Literal.number(0),
        )
        until = exp.Sub(this=until, expression=before)
    between = exp.Sub(this=exp.Paren(this=until), expression=exp.Paren(this=start))
    return exp.Paren(this=exp.Add(this=between, expression=exp.Literal.number(1)))


def _month(day: exp.Expr) -> exp.Expr:
    """Months since the year 0."""
    twelve = exp.Literal.number(_MONTHS_IN_A_YEAR)
    years = exp.Mul(this=exp.Year(this=day.copy()), expression=twelve)
    return exp.Paren(this=exp.Add(this=years, expression=exp.Month(this=day.copy())))


def _bounds(condition: exp.Expr, day: str) -> Iterator[tuple[type[exp.Expr], exp.Expr]]:
    """The comparisons of the day with a value that every row must meet."""
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _bounds(condition.this, day)
        yield from _bounds(condition.expression, day)
    elif isinstance(condition, (exp.GTE, exp.GT, exp.LT, exp.LTE)):
        subject, value = condition.this, condition.expression
        is_of_day = isinstance(subject, exp.Column) and subject.name == day
        if is_of_day and value.find(exp.Column) is None:
            yield type(condition), value

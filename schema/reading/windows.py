"""`window(over) { runningSum { … } rank(of) difference { … } }`: a group among the periods.

Windows go over the groups that `having` leaves, before `first` and `offset` cut them. One key is
the time; those of equal other keys are one line of periods. A period that has no group is not made
up: what would be a difference over two periods is null.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from graphql import FieldNode
from sqlglot import exp

from catalog.model.column_types import WHOLE_NUMBERS
from catalog.model.dataset import Column, ScalarType
from catalog.model.identifiers import graphql_name
from federation.logical import Cell, Field, WireType
from schema.group_problems import WindowNeedsTime
from schema.inputs import Input
from schema.places import place_of
from schema.problems import NullCondition
from schema.reading.arguments import read_arguments
from schema.reading.group_keys import (
    GroupKeys,
    code_key,
    finest,
    parent_key,
    part_key,
    time_cut,
    unit_key,
)
from schema.reading.measured import Measured, read_measured_fields
from schema.reading.measures import count_rows, measure_column, measure_wire
from schema.reading.ordering import Direction, read_direction
from schema.reading.projection import Projection, nested, read_objects
from schema.sql import cast, is_not_null
from schema.types.aggregate_signatures import Measure, measured_columns, measured_type, type_part
from schema.types.scope import is_dated

_STEPS: Final = {
    "HOUR": (1, "HOUR"),
    "DAY": (1, "DAY"),
    "WEEK": (7, "DAY"),
    "MONTH": (1, "MONTH"),
    "QUARTER": (3, "MONTH"),
    "YEAR": (1, "YEAR"),
}
_HOURS_INTO_THE_NEXT: Final = {
    "DAY": 36, "WEEK": 252, "MONTH": 1_080, "QUARTER": 3_240, "YEAR": 13_152,
}  # fmt: skip
"""From the first moment of a period, more hours than it has and fewer than two of them: days of a
time zone have 23 to 25.
"""
ReadField = Callable[[str, str, list[FieldNode]], Field]
_SUM: Final = Measured(Measure.SUM)


@dataclass(frozen=True, slots=True)
class _Periods:
    """`time` is the key that orders the groups, cut to `unit`; `others` are the other keys."""

    keys: GroupKeys
    column: Column
    unit: str | None
    time: exp.Expr
    others: tuple[exp.Expr, ...]

    @property
    def name(self) -> str:
        return f"{self.column.name} {self.unit}"

    def running(self, column: Column) -> exp.Expr:
        """The sum up to the group and with it."""
        spec = exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED",
            start_side="PRECEDING",
            end="CURRENT ROW",
        )
        total = self._over(exp.Sum(this=self._sum(column)), spec=spec)
        return _where(is_not_null(self.time.copy()), total)

    def rank(self, value: exp.Expr, direction: Direction) -> exp.Expr:
        """Of the groups that have a value and a time."""
        timed = _where(is_not_null(self.time.copy()), value)
        by = exp.Ordered(this=timed, desc=direction.descending, nulls_first=False)
        return _where(is_not_null(timed.copy()), self._over(exp.Rank(), by))

    def difference(self, value: exp.Expr) -> exp.Expr:
        previous = self._over(exp.Lag(this=self.time.copy()))
        is_next = exp.EQ(this=self._following(previous), expression=self.time.copy())
        before = self._over(exp.Lag(this=value.copy()))
        return _where(is_next, exp.Sub(this=value, expression=before))

    def change(self, column: Column) -> exp.Expr:
        """Of its sum."""
        return self.difference(self._sum(column))

    def _sum(self, column: Column) -> exp.Expr:
        return measure_column(_SUM, column, self.keys.read_column)

    def _following(self, previous: exp.Expr) -> exp.Expr:
        """The period just after, in the calendar of the dataset's time zone."""
        column, unit = self.column, self.unit
        if unit is None:
            return exp.Add(this=previous, expression=exp.Literal.number(1))
        start = cast(previous, column.type)
        if column.type.scalar is ScalarType.TIMESTAMP_TZ and unit in _HOURS_INTO_THE_NEXT:
            within = _shifted(start, _HOURS_INTO_THE_NEXT[unit], "HOUR")
            return time_cut(within, column, unit, self.keys.connection.scope.dataset.time_zone)
        return _shifted(start, *_STEPS[unit])

    def _over(
        self,
        function: exp.Expr,
        by: exp.Ordered | None = None,
        spec: exp.WindowSpec | None = None,
    ) -> exp.Window:
        in_time = exp.Ordered(this=self.time.copy(), desc=False, nulls_first=False)
        return exp.Window(
            this=function,
            partition_by=[each.copy() for each in self.others],
            order=exp.Order(expressions=[by or in_time]),
            spec=spec,
            over="OVER",
        )


def read_window_fields(
    keys: GroupKeys, nodes: list[FieldNode], projection: Projection
) -> tuple[Field, ...]:
    """The fields below `window`, with their expressions added to the projection.

    Raises WindowNeedsTime, NullCondition, PercentileRange.
    """
    connection = keys.connection
    window = _Window(_find_periods(keys, nodes[0]), projection)
    type_name = connection.scope.type_name("Window")
    return read_objects(nodes, type_name, connection.selections, window.read_field)


@dataclass(frozen=True, slots=True)
class _Window:
    periods: _Periods
    projection: Projection

    def read_field(self, key: str, name: str, nodes: list[FieldNode]) -> Field:
        if name == "runningSum":
            return self._read_sums(key, nodes, "running", self.periods.running)
        if name == "rank":
            variables = self.periods.keys.connection.variables
            what, rank = _read_rank(self.periods, read_arguments(nodes[0], variables)["of"])
            return self._cell(key, what, rank, WireType.COUNT)
        return self._read_objects(key, nodes, "Difference", self._read_difference)

    def _read_difference(self, key: str, name: str, nodes: list[FieldNode]) -> Field:
        if name == "count":
            difference = self.periods.difference(count_rows())
            return self._cell(key, "difference", difference, WireType.COUNT)
        return self._read_sums(key, nodes, "difference", self.periods.change)

    def _read_sums(
        self, key: str, nodes: list[FieldNode], what: str, sums: Callable[[Column], exp.Expr]
    ) -> Field:
        """`{ tonnageKg }`: what `sums` gives of each column, in the type of its sum."""
        dataset = self.periods.keys.connection.scope.dataset
        columns = {graphql_name(each.name): each for each in measured_columns(dataset, Measure.SUM)}

        def read_sum(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
            column, value = columns[name], sums(columns[name])
            type_ = measured_type(Measure.SUM, column.type)
            typed = value if type_.scalar is ScalarType.FLOAT else cast(value, type_)
            wire = measure_wire(Measure.SUM, column.type)
            return self._cell(key, f"{what} {column.name}", typed, wire)

        return self._read_objects(key, nodes, type_part(Measure.SUM), read_sum)

    def _read_objects(self, key: str, nodes: list[FieldNode], part: str, read: ReadField) -> Field:
        connection = self.periods.keys.connection
        type_name = connection.scope.type_name(part)
        return nested(key, read_objects(nodes, type_name, connection.selections, read))

    def _cell(self, key: str, what: str, value: exp.Expr, wire: WireType) -> Field:
        return Cell(key, self.projection.add(f"{what} {self.periods.name}", value, wire), wire)


def _find_periods(keys: GroupKeys, node: FieldNode) -> _Periods:
    columns = keys.connection.scope.columns
    over = read_arguments(node, keys.connection.variables).get("over")
    name = None if over is None or over.is_null else str(over.raw())
    dated = [each for each in keys.units if is_dated(columns[each])]
    times = dated if name is None else [each for each in keys.units if each == name]
    if len(times) != 1:
        several = ", ".join(times)
        raise WindowNeedsTime(
            keys=several or "aucune", keys_en=several or "none", place=place_of(node)
        )
    column = columns[times[0]]
    cut = finest(keys.units[times[0]])
    unit = _unit_of(column, cut)
    if unit is None and column.type.scalar not in WHOLE_NUMBERS:
        raise WindowNeedsTime(
            keys=f"{times[0]}, sans « by »",
            keys_en=f'{times[0]}, without "by"',
            place=place_of(node),
        )
    return _Periods(keys, column, unit, unit_key(keys, column, cut), _others(keys, column, cut))


def _unit_of(column: Column, unit: str | None) -> str | None:
    """A date as it is says a day."""
    return "DAY" if unit is None and column.type.scalar is ScalarType.DATE else unit


def _others(keys: GroupKeys, time: Column, cut: str | None) -> tuple[exp.Expr, ...]:
    scope = keys.connection.scope
    units = [
        unit_key(keys, scope.columns[name], unit)
        for name, cuts in keys.units.items()
        for unit in cuts
        if (scope.columns[name].name, unit) != (time.name, cut)
    ]
    parts = [
        part_key(keys, scope.columns[name], part)
        for name, parts_of_one in keys.parts.items()
        for part in parts_of_one
    ]
    codes = [code_key(keys, scope.relations[name]) for name in keys.relations]
    parents = [
        parent_key(keys, scope.links[link], scope.linked(scope.links[link]).columns[name], unit)
        for (link, name), units_of_one in keys.parents.items()
        for unit in units_of_one
    ]
    return (*units, *parts, *codes, *parents)


def _read_rank(periods: _Periods, of: Input) -> tuple[str, exp.Expr]:
    """The name of the rank, and the rank; `{ sum: { tonnageKg: DESC } }`."""
    ((name, value),) = of.entries()
    if value is None or value.is_null:
        raise NullCondition(field=name, place=of.place)
    if name == "count":
        direction = read_direction(name, value)
        return f"rank count {direction}", periods.rank(count_rows(), direction)
    measured, ((field, each),) = read_measured_fields(Measure(name), value)
    if each is None:
        raise NullCondition(field=field, place=value.place)
    direction = read_direction(field, each)
    column = periods.keys.connection.scope.columns[field]
    expression = measure_column(measured, column, periods.keys.read_column)
    return f"rank {measured.name} {column.name} {direction}", periods.rank(expression, direction)


def _shifted(start: exp.Expr, count: int, unit: str) -> exp.Expr:
    return exp.DateAdd(this=start, expression=exp.Literal.number(count), unit=exp.Var(this=unit))


def _where(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    """The value, or nothing."""
    return exp.Case(ifs=[exp.If(this=condition, true=value)])

"""`window(over) { runningSum { … } rank(of) difference { … } }`: a group among the periods.

Windows go over the groups that `having` leaves, before `first` and `offset` cut them. One key is
the time; those of equal other keys are one line of periods. A period that has no group is not made
up: what would be a difference over two periods is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graphql import FieldNode
from sqlglot import exp

from catalog.model.column_types import WHOLE_NUMBERS
from catalog.model.dataset import Column, ScalarType
from catalog.model.identifiers import graphql_name
from federation.logical import Cell, Field, WireType
from schema.inputs import Input
from schema.places import place_of
from schema.problems import NullCondition, WindowNeedsTime
from schema.reading.aggregates import count_rows, measure_column, measure_wire
from schema.reading.arguments import read_arguments
from schema.reading.group_keys import GroupKeys, code_key, finest, part_key, time_cut, unit_key
from schema.reading.measured import Measured, read_measured_fields
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

    def running(self, known: Column) -> exp.Expr:
        """The sum up to the group and with it."""
        spec = exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED",
            start_side="PRECEDING",
            end="CURRENT ROW",
        )
        total = self._over(exp.Sum(this=self._sum(known)), spec=spec)
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

    def change(self, known: Column) -> exp.Expr:
        """Of its sum."""
        return self.difference(self._sum(known))

    def _sum(self, known: Column) -> exp.Expr:
        return measure_column(_SUM, known, self.keys.read_column)

    def _following(self, previous: exp.Expr) -> exp.Expr:
        """The period just after, in the calendar of the dataset's time zone."""
        known, unit = self.column, self.unit
        if unit is None:
            return exp.Add(this=previous, expression=exp.Literal.number(1))
        start = cast(previous, known.type)
        if known.type.scalar is ScalarType.TIMESTAMP_TZ and unit in _HOURS_INTO_THE_NEXT:
            within = _shifted(start, _HOURS_INTO_THE_NEXT[unit], "HOUR")
            return time_cut(within, known, unit, self.keys.connection.scope.dataset.time_zone)
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
    scope, selections = connection.scope, connection.selections
    periods = _find_periods(keys, nodes[0])
    columns = {
        graphql_name(each.name): each for each in measured_columns(scope.dataset, Measure.SUM)
    }

    def add(key: str, what: str, made: exp.Expr, wire: WireType) -> Field:
        return Cell(key, projection.add(f"{what} {periods.name}", made, wire), wire)

    def read_sums(what: str, key: str, found: list[FieldNode]) -> Field:
        def read_sum(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
            known = columns[name]
            wire = measure_wire(Measure.SUM, known.type)
            is_running = what == "running"
            made = periods.running(known) if is_running else periods.change(known)
            type_ = measured_type(Measure.SUM, known.type)
            typed = made if type_.scalar is ScalarType.FLOAT else cast(made, type_)
            return add(key, f"{what} {known.name}", typed, wire)

        type_name = scope.type_name(type_part(Measure.SUM))
        return nested(key, read_objects(found, type_name, selections, read_sum))

    def read_difference(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == "count":
            return add(key, "difference", periods.difference(count_rows()), WireType.COUNT)
        return read_sums("difference", key, found)

    def read_field(key: str, name: str, found: list[FieldNode]) -> Field:
        if name == "runningSum":
            return read_sums("running", key, found)
        if name == "rank":
            what, made = _read_rank(periods, read_arguments(found[0], connection.variables)["of"])
            return add(key, what, made, WireType.COUNT)
        type_name = scope.type_name("Difference")
        return nested(key, read_objects(found, type_name, selections, read_difference))

    return read_objects(nodes, scope.type_name("Window"), selections, read_field)


def _find_periods(keys: GroupKeys, node: FieldNode) -> _Periods:
    columns = keys.connection.scope.columns
    over = read_arguments(node, keys.connection.variables).get("over")
    said = None if over is None or over.is_null else str(over.raw())
    dated = [name for name in keys.units if is_dated(columns[name])]
    times = dated if said is None else [said] if said in keys.units else []
    if len(times) != 1:
        several = ", ".join(times)
        raise WindowNeedsTime(
            found=several or "aucune", found_en=several or "none", place=place_of(node)
        )
    known = columns[times[0]]
    cut = finest(keys.units[times[0]])
    unit = _unit_of(known, cut)
    if unit is None and known.type.scalar not in WHOLE_NUMBERS:
        raise WindowNeedsTime(
            found=f"{times[0]}, sans « by »",
            found_en=f'{times[0]}, without "by"',
            place=place_of(node),
        )
    return _Periods(keys, known, unit, unit_key(keys, known, cut), _others(keys, known, cut))


def _unit_of(known: Column, unit: str | None) -> str | None:
    """A date as it is says a day."""
    return "DAY" if unit is None and known.type.scalar is ScalarType.DATE else unit


def _others(keys: GroupKeys, time: Column, cut: str | None) -> tuple[exp.Expr, ...]:
    scope = keys.connection.scope
    units = [
        unit_key(keys, scope.columns[name], unit)
        for name, found in keys.units.items()
        for unit in found
        if (scope.columns[name].name, unit) != (time.name, cut)
    ]
    parts = [
        part_key(keys, scope.columns[name], part)
        for name, found in keys.parts.items()
        for part in found
    ]
    codes = [code_key(keys, scope.relations[name]) for name in keys.relations]
    return (*units, *parts, *codes)


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
    known = periods.keys.connection.scope.columns[field]
    made = measure_column(measured, known, periods.keys.read_column)
    return f"rank {measured.name} {known.name} {direction}", periods.rank(made, direction)


def _shifted(start: exp.Expr, count: int, unit: str) -> exp.Expr:
    return exp.DateAdd(this=start, expression=exp.Literal.number(count), unit=exp.Var(this=unit))


def _where(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    """The value, or nothing."""
    return exp.Case(ifs=[exp.If(this=condition, true=value)])

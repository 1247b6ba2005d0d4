"""Conditions on totals of rows: of a group, or of those that a row is linked to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from catalog.model.dataset import Column
from catalog.model.identifiers import graphql_name
from schema.inputs import Input
from schema.problems import EmptyCondition
from schema.reading.conditions import FilterReader
from schema.reading.measured import Measured, read_measured_fields
from schema.reading.where_reader import read_combined
from schema.sql import all_of
from schema.types.aggregate_signatures import (
    BIGINT,
    ONE_OF_ITS_VALUES,
    Measure,
    measured_columns,
    measured_type,
)
from schema.types.scalar_values import Leaf
from schema.types.scope import DatasetScope

Total = Callable[[Measured, Column], exp.Expr]
"""A measure of a column, as an expression."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The expressions that conditions are about; `others` read fields that are none of them."""

    count: Callable[[], exp.Expr]
    of: Total
    others: Mapping[str, Callable[[Input], exp.Expr | None]] = field(default_factory=dict)


def read_having(
    what: str,
    having: Input | None,
    scope: DatasetScope,
    filters: FilterReader,
    totals: Totals,
) -> exp.Expr | None:
    """The condition, under the same rules as `where` for what is absent, null or empty. Raises
    EmptyCondition, NullCondition and what `filters` raises.
    """

    def read_field(name: str, filter_: Input) -> exp.Expr | None:
        other = totals.others.get(name)
        if other is not None:
            return other(filter_)
        if name == "count":
            return filters.read(name, filter_, Leaf(BIGINT), totals.count)
        measured, entries = read_measured_fields(Measure(name), filter_)
        if not entries:
            raise EmptyCondition(field=name, place=filter_.place)
        columns = {
            graphql_name(each.name): each
            for each in measured_columns(scope.dataset, measured.measure)
        }
        read = [
            filters.read(
                f"{name}.{column}",
                each,
                _leaf(measured.measure, columns[column]),
                _made_by(totals.of, measured, columns[column]),
            )
            for column, each in entries
            if each is not None
        ]
        conditions = [each for each in read if each is not None]
        return all_of(conditions) if conditions else None

    return read_combined(what, having, read_field, filters.limits)


def _leaf(measure: Measure, of: Column) -> Leaf:
    codes = of.code_list if measure in ONE_OF_ITS_VALUES else ()
    return Leaf(measured_type(measure, of.type), codes)


def _made_by(total: Total, measured: Measured, of: Column) -> Callable[[], exp.Expr]:
    return lambda: total(measured, of)

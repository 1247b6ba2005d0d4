"""The columns that each aggregate function takes, and the type of its result."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from catalog.model.column_types import NUMBERS, RANKED, UNORDERED, WHOLE_NUMBERS
from catalog.model.dataset import Column, ColumnType, Dataset, ScalarType

BIGINT: Final = ColumnType(ScalarType.BIGINT)
DOUBLE: Final = ColumnType(ScalarType.FLOAT)


class Measure(StrEnum):
    """By column; the count of rows is apart."""

    COUNT_DISTINCT = "countDistinct"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"
    PERCENTILE = "percentile"


ONE_OF_ITS_VALUES: Final = frozenset({Measure.MIN, Measure.MAX, Measure.MEDIAN, Measure.PERCENTILE})
"""Measures that answer one of the values of the column."""


def type_part(measure: Measure) -> str:
    """The end of the name of its type; a percentile has that of the median, which is one."""
    of = Measure.MEDIAN if measure is Measure.PERCENTILE else measure
    return of[:1].upper() + of[1:]


def measured_columns(dataset: Dataset, measure: Measure) -> tuple[Column, ...]:
    """In the dataset's order."""
    return tuple(column for column in dataset.columns if _takes(measure, column.type.scalar))


def measured_type(measure: Measure, type_: ColumnType) -> ColumnType:
    """The sum of integers is a bigint, an average a float, exact decimals stay exact."""
    match measure:
        case Measure.COUNT_DISTINCT:
            return BIGINT
        case Measure.AVG:
            return DOUBLE
        case Measure.SUM if type_.scalar in WHOLE_NUMBERS:
            return BIGINT
        case Measure.SUM if type_.scalar is ScalarType.DECIMAL:
            return ColumnType(ScalarType.DECIMAL, 38, type_.scale or 0)
        case _:
            return type_


def _takes(measure: Measure, scalar: ScalarType) -> bool:
    match measure:
        case Measure.COUNT_DISTINCT:
            return scalar is not ScalarType.JSON
        case Measure.SUM | Measure.AVG:
            return scalar in NUMBERS
        case Measure.MIN | Measure.MAX:
            return scalar not in UNORDERED
        case Measure.MEDIAN | Measure.PERCENTILE:
            return scalar in RANKED

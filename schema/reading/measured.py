"""A measure as a document asks for it: a percentile has the share of values that it goes up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from schema.group_problems import PercentileRange
from schema.inputs import Input
from schema.problems import NullCondition
from schema.types.aggregate_signatures import Measure

_HALF: Final = Decimal("0.5")
_PERCENT: Final = Decimal(100)
_DECIMALS: Final = 7
"""Of a percentage: a share has nine, on every engine."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`share`: of the values, those up to which a median or a percentile goes; 0 of the others."""

    measure: Measure
    share: Decimal = Decimal(0)

    @property
    def name(self) -> str:
        return f"{self.measure} {self.share:f}" if self.share else str(self.measure)


def read_measured(measure: Measure, arguments: Mapping[str, Input | None]) -> Measured:
    """Raises NullCondition and PercentileRange, of the `p` of a percentile."""
    match measure:
        case Measure.MEDIAN:
            return Measured(measure, _HALF)
        case Measure.PERCENTILE:
            return Measured(measure, _read_share(arguments["p"]))
        case _:
            return Measured(measure)


def read_measured_fields(
    measure: Measure, value: Input
) -> tuple[Measured, list[tuple[str, Input | None]]]:
    """Of `{ tonnageKg: … }`, or of a percentile's `{ p: 90, of: { tonnageKg: … } }`.

    Raises NullCondition and PercentileRange.
    """
    if value.is_null:
        raise NullCondition(field=str(measure), place=value.place)
    if measure is not Measure.PERCENTILE:
        return read_measured(measure, {}), value.entries()
    entries = dict(value.entries())
    of = entries["of"]
    if of is None or of.is_null:
        raise NullCondition(field=f"{measure}.of", place=value.place)
    return read_measured(measure, entries), of.entries()


def _read_share(percent: Input | None) -> Decimal:
    if percent is None or percent.is_null:
        raise NullCondition(field="p", place=None if percent is None else percent.place)
    raw = percent.raw()
    # As it was written: 99.9 is no sum of powers of two.
    text = repr(raw) if isinstance(raw, float) else str(raw)
    try:
        value = Decimal(text[:60])
    except InvalidOperation:
        value = Decimal(0)
    is_within = value.is_finite() and 0 < value <= _PERCENT
    if not is_within or value != round(value, _DECIMALS):
        raise PercentileRange(p=text[:20], decimals=_DECIMALS, place=percent.place)
    return value / _PERCENT

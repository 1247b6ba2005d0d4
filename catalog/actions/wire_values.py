"""Values that people write in conditions and constants, as canonical wire text of a column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from catalog.model.column_types import TYPES
from catalog.model.dataset import Column, ScalarType

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,37})(?:\.[0-9]{1,37})?")
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?")
_OFFSET = re.compile(r"Z|[+-]\d{2}:\d{2}")


def is_wire_value(text: str, column: Column) -> bool:
    """True where `text` is a value of the column, in the one way such values are written."""
    check = _CHECKS.get(column.type.scalar)
    if check is None:
        return re.fullmatch(TYPES[column.type.scalar].spelling, text) is not None
    return check(text, column)


def _is_integer(text: str, bits: int) -> bool:
    return bool(_INTEGER.fullmatch(text)) and -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1)


def _is_decimal(text: str, column: Column) -> bool:
    return bool(_DECIMAL.fullmatch(text)) and _fits(Decimal(text), column)


def _fits(value: Decimal, column: Column) -> bool:
    precision, scale = column.type.precision or 38, column.type.scale or 0
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return decimals <= scale and abs(value) < Decimal(10) ** (precision - scale)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_timestamp(text: str) -> bool:
    return bool(_TIMESTAMP.fullmatch(text)) and _is_instant(text)


def _is_timestamp_tz(text: str) -> bool:
    offset = _OFFSET.search(text, 19)
    return (
        offset is not None
        and offset.end() == len(text)
        and bool(_TIMESTAMP.fullmatch(text[: offset.start()]))
        and _is_instant(text)
    )


def _is_instant(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


# Of others every text of the type's spelling is a value.
_CHECKS: dict[ScalarType, Callable[[str, Column], bool]] = {
    ScalarType.STRING: lambda _text, _column: True,
    ScalarType.INTEGER: lambda text, _column: _is_integer(text, 32),
    ScalarType.BIGINT: lambda text, _column: _is_integer(text, 64),
    ScalarType.DECIMAL: _is_decimal,
    ScalarType.FLOAT: lambda text, _column: bool(_DECIMAL.fullmatch(text)),
    ScalarType.BOOLEAN: lambda text, _column: text in {"true", "false"},
    ScalarType.DATE: lambda text, _column: _is_date(text),
    ScalarType.TIMESTAMP: lambda text, _column: _is_timestamp(text),
    ScalarType.TIMESTAMP_TZ: lambda text, _column: _is_timestamp_tz(text),
    ScalarType.JSON: lambda _text, _column: False,
}

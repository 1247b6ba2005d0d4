"""Values on the wire: what a type accepts, in the one text that every engine casts alike."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal, InvalidOperation

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from federation.engine import Value
from federation.logical import Rounding

_DIGITS = re.compile(r"[+-]?[0-9]{1,39}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(TYPES[ScalarType.TIME].spelling)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_INTEGERS = {ScalarType.INTEGER: 31, ScalarType.BIGINT: 63}
DECIMAL_DIGITS = 38

_ROUNDED = {"FLOOR": ROUND_FLOOR, "CEILING": ROUND_CEILING}
_EXACT = Context(prec=200)


def canonical_value(  # noqa: PLR0911 - one for each type
    value: object, column_type: ColumnType, rounding: Rounding = "NONE"
) -> Value:
    """`value` (JSON, or wire text) as its type's canonical wire value; ValueError if it is none.

    Integers are int; decimals, dates, times (`08:15:00.000000`) and timestamps text
    (`2025-01-01 08:00:00.000000`, an instant in UTC with `+00:00`); floats finite.
    """
    match column_type.scalar:
        case ScalarType.STRING | ScalarType.JSON:
            return _text(value)
        case ScalarType.INTEGER | ScalarType.BIGINT:
            return _integer(value, _INTEGERS[column_type.scalar])
        case ScalarType.DECIMAL:
            return _decimal(value, column_type.scale or 0, rounding)
        case ScalarType.FLOAT:
            return _float(value)
        case ScalarType.BOOLEAN:
            return _boolean(value)
        case ScalarType.DATE:
            return _date(value)
        case ScalarType.TIME:
            return _time(value)
        case ScalarType.TIMESTAMP:
            return _timestamp(value, with_offset=False)
        case ScalarType.TIMESTAMP_TZ:
            return _timestamp(value, with_offset=True)


def instant_text(instant: datetime) -> str:
    """`2024-12-31 23:00:00.000000+00:00`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00:00").rjust(32, "0")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text is expected")  # noqa: TRY004 - one error for all values
    if "\0" in value:
        # PostgreSQL cannot hold it: no engine gets it, so that all agree.
        raise ValueError("text without a null character is expected")
    value.encode()  # a lone surrogate is a UnicodeEncodeError, which is a ValueError
    return value


def _integer(value: object, bits: int) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("an integer is expected")  # noqa: TRY004 - one error for all values
    if not -(1 << bits) <= value < 1 << bits:
        raise ValueError("the integer is too large")
    return value


def _decimal(value: object, scale: int, rounding: Rounding) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("a decimal number is expected")  # noqa: TRY004 - one error for all values
    text = repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, str) and not _DECIMAL.fullmatch(text):
        raise ValueError("a decimal number is expected")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("a decimal number is expected") from None
    if not number.is_finite():
        raise ValueError("a finite number is expected")
    if number and number.adjusted() >= DECIMAL_DIGITS - scale:
        raise ValueError("the number is too large")
    if rounding != "NONE":
        step = Decimal(1).scaleb(-scale)
        number = number.quantize(step, rounding=_ROUNDED[rounding], context=_EXACT)
    exponent = number.as_tuple().exponent
    # Not by `round`: it has 28 digits, and fails for a number that has more.
    if isinstance(exponent, int) and -exponent > scale and number != _cut(number, scale):
        raise ValueError(f"at most {scale} decimals are expected")
    return f"{number:.{scale}f}"


def _cut(number: Decimal, scale: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_DOWN, context=_EXACT)


def _float(value: object) -> float:
    if isinstance(value, str):
        value = float(value) if "_" not in value else math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is expected")  # noqa: TRY004 - one error for all values
    try:
        number = float(value)
    except OverflowError:
        raise ValueError("a finite number is expected") from None
    if not math.isfinite(number):
        raise ValueError("a finite number is expected")
    return number


def _boolean(value: object) -> bool:
    if isinstance(value, str) and value in {"true", "false"}:
        return value == "true"
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")  # noqa: TRY004 - one error for all values
    return value


def _date(value: object) -> str:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("a date such as 2025-01-31 is expected")
    return date.fromisoformat(value).isoformat()


def _time(value: object) -> str:
    """From 00:00 to the last microsecond of the day: 24:00 is no time on most engines."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("a time such as 08:15:00 is expected")
    return time.fromisoformat(value).isoformat(timespec="microseconds")


def _timestamp(value: object, *, with_offset: bool) -> str:
    found = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if found is None or bool(found["offset"]) is not with_offset:
        example = "2025-01-31T08:00:00Z" if with_offset else "2025-01-31T08:00:00"
        raise ValueError(f"a timestamp such as {example} is expected")
    try:
        instant = datetime.fromisoformat(found[0])
        if with_offset:
            return instant_text(instant)
    except OverflowError:
        raise ValueError("the timestamp is out of range") from None
    return instant.strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")

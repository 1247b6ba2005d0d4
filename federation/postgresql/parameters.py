"""The values that a client gives for `$1`, `$2` …, from their bytes to the entrance of SQL."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from federation.postgresql.kinds import Kind
from federation.postgresql.literals import array_items, canonical_text
from federation.postgresql.problems import PostgresqlLiteral

_TYPES: Mapping[Kind, str] = {
    Kind.INT4: "integer",
    Kind.INT8: "bigint",
    Kind.FLOAT8: "double",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.TIMESTAMP: "timestamp",
    Kind.TIMESTAMPTZ: "timestamp with time zone",
    Kind.BOOL: "boolean",
    Kind.TEXT: "varchar",
}
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - PostgreSQL counts local moments from it too
_INTEGERS = {2: ">h", 4: ">i", 8: ">q"}
_MOST_ELEMENTS = 10_000
_FLOATS = {4: ">f", 8: ">d"}


def parameter_of(data: bytes | None, *, is_binary: bool, kind: Kind) -> object:
    """A value as `federation.sql.parameters` reads it. Raises PostgresqlLiteral."""
    if data is None:
        return null_parameter(kind)
    try:
        value = _text_of(data, kind) if is_binary else data.decode()
    except (struct.error, ValueError, OverflowError, ArithmeticError):
        raise PostgresqlLiteral(type=kind.value, instead="…") from None
    return typed_parameter(canonical_text(value, kind), kind)


def typed_parameter(text: str, kind: Kind) -> object:  # noqa: PLR0911 - one for each type
    match kind:
        case Kind.INT4 | Kind.INT8:
            number = int(text)
            is_small = kind is Kind.INT4 and -(2**31) <= number < 2**31
            return {"type": "integer" if is_small else "bigint", "value": number}
        case Kind.NUMERIC:
            scale = min(len(text.partition(".")[2]), 38)
            return {"type": f"decimal(38, {scale})", "value": text}
        case Kind.FLOAT8:
            return {"type": "double", "value": float(text)}
        case Kind.BOOL:
            return text == "true"
        case Kind.TIMESTAMP | Kind.TIMESTAMPTZ:
            return {"type": _TYPES[kind], "value": text.replace(" ", "T")}
        case Kind.DATE | Kind.TIME:
            return {"type": _TYPES[kind], "value": text}
    return text


def null_parameter(kind: Kind) -> object:
    name = "decimal(38, 10)" if kind is Kind.NUMERIC else _TYPES.get(kind, "varchar")
    return {"type": name, "value": None}


def array_of(data: bytes, *, is_binary: bool, kind: Kind) -> list[object]:
    """The values of an array of one level. Raises PostgresqlLiteral."""
    if not is_binary:
        return [
            typed_parameter(canonical_text(each, kind), kind) for each in array_items(data.decode())
        ]
    try:
        return [
            parameter_of(each, is_binary=True, kind=kind) for each in _elements(memoryview(data))
        ]
    except (struct.error, ValueError):
        raise PostgresqlLiteral(type=f"{kind.value}[]", instead="{1,2}") from None


def _elements(data: memoryview) -> Iterator[bytes | None]:
    """Of PostgreSQL's binary form: levels, flags, the type, then the count and the first place."""
    levels, _, _ = struct.unpack_from(">iii", data, 0)
    if levels == 0:
        return
    (count,) = struct.unpack_from(">i", data, 12)
    if levels != 1 or not 0 <= count <= _MOST_ELEMENTS:
        raise ValueError
    at = 20
    for _ in range(count):
        (length,) = struct.unpack_from(">i", data, at)
        at += 4
        yield None if length < 0 else bytes(data[at : at + length])
        at += max(length, 0)


def _text_of(data: bytes, kind: Kind) -> str:  # noqa: PLR0911 - one for each type
    match kind:
        case Kind.INT4 | Kind.INT8:
            return str(struct.unpack(_INTEGERS.get(len(data), ">i"), data)[0])
        case Kind.FLOAT8:
            return repr(struct.unpack(_FLOATS.get(len(data), ">d"), data)[0])
        case Kind.BOOL:
            return "true" if struct.unpack(">?", data)[0] else "false"
        case Kind.DATE:
            return (date(2000, 1, 1) + timedelta(days=struct.unpack(">i", data)[0])).isoformat()
        case Kind.TIME:
            moment = _EPOCH + timedelta(microseconds=struct.unpack(">q", data)[0])
            return moment.time().isoformat()
        case Kind.TIMESTAMP:
            moment = _EPOCH + timedelta(microseconds=struct.unpack(">q", data)[0])
            return moment.isoformat(sep=" ")
        case Kind.TIMESTAMPTZ:
            moment = _EPOCH + timedelta(microseconds=struct.unpack(">q", data)[0])
            return moment.isoformat(sep=" ") + "Z"
        case Kind.NUMERIC:
            return _decimal_of(data)
    return data.decode()


def _decimal_of(data: bytes) -> str:
    count, weight, sign, scale = struct.unpack_from(">hhHH", data, 0)
    if sign not in {0, 0x4000} or count < 0:
        raise ValueError
    digits: Sequence[int] = struct.unpack_from(f">{count}h", data, 8)
    value = Decimal(0)
    for index, each in enumerate(digits):
        value += Decimal(each).scaleb((weight - index) * 4)
    text = f"{value.quantize(Decimal(1).scaleb(-scale)):f}"
    return f"-{text}" if sign else text

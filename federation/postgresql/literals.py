"""A literal, or a parameter, as a value of the type that PostgreSQL takes it for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from federation.postgresql.kinds import NUMBERS, Kind
from federation.postgresql.problems import PostgresqlLiteral, not_here

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,6})?)?")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,6})?)?)?"
    r"\s?(Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)")
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_TRUE, _FALSE = (
    frozenset({"t", "true", "yes", "on", "1"}),
    frozenset({"f", "false", "no", "off", "0"}),
)
_EXAMPLES: Mapping[Kind, str] = {
    Kind.INT4: "12",
    Kind.INT8: "12",
    Kind.NUMERIC: "12.5",
    Kind.FLOAT8: "12.5",
    Kind.BOOL: "true",
    Kind.DATE: "2025-01-31",
    Kind.TIME: "08:15:00",
    Kind.TIMESTAMP: "2025-01-31 08:15:00",
    Kind.TIMESTAMPTZ: "2025-01-31 08:15:00+01:00",
}
_ARRAY = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,"{}]+)')
SQL_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.INT4: "INT",
    Kind.INT8: "BIGINT",
    Kind.NUMERIC: "DECIMAL(38, 0)",
    Kind.FLOAT8: "DOUBLE",
    Kind.BOOL: "BOOLEAN",
    Kind.DATE: "DATE",
    Kind.TIME: "TIME",
    Kind.TIMESTAMP: "TIMESTAMP",
    Kind.TIMESTAMPTZ: "TIMESTAMPTZ",
}


def array_items(text: str) -> list[str]:
    """The elements of an array of PostgreSQL, `{a,"b c"}`; one level, no NULL."""
    if not (text.startswith("{") and text.endswith("}")):
        raise not_here("ANY", "x IN (1, 2)")
    return [
        re.sub(r"\\(.)", r"\1", item[1]) if item[1] is not None else item[2].strip()
        for item in _ARRAY.finditer(text[1:-1])
    ]


def data_type(kind: Kind) -> exp.DataType:
    return exp.DataType.build(SQL_TYPES[kind], dialect="postgres")


def canonical_text(text: str, kind: Kind) -> str:  # noqa: PLR0911 - one for each type
    """The text of a value as this gateway spells it. Raises PostgresqlLiteral: a shorter or a
    looser spelling that PostgreSQL would guess at is refused.
    """
    value = text.strip()
    match kind:
        case Kind.DATE if _DAY.fullmatch(value) or (moment := _MOMENT.fullmatch(value)):
            return value[:10]
        case Kind.TIME if clock := _CLOCK.fullmatch(value):
            return clock[1] + (clock[2] or ":00")
        case Kind.TIMESTAMP if moment := _MOMENT.fullmatch(value):
            return f"{moment[1]} {moment[2] or '00:00'}{moment[3] or ':00'}"
        case Kind.TIMESTAMPTZ if moment := _MOMENT.fullmatch(value):
            return f"{moment[1]} {moment[2] or '00:00'}{moment[3] or ':00'}{_offset(moment[4])}"
        case Kind.INT4 | Kind.INT8 if re.fullmatch(r"[+-]?[0-9]{1,19}", value):
            return str(int(value))
        case Kind.NUMERIC if _NUMBER.fullmatch(value) and len(value) <= 40:
            return value.removeprefix("+").replace("-.", "-0.") if value[0] != "." else "0" + value
        case Kind.FLOAT8 if _FLOAT.fullmatch(value) and len(value) <= 40:
            return repr(float(value))
        case Kind.BOOL if value.lower() in _TRUE | _FALSE:
            return "true" if value.lower() in _TRUE else "false"
        case Kind.TEXT | Kind.UNKNOWN | Kind.JSON:
            return text
    raise PostgresqlLiteral(type=kind.value, instead=_EXAMPLES.get(kind, "…"))


def _offset(offset: str | None) -> str:
    """Z, or hours and minutes; a moment without one is in UTC, the time zone of a session."""
    digits = str(offset)[1:].replace(":", "")
    if offset in {None, "Z", "UTC"} or not digits.strip("0"):
        return "Z"
    return f"{str(offset)[0]}{digits[:2]}:{digits[2:] or '00'}"


def typed_literal(text: str, kind: Kind) -> exp.Expr:
    """Of a text between quotes that stands where a value of `kind` is expected."""
    value = canonical_text(text, kind)
    if kind in NUMBERS:
        return _number(value, kind)
    if kind is Kind.BOOL:
        return exp.Boolean(this=value == "true")
    if kind in {Kind.TEXT, Kind.UNKNOWN, Kind.JSON}:
        return exp.Literal.string(value)
    if kind is Kind.TIMESTAMPTZ:
        value = value.replace("Z", "+00:00")
    return exp.Cast(this=exp.Literal.string(value), to=data_type(kind))


def _number(digits: str, kind: Kind) -> exp.Expr:
    if kind is Kind.FLOAT8:
        return exp.Cast(this=exp.Literal.string(digits), to=data_type(kind))
    positive = exp.Literal.number(digits.lstrip("-"))
    return exp.Paren(this=exp.Neg(this=positive)) if digits.startswith("-") else positive

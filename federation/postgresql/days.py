"""Functions of days and moments of PostgreSQL as ours, and the calls that have words in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from federation.postgresql.expressions import Expressions, Handler, Rule, call, constant
from federation.postgresql.kinds import DAYS, Kind
from federation.postgresql.literals import data_type
from federation.postgresql.problems import kind_name, not_here
from federation.postgresql.scopes import Scope

_UNITS = frozenset({"year", "quarter", "month", "week", "day", "hour", "minute", "second"})
_FIELDS: Mapping[str, str] = {
    "year": "YEAR",
    "quarter": "QUARTER",
    "month": "MONTH",
    "week": "WEEK",
    "day": "DAY",
    "doy": "DAY_OF_YEAR",
    "isodow": "DAY_OF_WEEK",
    "isoyear": "YEAR_OF_WEEK",
    "hour": "HOUR",
    "minute": "MINUTE",
}
_OF_THE_CLOCK = frozenset({"hour", "minute"})
_PATTERN: Mapping[str, str] = {
    "YYYY": "%Y",
    "MM": "%m",
    "DD": "%d",
    "HH24": "%H",
    "MI": "%i",
    "SS": "%s",
    "DDD": "%j",
    "IYYY": "%x",
    "IW": "%v",
}
_IN_PATTERN = re.compile(r"IYYY|YYYY|HH24|DDD|MM|DD|MI|SS|IW|[^A-Za-z0-9%\"]")


def _truncated(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    if len(arguments) != 2 or not isinstance(arguments[0], exp.Literal):
        raise not_here("date_trunc(…)", "date_trunc('month', x)")
    unit = arguments[0].name.lower()
    if unit not in _UNITS:
        raise not_here(f"date_trunc('{unit[:20]}', …)", "date_trunc('month', x)")
    kind = reader.value(arguments[1], scope)
    if kind is Kind.UNKNOWN:
        raise not_here("date_trunc(text, unknown)", "date_trunc('month', x::timestamp)")
    value = node.expressions[1]
    if kind is Kind.TIMESTAMPTZ:
        value = exp.AtTimeZone(this=value.copy(), zone=exp.Literal.string(reader.zone))
    start: exp.Expr = call("DATE_TRUNC", exp.Literal.string(unit), value.copy())
    if kind is Kind.DATE:
        if unit in {"hour", "minute", "second"}:
            start = value.copy()
        # PostgreSQL takes a day for its first instant in the session's time zone.
        local = exp.Cast(this=start, to=data_type(Kind.TIMESTAMP))
        start = call("WITH_TIMEZONE", local, exp.Literal.string(reader.zone))
    elif kind not in DAYS | {None}:
        raise not_here(f"date_trunc({kind_name(kind)})", "date_trunc('month', x)")
    node.replace(start)
    return Kind.TIMESTAMPTZ if kind is Kind.DATE else kind


def field_of(reader: Expressions, name: str, value: exp.Expr, kind: Kind | None) -> exp.Expr:
    """A field of a day or a moment as a whole number of ours."""
    if kind not in DAYS | {None}:
        raise not_here(f"extract({name[:20]} FROM {kind_name(kind)})", "extract(year FROM x)")
    if name in _OF_THE_CLOCK and kind is Kind.DATE:
        raise not_here(f"extract({name} FROM date)", "extract(year FROM x)")
    if kind is Kind.TIMESTAMPTZ:
        value = exp.AtTimeZone(this=value, zone=exp.Literal.string(reader.zone))
    if name == "dow":
        # Sunday is 0 there, 7 here.
        return exp.Mod(this=call("DAY_OF_WEEK", value), expression=exp.Literal.number(7))
    if name == "epoch" and kind is Kind.DATE:
        first = exp.Cast(this=exp.Literal.string("1970-01-01"), to=data_type(Kind.DATE))
        days = call("DATE_DIFF", exp.Literal.string("day"), first, value)
        return exp.Mul(this=days, expression=exp.Literal.number(86400))
    if name not in _FIELDS:
        raise not_here(f"extract({name[:20]} FROM …)", "extract(year FROM x)")
    return call(_FIELDS[name], value)


def _part(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    if len(arguments) != 2 or not isinstance(arguments[0], exp.Literal):
        raise not_here("date_part(…)", "date_part('year', x)")
    kind = reader.value(arguments[1], scope)
    if kind is Kind.UNKNOWN:
        raise not_here("date_part(text, unknown)", "date_part('year', x::date)")
    number = field_of(reader, arguments[0].name.lower(), node.expressions[1].copy(), kind)
    node.replace(exp.Cast(this=number, to=data_type(Kind.FLOAT8)))
    return Kind.FLOAT8


def _extract(reader: Expressions, node: exp.Extract, scope: Scope) -> Kind | None:
    kind = reader.value(node.expression, scope)
    if kind is Kind.UNKNOWN:
        raise not_here("extract(… FROM unknown)", "extract(year FROM x::date)")
    number = field_of(reader, node.this.name.lower(), node.expression.copy(), kind)
    node.replace(exp.Cast(this=number, to=exp.DataType.build("DECIMAL(38, 0)")))
    return Kind.NUMERIC


def _to_char(
    reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], scope: Scope
) -> Kind | None:
    """Of digits and signs alone: names of days and months are another language's."""
    instead = "to_char(x, 'YYYY-MM-DD HH24:MI:SS')"
    if len(arguments) != 2 or not isinstance(arguments[1], exp.Literal):
        raise not_here("to_char(…)", instead)
    kind = reader.value(arguments[0], scope)
    theirs, pattern, at = arguments[1].name, "", 0
    while at < len(theirs):
        part = _IN_PATTERN.match(theirs, at)
        if part is None:
            raise not_here("to_char(x, '…')", instead)
        pattern += _PATTERN.get(part[0], part[0])
        at = part.end()
    if kind not in DAYS:
        raise not_here("to_char(number, '…')", instead)
    value = node.expressions[0].copy()
    if kind is Kind.TIMESTAMPTZ:
        value = exp.AtTimeZone(this=value, zone=exp.Literal.string(reader.zone))
    if kind is Kind.DATE:
        value = exp.Cast(this=value, to=data_type(Kind.TIMESTAMP))
    node.replace(call("DATE_FORMAT", value, exp.Literal.string(pattern)))
    return Kind.TEXT


def _now(
    _reader: Expressions, node: exp.Anonymous, arguments: list[exp.Expr], _scope: Scope
) -> Kind | None:
    if arguments:
        raise not_here("now(…)", "now()")
    node.replace(exp.CurrentTimestamp())
    return Kind.TIMESTAMPTZ


def _substring(reader: Expressions, node: exp.Substring, scope: Scope) -> Kind | None:
    """From a written place, 1 or later: PostgreSQL counts places before the first letter too."""
    start, length = node.args.get("start"), node.args.get("length")
    for bound in (start, length):
        if bound is not None and not (isinstance(bound, exp.Literal) and bound.name.isdecimal()):
            raise not_here("substring(…)", "substring(x FROM 1 FOR 2)")
    if start is None or int(start.name) < 1:
        raise not_here("substring(…)", "substring(x FROM 1 FOR 2)")
    kind = reader.value(node.this, scope)
    reader.coerce(node.this, Kind.TEXT)
    if kind not in {Kind.TEXT, Kind.UNKNOWN, None}:
        raise not_here(f"substring({kind_name(kind)})", "substring(x::text FROM 1 FOR 2)")
    node.replace(call("SUBSTR", *[bound.copy() for bound in (node.this, start, length) if bound]))
    return Kind.TEXT


def _trimmed(reader: Expressions, node: exp.Trim, scope: Scope) -> Kind | None:
    """Spaces alone, at both ends or at one."""
    letters, place = node.args.get("expression"), node.args.get("position") or "BOTH"
    if letters is not None and not (isinstance(letters, exp.Literal) and letters.name == " "):
        raise not_here("trim('…' FROM x)", "trim(x)")
    kind = reader.value(node.this, scope)
    reader.coerce(node.this, Kind.TEXT)
    if kind not in {Kind.TEXT, Kind.UNKNOWN, None}:
        raise not_here(f"trim({kind_name(kind)})", "trim(x::text)")
    name = {"LEADING": "LTRIM", "TRAILING": "RTRIM"}.get(str(place).upper(), "TRIM")
    node.replace(call(name, node.this.copy()))
    return Kind.TEXT


def _position(reader: Expressions, node: exp.StrPosition, scope: Scope) -> Kind | None:
    for side in ("this", "substr"):
        reader.value(node.args[side], scope)
        reader.coerce(node.args[side], Kind.TEXT)
    place = call("STRPOS", node.this.copy(), node.args["substr"].copy())
    node.replace(exp.Cast(this=place, to=data_type(Kind.INT4)))
    return Kind.INT4


def _timed(_reader: Expressions, node: exp.Expr, _scope: Scope) -> Kind | None:
    if node.this is not None:
        raise not_here("CURRENT_TIMESTAMP(n)", "CURRENT_TIMESTAMP")
    return Kind.TIMESTAMPTZ if isinstance(node, exp.CurrentTimestamp) else Kind.TIMESTAMP


DAY_FUNCTIONS: Mapping[str, Handler] = {
    "date_trunc": _truncated,
    "date_part": _part,
    "to_char": _to_char,
    "now": _now,
}
SPECIAL_CALLS: Mapping[type[exp.Expr], Rule] = {
    exp.Extract: _extract,
    exp.Substring: _substring,
    exp.Trim: _trimmed,
    exp.StrPosition: _position,
    exp.CurrentDate: constant(Kind.DATE),
    exp.CurrentTimestamp: _timed,
    exp.Localtimestamp: _timed,
}

"""Values of PostgreSQL as ours: sums, quotients, days and what is cast."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from federation.postgresql.expressions import Expressions, Rule, call, constant, pair
from federation.postgresql.kinds import DAYS, INTEGERS, NUMBERS, Kind, widest
from federation.postgresql.literals import data_type
from federation.postgresql.problems import kind_name, not_here
from federation.postgresql.scopes import Scope

_UNITS = frozenset({"YEAR", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"})
_CASTS: Mapping[exp.DType, Kind] = {
    exp.DType.TEXT: Kind.TEXT,
    exp.DType.VARCHAR: Kind.TEXT,
    exp.DType.NAME: Kind.TEXT,
    exp.DType.INT: Kind.INT4,
    exp.DType.SMALLINT: Kind.INT4,
    exp.DType.BIGINT: Kind.INT8,
    exp.DType.DECIMAL: Kind.NUMERIC,
    exp.DType.DOUBLE: Kind.FLOAT8,
    exp.DType.BOOLEAN: Kind.BOOL,
    exp.DType.DATE: Kind.DATE,
    exp.DType.TIME: Kind.TIME,
    exp.DType.TIMESTAMP: Kind.TIMESTAMP,
    exp.DType.TIMESTAMPTZ: Kind.TIMESTAMPTZ,
}


def _add(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    left, right = _pair_of_sum(reader, node, scope)
    if left is Kind.DATE and right is Kind.DATE and isinstance(node, exp.Sub):
        days = call("DATE_DIFF", exp.Literal.string("day"), node.expression, node.this)
        node.replace(exp.Cast(this=days, to=data_type(Kind.INT4)))
        return Kind.INT4
    if left is Kind.DATE and right in INTEGERS:
        amount = node.expression
        if isinstance(node, exp.Sub):
            amount = exp.Neg(this=exp.Paren(this=amount))
        node.replace(call("DATE_ADD", exp.Literal.string("day"), amount, node.this))
        return Kind.DATE
    if right is Kind.INTERVAL and left in DAYS:
        if left is Kind.DATE:
            node.set("this", exp.Cast(this=node.this, to=data_type(Kind.TIMESTAMP)))
        return left if left is not Kind.DATE else Kind.TIMESTAMP
    if left in DAYS or right in DAYS or Kind.INTERVAL in {left, right}:
        sign = "-" if isinstance(node, exp.Sub) else "+"
        instead = "jour + 1, jour - jour, jour + INTERVAL '1 day'"
        raise not_here(f"{kind_name(left)} {sign} {kind_name(right)}", instead)
    return _number_of(left, right)


def _pair_of_sum(
    reader: Expressions, node: exp.Expr, scope: Scope
) -> tuple[Kind | None, Kind | None]:
    """A text beside a day is a day where it is taken away, days to add elsewhere."""
    left, right = reader.value(node.this, scope), reader.value(node.expression, scope)
    if right is Kind.UNKNOWN and left is Kind.DATE:
        right = Kind.DATE if isinstance(node, exp.Sub) else Kind.INT4
        reader.coerce(node.expression, right)
    elif right is Kind.UNKNOWN:
        reader.coerce(node.expression, left)
        right = left
    elif left is Kind.UNKNOWN:
        reader.coerce(node.this, right)
        left = right
    return left, right


def _arithmetic(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    left, right = pair(reader, node, scope)
    kind = _number_of(left, right)
    if isinstance(node, exp.Div) and kind is Kind.NUMERIC:
        # A quotient of decimals has no digits of its own here: it is a double.
        for side in ("this", "expression"):
            node.set(side, exp.Cast(this=node.args[side], to=data_type(Kind.FLOAT8)))
        return Kind.FLOAT8
    return kind


def _power(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    left, right = pair(reader, node, scope)
    if _number_of(left, right) is Kind.NUMERIC:
        raise not_here("numeric ^ numeric", "power(x::float8, 2)")
    node.replace(call("POWER", node.this, node.expression))
    return Kind.FLOAT8


def _number_of(left: Kind | None, right: Kind | None) -> Kind | None:
    if left is None or right is None:
        return None
    for kind in (left, right):
        if kind not in NUMBERS:
            raise not_here(f"{kind_name(left)} … {kind_name(right)}", "CAST(x AS numeric(10, 2))")
    return widest([left, right])


def _negative(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    return reader.value(node.this, scope)


def _joined(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    for side in ("this", "expression"):
        kind = reader.value(node.args[side], scope)
        reader.coerce(node.args[side], Kind.TEXT)
        if kind in INTEGERS | {Kind.NUMERIC, Kind.DATE}:
            node.set(side, exp.Cast(this=node.args[side], to=data_type(Kind.TEXT)))
        elif kind not in {Kind.TEXT, Kind.UNKNOWN, None}:
            raise not_here(f"{kind_name(kind)} || …", "x::text || y")
    return Kind.TEXT


def _case(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    subject = node.args.get("this")
    arms = node.args["ifs"]
    if subject is not None:
        kinds = [reader.value(subject, scope), *(reader.value(each.this, scope) for each in arms)]
        reader.together(lambda: [node.args["this"], *(each.this for each in arms)], kinds)
    else:
        for arm in arms:
            reader.value(arm.this, scope)
            reader.coerce(arm.this, Kind.BOOL)
    results = [reader.value(each.args["true"], scope) for each in arms]
    has_default = node.args.get("default") is not None
    if has_default:
        results.append(reader.value(node.args["default"], scope))

    def nodes() -> list[exp.Expr]:
        last = [node.args["default"]] if has_default else []
        return [*(each.args["true"] for each in arms), *last]

    return reader.together(nodes, results)


def _cast(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    to = node.args["to"]
    kind = _CASTS.get(to.this) if isinstance(to, exp.DataType) else None
    if kind is None or to.args.get("values"):
        raise not_here(f"CAST … AS {to.name or to.key}"[:50], "x::text, x::date, x::numeric(10, 2)")
    number = reader.parameter(node.this)
    if number is not None and not isinstance(node.this, exp.Cast):
        reader.parameters.kinds.setdefault(number, kind)
    own = reader.value(node.this, scope)
    if own is Kind.UNKNOWN:
        reader.coerce(node.this, kind)
        own = kind
        if number is None and not to.expressions and not isinstance(node.this, exp.Null):
            node.replace(node.this)
            return kind
    if own is kind and not to.expressions:
        if number is None and not isinstance(node.this, exp.Null):
            node.replace(node.this)
        else:
            exact = exp.DataType.build("DECIMAL(38, 10)")
            node.set("to", exact if kind is Kind.NUMERIC else data_type(kind))
        return kind
    _refuse_cast(own, kind, to)
    if kind is Kind.NUMERIC and not to.expressions:
        node.set("to", data_type(kind))
    if kind is Kind.TIME or kind in DAYS:
        node.set("to", data_type(kind))
    return kind


def _refuse_cast(own: Kind | None, kind: Kind, to: exp.DataType) -> None:
    cast = f"{kind_name(own)}::{kind_name(kind)}"
    if kind is Kind.TEXT and own in {Kind.FLOAT8, Kind.TIMESTAMP, Kind.TIMESTAMPTZ, Kind.TIME}:
        raise not_here(cast, "to_char(x, 'YYYY-MM-DD'), round(x, 2)::text")
    if own is Kind.FLOAT8 and (kind in INTEGERS or (kind is Kind.NUMERIC and not to.expressions)):
        raise not_here(cast, "x::numeric(38, 2)")
    if own is Kind.TIMESTAMPTZ and kind in {Kind.DATE, Kind.TIMESTAMP, Kind.TIME}:
        raise not_here(cast, "(x AT TIME ZONE 'Europe/Paris')::date")
    if kind is Kind.TIMESTAMPTZ:
        raise not_here(cast, "x AT TIME ZONE 'Europe/Paris'")


def _interval(_reader: Expressions, node: exp.Expr, _scope: Scope) -> Kind | None:
    amount, unit = node.args.get("this"), node.args.get("unit")
    if not (
        isinstance(amount, exp.Literal)
        and re.fullmatch(r"-?[0-9]{1,9}", amount.name)
        and isinstance(unit, exp.Var)
        and unit.name.upper() in _UNITS
    ):
        raise not_here("INTERVAL", "INTERVAL '1 day'")
    return Kind.INTERVAL


def _number(_reader: Expressions, node: exp.Expr, _scope: Scope) -> Kind | None:
    if node.is_string:
        return Kind.UNKNOWN
    if re.fullmatch(r"[0-9]+", node.name):
        value = int(node.name)
        if value < 2**31:
            return Kind.INT4
        return Kind.INT8 if value < 2**63 else Kind.NUMERIC
    if "e" in node.name.lower():
        raise not_here(node.name[:20], "1000.0")
    return Kind.NUMERIC


def _zone(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    kind = reader.value(node.this, scope)
    zone = node.args["zone"]
    if not (isinstance(zone, exp.Literal) and zone.is_string):
        raise not_here("AT TIME ZONE", "x AT TIME ZONE 'Europe/Paris'")
    if kind is Kind.TIMESTAMPTZ:
        node.replace(exp.Cast(this=node.copy(), to=data_type(Kind.TIMESTAMP)))
        return Kind.TIMESTAMP
    if kind is Kind.TIMESTAMP:
        node.replace(call("WITH_TIMEZONE", node.this, zone))
        return Kind.TIMESTAMPTZ
    raise not_here("AT TIME ZONE", "instant AT TIME ZONE 'Europe/Paris'")


def _scalar(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    outputs = reader.query(node.this, scope)
    return outputs[0][1] if len(outputs) == 1 else None


def _paren(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    return reader.value(node.this, scope)


def _column(_reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    if isinstance(node, exp.Column):
        for part in node.parts:
            if isinstance(part, exp.Identifier):
                part.set("this", part.name.lower())
        return scope.kind(node)
    return None


VALUES: Mapping[type[exp.Expr], Rule] = {
    exp.Column: _column,
    exp.Star: _column,
    exp.Literal: _number,
    exp.Boolean: constant(Kind.BOOL),
    exp.Null: constant(Kind.UNKNOWN),
    exp.Paren: _paren,
    exp.Add: _add,
    exp.Sub: _add,
    **dict.fromkeys((exp.Mul, exp.Div, exp.Mod), _arithmetic),
    exp.Pow: _power,
    exp.Neg: _negative,
    exp.DPipe: _joined,
    exp.Case: _case,
    exp.Cast: _cast,
    exp.Interval: _interval,
    exp.AtTimeZone: _zone,
    exp.Subquery: _scalar,
}

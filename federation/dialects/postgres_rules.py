"""Forms that PostgreSQL needs written otherwise."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects import (
    analytics,
    capitals,
    collation,
    common_rules,
    local_time,
    matching,
    substrings,
)
from federation.dialects.floats import within_doubles
from federation.dialects.text_values import fits
from federation.dialects.tree import RuleSet, call, inside, number, paren, rule_for, string, when
from federation.dialects.types import (
    cast,
    is_boolean,
    is_float,
    is_integer,
    is_number,
    is_text,
    typed,
)
from federation.logical import SHA256_HEX
from federation.problems import NotTranslatable

_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3_600, "DAY": 86_400, "WEEK": 604_800}
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}


@rule_for(exp.TryCast)
def cast_of_what_fits(node: exp.Expr) -> exp.Expr:
    """There is no TRY_CAST before PostgreSQL 16, nor one that callers write: text, well spelt."""
    target: exp.DataType = node.args["to"]
    value = cast(inside(node), target)
    size = fits(node.this, target) if is_text(node.this) else None
    return value if size is None else typed(when(size, value), target)


@rule_for(exp.Cast)
def truth_of_number(node: exp.Expr) -> exp.Expr:
    """Only a 32-bit integer is cast to a boolean here, and a boolean to that alone."""
    source = inside(node)
    if isinstance(node, exp.Cast) and is_boolean(node) and is_number(source):
        return typed(exp.NEQ(this=paren(source), expression=number(0)), "BOOLEAN")
    if isinstance(node, exp.Cast) and is_number(node) and is_boolean(source):
        node.set("this", cast(source, "INT"))
    return node


@rule_for(exp.Round, exp.Floor, exp.Ceil, exp.Cast)
def rounding(node: exp.Expr) -> exp.Expr:
    """round() of a double goes half to even and takes no digits; of an integer it is a double."""
    if isinstance(node, exp.Round):
        if is_float(node.this):
            return typed(_half_away(node.this, node.args.get("decimals")), "DOUBLE")
        if is_integer(node.this) and not node.args.get("decimals"):
            return inside(node)
    if isinstance(node, exp.Floor | exp.Ceil) and is_integer(node.this):
        return inside(node)
    if isinstance(node, exp.Cast) and is_integer(node) and is_float(node.this):
        node.set("this", _half_away(node.this, None))
    return node


def _half_away(value: exp.Expr, decimals: exp.Expr | None) -> exp.Expr:
    """sign(x) * floor(abs(x) * 10^k + 0.5) / 10^k, in double precision."""
    half = cast(exp.Literal.number("0.5"), "DOUBLE")
    size: exp.Expr = exp.Abs(this=value.copy())
    if decimals is None:
        whole = exp.Floor(this=exp.Add(this=size, expression=half))
        return exp.Mul(this=call("SIGN", value.copy()), expression=whole)
    power = call("POWER", cast(number(10), "DOUBLE"), decimals.copy())
    size = exp.Mul(this=size, expression=power)
    whole = exp.Floor(this=exp.Add(this=size, expression=half))
    scaled = exp.Div(this=whole, expression=power.copy(), typed=True)
    return exp.Mul(this=call("SIGN", value.copy()), expression=exp.Paren(this=scaled))


@rule_for(exp.Pow, exp.Sqrt, exp.Ln, exp.Exp)
def double_arithmetic(node: exp.Expr) -> exp.Expr:
    """Powers, roots and logarithms of decimals are numeric here: DOUBLE, as elsewhere."""
    if isinstance(node, exp.Pow | exp.Sqrt | exp.Ln | exp.Exp):
        for key in ("this", "expression"):
            argument = node.args.get(key)
            if argument is not None and not is_float(argument):
                node.set(key, cast(argument, "DOUBLE"))
    return node


@rule_for(exp.Anonymous)
def sha256_hex(node: exp.Expr) -> exp.Expr:
    """The planner puts off, until the first rows are chosen, what it counts more than ten
    operations for; it counts one for each call, so that two empty texts make a pseudonym dear.
    """
    if node.name.lower() == SHA256_HEX:
        text = node.expressions[0]
        for _ in range(2):
            text = exp.DPipe(this=text, expression=string(""))
        digest = call("SHA256", call("CONVERT_TO", text, string("UTF8")))
        return typed(call("ENCODE", digest, string("hex")), "VARCHAR")
    return node


@rule_for(exp.DateDiff)
def full_units(node: exp.Expr) -> exp.Expr:
    """There is no date_diff: full units, towards zero, as Trino counts them."""
    unit = str(node.args["unit"].name).upper()
    end, start = (
        cast(local_time.to_the_millisecond(each), "TIMESTAMP")
        for each in (node.this, node.expression)
    )
    if unit in _SECONDS:
        elapsed = exp.Extract(
            this=exp.var("EPOCH"), expression=exp.Paren(this=exp.Sub(this=end, expression=start))
        )
        ratio = exp.Div(this=elapsed, expression=number(_SECONDS[unit]), typed=True)
        return cast(call("TRUNC", ratio), "BIGINT")
    if unit in _MONTHS:
        months: exp.Expr = exp.Paren(this=_full_months(start, end))
        if _MONTHS[unit] > 1:
            months = exp.Div(this=months, expression=number(_MONTHS[unit]), typed=True)
        return cast(months, "BIGINT")
    raise NotTranslatable(what=f"date_diff('{unit.lower()}')")


def _full_months(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """The months between the calendars, one less (towards zero) when the day is not reached."""

    def index(value: exp.Expr) -> exp.Expr:
        year = exp.Extract(this=exp.var("YEAR"), expression=value.copy())
        month = exp.Extract(this=exp.var("MONTH"), expression=value.copy())
        total = exp.Add(this=exp.Mul(this=year, expression=number(12)), expression=month)
        return cast(total, "INT")

    months = exp.Paren(this=exp.Sub(this=index(end), expression=index(start)))
    step = exp.Interval(this=string("1"), unit=exp.var("MONTH"))
    reached = exp.Add(this=start.copy(), expression=exp.Mul(this=months.copy(), expression=step))
    # Backwards it is the same count from the other side, not the count of steps back.
    reached_back = exp.Sub(
        this=end.copy(), expression=exp.Mul(this=months.copy(), expression=step.copy())
    )
    over = exp.and_(
        exp.LTE(this=start.copy(), expression=end.copy()),
        exp.GT(this=reached, expression=end.copy()),
        copy=False,
    )
    under = exp.and_(
        exp.GT(this=start.copy(), expression=end.copy()),
        exp.GT(this=reached_back, expression=start.copy()),
        copy=False,
    )
    correction = exp.Case(
        ifs=[exp.If(this=over, true=number(-1)), exp.If(this=under, true=number(1))],
        default=number(0),
    )
    return exp.Add(this=months, expression=correction)


RULES = RuleSet(
    *local_time.RULES.rules,
    full_units,
    cast_of_what_fits,
    truth_of_number,
    rounding,
    double_arithmetic,
    within_doubles,
    sha256_hex,
    analytics.element_in_postgresql,
    analytics.list_elsewhere,
    substrings.substring,
    capitals.capitals,
    *collation.RULES.rules,
    common_rules.extremes_with_null,
    matching.end_of_text,
    matching.absent,
)

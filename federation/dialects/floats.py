"""Arithmetic in doubles that has no answer: an error on one engine, infinity on the others."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import number, paren, rule_for, when
from federation.dialects.types import cast, is_float, is_number, typed
from federation.problems import NotTranslatable

_LARGEST_EXPONENT = exp.Literal.number("709.782712893384")
"""exp of more is infinite."""
_SMALL_ENOUGH = 700
_LARGEST, _LEAST = 1.797693134862315e308, 2.2250738585072014e-308
_LEAST_EXPONENT = exp.Neg(this=exp.Literal.number("745.1"))
"""exp of less is zero, which one engine calls an error."""
_HALF, _FAR, _MOST_COPIED = _LARGEST / 2, 1e150, 150
_FEW_DIGITS, _MOST_DIGITS = 15, 290
_FEW_TIMES = 8
"""Less often multiplied by itself, a number of 38 digits is within a double."""
_WITHIN = "within a double"
"""The `meta` of arithmetic of ours that no value makes too large."""
_ALL_WHOLE = 2.0**53
"""From here on a double has no digit after its point."""


@rule_for(exp.Pow)
def power(node: exp.Expr) -> exp.Expr:
    """0 to a negative power, a negative number to a broken one, beyond a double: NULL; 0 below
    the least double, which one engine calls an error.
    """
    base, exponent = node.this, node.expression
    if isinstance(exponent, exp.Literal) and exponent.name.isdigit():
        return _bounded_power(node, float(exponent.name))
    if isinstance(exponent, exp.Literal):
        # Of what is below zero there is none.
        defined = exp.GTE(this=paren(base.copy()), expression=number(0))
        return typed(when(defined, _bounded_power(node, float(exponent.name))), "DOUBLE")
    positive = exp.GT(this=paren(base.copy()), expression=number(0))
    zero = exp.and_(
        exp.EQ(this=paren(base.copy()), expression=number(0)),
        exp.GTE(this=paren(exponent.copy()), expression=number(0)),
        copy=False,
    )
    negative = exp.and_(
        exp.LT(this=paren(base.copy()), expression=number(0)),
        exp.EQ(this=paren(exponent.copy()), expression=exp.Floor(this=exponent.copy())),
        copy=False,
    )
    known = when(exp.EQ(this=paren(base.copy()), expression=number(0)), number(0))
    logarithm = typed(exp.Ln(this=typed(exp.Abs(this=base.copy()), "DOUBLE")), "DOUBLE")
    size = exp.Mul(this=exp.cast(exponent.copy(), "DOUBLE"), expression=logarithm)
    size.meta[_WITHIN] = True
    known.set("default", typed(size, "DOUBLE"))
    bounded = exp.Case(
        ifs=[
            exp.If(this=exp.LT(this=known, expression=_LEAST_EXPONENT.copy()), true=_zero()),
            exp.If(this=exp.LTE(this=known.copy(), expression=_LARGEST_EXPONENT.copy()), true=node),
        ]
    )
    return typed(when(exp.or_(positive, zero, negative, copy=False), bounded), "DOUBLE")


def _bounded_power(node: exp.Expr, exponent: float) -> exp.Expr:
    """Of what is small enough for its power to be a double."""
    if exponent <= 1 or (exponent < _FEW_TIMES and _is_moderate(node.this)):
        return node
    size = typed(exp.Abs(this=node.this.copy()), node.this.type or "DOUBLE")
    too_large = exp.GT(this=size, expression=_double(_LARGEST ** (1 / exponent)))
    too_small = exp.LT(this=size.copy(), expression=_double(_LEAST ** (1 / exponent)))
    cases = [exp.If(this=too_large, true=exp.Null()), exp.If(this=too_small, true=_zero())]
    return typed(exp.Case(ifs=cases, default=node), "DOUBLE")


def _double(value: float) -> exp.Expr:
    return exp.Literal.number(f"{value:.15E}")


def _zero() -> exp.Expr:
    return exp.cast(number(0), "DOUBLE")


@rule_for(exp.Exp)
def exponential(node: exp.Expr) -> exp.Expr:
    """Beyond a double it is NULL, below the least of them 0."""
    value = node.this
    if isinstance(value, exp.Literal) and float(value.name) < _SMALL_ENOUGH:
        return node
    small = exp.LT(this=paren(value.copy()), expression=_LEAST_EXPONENT.copy())
    within = exp.LTE(this=paren(value.copy()), expression=_LARGEST_EXPONENT.copy())
    cases = [exp.If(this=small, true=_zero()), exp.If(this=within, true=node)]
    return typed(exp.Case(ifs=cases), "DOUBLE")


@rule_for(exp.Mod)
def remainder(node: exp.Expr) -> exp.Expr:
    """PostgreSQL has no remainder of doubles, and arithmetic would give another one."""
    if is_float(node.this) or is_float(node.expression):
        raise NotTranslatable(what="DOUBLE % DOUBLE")
    return node


@rule_for(exp.Round)
def rounded_double(node: exp.Expr) -> exp.Expr:
    """To more digits than a double has it stays what it is; to fewer than it could have, it is 0:
    what lies between never grows beyond a double.
    """
    value, digits = node.this, node.args.get("decimals")
    if digits is None or not is_float(value):
        return node
    if isinstance(digits, exp.Literal) and int(digits.name) <= _FEW_DIGITS:
        return node
    whole = exp.GTE(this=exp.Abs(this=value.copy()), expression=_double(_ALL_WHOLE))
    has_them = exp.or_(
        exp.GT(this=paren(digits.copy()), expression=number(_MOST_DIGITS)),
        exp.and_(exp.GTE(this=paren(digits.copy()), expression=number(0)), whole, copy=False),
        copy=False,
    )
    none_left = exp.LT(this=paren(digits.copy()), expression=number(-_MOST_DIGITS))
    absent = exp.Is(this=value.copy(), expression=exp.Null())
    cases = [
        exp.If(this=absent, true=exp.Null()),
        exp.If(this=has_them, true=value.copy()),
        exp.If(this=none_left, true=_zero()),
    ]
    return typed(exp.Case(ifs=cases, default=node), "DOUBLE")


@rule_for(exp.Add, exp.Sub, exp.Mul, exp.Div)
def within_doubles(node: exp.Expr) -> exp.Expr:
    """Makes NULL of a result that would be infinite, where an engine calls it an error, and 0 of
    one below the least double. Only the rare large or small side is looked at closely.

    A long expression stays as it is: the copies of each step would grow without end.
    """
    one, other = node.this, node.expression
    is_of_doubles = (is_float(one) or is_float(other)) and is_number(one) and is_number(other)
    far = [each for each in (one, other) if not _is_moderate(each)]
    if not is_of_doubles or not far or node.meta.get(_WITHIN):
        return node
    if sum(1 for _ in node.walk()) > _MOST_COPIED:
        return node
    if isinstance(node, exp.Add | exp.Sub):
        odd = _beyond(exp.GT, _HALF, *far)
        halves = type(node)(this=_half(one), expression=_half(other))
        is_double = exp.LTE(this=exp.Abs(this=halves), expression=_double(_HALF))
        rare: exp.Expr = when(is_double, node.copy())
    else:
        odd = exp.or_(_beyond(exp.GT, _FAR, *far), _beyond(exp.LT, 1 / _FAR, *far), copy=False)
        kind = exp.Add if isinstance(node, exp.Mul) else exp.Sub
        size = exp.Paren(this=kind(this=_logarithm(one), expression=_logarithm(other)))
        nothing = exp.or_(*(_is_zero(each) for each in (one, other)), copy=False)
        unknown = exp.or_(*(_is_null(each) for each in (one, other)), copy=False)
        rare = exp.Case(
            ifs=[
                # Divided by zero, zero is unknown too.
                exp.If(this=unknown, true=exp.Null()),
                exp.If(this=nothing, true=_zero()),
                exp.If(this=exp.LT(this=size, expression=_LEAST_EXPONENT.copy()), true=_zero()),
                exp.If(
                    this=exp.LTE(this=size.copy(), expression=_LARGEST_EXPONENT.copy()),
                    true=node.copy(),
                ),
            ]
        )
    case = when(odd, rare)
    case.set("default", node)
    return typed(case, "DOUBLE")


def _is_moderate(node: exp.Expr) -> bool:
    """True for a number far from both ends of a double: exact numbers are, of at most 38 digits."""
    while isinstance(node, exp.Paren | exp.Neg | exp.Nullif):
        node = node.this
    if isinstance(node, exp.Literal):
        value = abs(float(node.name))
        return value == 0 or 1 / _FAR < value < _FAR
    source = node.this if isinstance(node, exp.Cast) else node
    return is_number(source) and not is_float(source)


def _beyond(kind: type[exp.Binary], limit: float, *sides: exp.Expr) -> exp.Expr:
    tests = [kind(this=exp.Abs(this=_as_double(each)), expression=_double(limit)) for each in sides]
    return exp.or_(*tests, copy=False)


def _as_double(node: exp.Expr) -> exp.Expr:
    return cast(node.copy(), "DOUBLE")


def _half(node: exp.Expr) -> exp.Expr:
    return exp.Mul(this=_as_double(node), expression=_double(0.5))


def _logarithm(node: exp.Expr) -> exp.Expr:
    return typed(exp.Ln(this=exp.Abs(this=_as_double(node))), "DOUBLE")


def _is_zero(node: exp.Expr) -> exp.Expr:
    return exp.EQ(this=_as_double(node), expression=number(0))


def _is_null(node: exp.Expr) -> exp.Expr:
    return exp.Is(this=_as_double(node), expression=exp.Null())

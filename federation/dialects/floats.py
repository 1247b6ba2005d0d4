"""Where arithmetic in doubles has no answer: an error on one engine, infinity on the others."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import number, paren, rule_for, when
from federation.dialects.types import is_float, typed
from federation.problems import NotTranslatable

_LARGEST_EXPONENT = exp.Literal.number("709.782712893384")
"""exp of more is infinite."""
_LEAST_EXPONENT = exp.Neg(this=exp.Literal.number("745.1"))
"""exp of less is zero, which one engine calls an error."""


@rule_for(exp.Pow)
def power(node: exp.Expr) -> exp.Expr:
    """0 to a negative power, a negative number to a broken one: NULL."""
    base, exponent = node.this, node.expression
    if isinstance(exponent, exp.Literal) and exponent.name.isdigit():
        return node
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
    return typed(when(exp.or_(positive, zero, negative, copy=False), node), "DOUBLE")


@rule_for(exp.Exp)
def exponential(node: exp.Expr) -> exp.Expr:
    """Beyond a double it is NULL, below the least of them 0."""
    value = node.this
    if isinstance(value, exp.Literal):
        return node
    small = exp.LT(this=paren(value.copy()), expression=_LEAST_EXPONENT.copy())
    within = exp.LTE(this=paren(value.copy()), expression=_LARGEST_EXPONENT.copy())
    zero = exp.cast(number(0), "DOUBLE")
    cases = [exp.If(this=small, true=zero), exp.If(this=within, true=node)]
    return typed(exp.Case(ifs=cases), "DOUBLE")


@rule_for(exp.Mod)
def remainder(node: exp.Expr) -> exp.Expr:
    """PostgreSQL has no remainder of doubles, and arithmetic would give another one."""
    if is_float(node.this) or is_float(node.expression):
        raise NotTranslatable(what="DOUBLE % DOUBLE")
    return node

"""substr: a start of 0 gives nothing, a negative one counts from the end, as on Trino."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import number, paren, rule_for, string, when
from federation.dialects.types import cast, is_integer, typed

_LARGEST = 2**31 - 1


@rule_for(exp.Substring)
def substring(node: exp.Expr) -> exp.Expr:
    """CASE over the start where it is not a positive number; NULL stays NULL."""
    for key in ("start", "length"):
        if node.args.get(key) is not None:
            node.set(key, _within_32_bits(node.args[key]))
    text, start, length = node.this, node.args["start"], node.args.get("length")
    if length is not None and not isinstance(length, exp.Literal):
        # A negative length is an error on PostgreSQL, an empty text elsewhere.
        positive = exp.GTE(this=length.copy(), expression=number(0))
        negative = exp.LT(this=length.copy(), expression=number(0))
        length = exp.Case(
            ifs=[exp.If(this=positive, true=length), exp.If(this=negative, true=number(0))]
        )
        node.set("length", length)
    if isinstance(start, exp.Literal) and int(start.name) > 0:
        return node
    size = exp.Length(this=text.copy())
    from_end = exp.Add(
        this=exp.Add(this=size, expression=number(1)), expression=paren(start.copy())
    )
    within = exp.and_(
        exp.LT(this=start.copy(), expression=number(0)),
        exp.LTE(this=exp.Neg(this=paren(start.copy())), expression=size.copy()),
        copy=False,
    )
    known = exp.and_(is_known(text), is_known(start), copy=False)
    cases = [
        exp.If(this=exp.GT(this=start.copy(), expression=number(0)), true=node),
        exp.If(this=within, true=_from(text, from_end, length)),
        exp.If(this=known, true=string("")),
    ]
    return typed(exp.Case(ifs=cases), "VARCHAR")


def _within_32_bits(count: exp.Expr) -> exp.Expr:
    """As far as two engines count; no text is longer."""
    if isinstance(count, exp.Literal):
        return number(min(int(count.name), _LARGEST))
    if not is_integer(count) or (count.type is not None and count.type.this is exp.DType.INT):
        return count
    least = exp.Least(this=count, expressions=[number(_LARGEST)], ignore_nulls=True)
    bounded = exp.Greatest(this=least, expressions=[number(-_LARGEST)], ignore_nulls=True)
    return when(is_known(count), cast(bounded, "INT"))


def _from(text: exp.Expr, start: exp.Expr, length: exp.Expr | None) -> exp.Expr:
    return exp.Substring(
        this=text.copy(), start=start, length=None if length is None else length.copy()
    )


def is_known(node: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=node.copy(), expression=exp.Null()))

"""Aggregates that two engines lack, or leave to the order in which rows come.

The value beside the greatest, the percentile: an element of the values in an order that leaves no
two different ones in doubt. Deviations and trigonometry are computed in double precision.

A percentile goes by nearest rank: the element at place ceil(share x count), in exact numbers.
DuckDB picks the very same one without a list; PostgreSQL's `percentile_disc` multiplies in doubles
(0.07 of 100 is the eighth there), and Trino knows a sketch alone.
"""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import call, inside, is_argument_of, number, rule_for, when
from federation.dialects.types import cast, is_float, named_type, typed

ELEMENT_AT = "ELEMENT_AT"
_PICKED = (exp.ArgMax, exp.ArgMin, exp.ApproxQuantile)
_SHARE = "DECIMAL(18, 9)"


@rule_for(*_PICKED, exp.Filter)
def picked(node: exp.Expr) -> exp.Expr:
    """max_by, min_by: of several rows with the same greatest, the least value. The percentile is
    exact: the least value that so many of them do not pass.
    """
    aggregate, condition = node, None
    if isinstance(node, exp.Filter):
        aggregate, condition = inside(node), inside(node.expression)
    if not isinstance(aggregate, _PICKED) or is_argument_of(node, exp.Filter):
        return node
    value = aggregate.this
    kind = value.type or named_type("UNKNOWN")
    if isinstance(aggregate, exp.ApproxQuantile):
        known = _is_known(value, condition)
        element = _element(value, [_ordered(value)], known, _place(aggregate, known), kind)
        element.append("expressions", aggregate.args["quantile"].copy())
        return element
    by = aggregate.expression
    keys = [_ordered(by, desc=isinstance(aggregate, exp.ArgMax)), _ordered(value)]
    return _element(value, keys, _is_known(by, condition), number(1), kind)


def _is_known(value: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    known = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
    return known if condition is None else exp.and_(condition.copy(), known, copy=False)


def _place(node: exp.ApproxQuantile, known: exp.Expr) -> exp.Expr:
    share = node.args["quantile"]
    if float(share.name) == 0:
        return number(1)
    counted = exp.Count(this=node.this.copy(), big_int=True)
    count = typed(_filtered(counted, known), "BIGINT")
    passed = exp.Mul(this=cast(share.copy(), _SHARE), expression=count)
    return cast(typed(exp.Ceil(this=typed(passed, "DECIMAL(38, 9)")), "DECIMAL(38, 0)"), "INT")


def _ordered(value: exp.Expr, *, desc: bool = False) -> exp.Ordered:
    return exp.Ordered(this=value.copy(), desc=desc, nulls_first=False)


def _filtered(aggregate: exp.Expr, condition: exp.Expr) -> exp.Filter:
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))


def _element(
    value: exp.Expr,
    keys: list[exp.Ordered],
    known: exp.Expr,
    place: exp.Expr,
    kind: exp.DataType,
) -> exp.Anonymous:
    listed = call("ARRAY_AGG", exp.Order(this=value.copy(), expressions=keys))
    element = call(ELEMENT_AT, _filtered(listed, known), place)
    typed(element, kind)
    return element


@rule_for(exp.Anonymous)
def element_in_duckdb(node: exp.Expr) -> exp.Expr:
    """By a share in decimals, `quantile_disc` reckons in whole numbers, and sorts nothing."""
    if node.name != ELEMENT_AT:
        return node
    listed, place, *share = node.expressions
    kind = node.type or "UNKNOWN"
    if not share:
        return typed(call("LIST_EXTRACT", listed, place), kind)
    value = inside(listed).expressions[0].this
    picked_by = call("QUANTILE_DISC", value, cast(share[0], _SHARE))
    return typed(exp.Filter(this=picked_by, expression=listed.expression), kind)


@rule_for(exp.Anonymous)
def element_in_trino(node: exp.Expr) -> exp.Expr:
    if node.name == ELEMENT_AT:
        node.set("expressions", node.expressions[:2])
    return node


@rule_for(exp.Anonymous)
def element_in_postgresql(node: exp.Expr) -> exp.Expr:
    if node.name == ELEMENT_AT:
        listed, place = node.expressions[:2]
        element = exp.Bracket(this=exp.Paren(this=listed), expressions=[place], offset=1)
        return typed(element, node.type or "UNKNOWN")
    return node


@rule_for(exp.GroupConcat)
def list_in_order(node: exp.Expr) -> exp.Expr:
    """Equal keys leave two texts in doubt: the text itself is the last key."""
    order = node.this
    value = order.this
    if isinstance(value, exp.Distinct):
        # Its one key is the text itself.
        value = value.expressions[0]
    if not any(each.this == value for each in order.expressions):
        order.append("expressions", _ordered(value))
    for each in order.expressions:
        if each.args.get("nulls_first") is None:
            each.set("nulls_first", False)
    return node


@rule_for(exp.GroupConcat)
def list_in_trino(node: exp.Expr) -> exp.Expr:
    order = node.this
    listed = call("LISTAGG", order.this, node.args["separator"])
    keys = exp.Order(expressions=order.expressions)
    return typed(exp.WithinGroup(this=listed, expression=keys), "VARCHAR")


@rule_for(exp.GroupConcat)
def list_elsewhere(node: exp.Expr) -> exp.Expr:
    order = node.this
    if isinstance(order.this, exp.Distinct):
        # PostgreSQL orders distinct texts by the very expression that it compares, as it is typed.
        text = exp.cast(order.expressions[0].this, exp.DType.TEXT)
        order.expressions[0].set("this", text)
        order.this.set("expressions", [text.copy()])
    separated = exp.Order(this=node.args["separator"], expressions=order.expressions)
    return typed(call("STRING_AGG", order.this, separated), "VARCHAR")


@rule_for(
    *(exp.Cbrt, exp.Sin, exp.Cos, exp.Tan, exp.Asin, exp.Acos, exp.Atan, exp.Atan2),
    *(exp.Radians, exp.Degrees, exp.Corr, exp.CovarPop, exp.CovarSamp, exp.RegrSlope),
    exp.RegrIntercept,
)
def in_doubles(node: exp.Expr) -> exp.Expr:
    """Computes in doubles; the arc sine or cosine of a number beyond 1 or -1 is NULL."""
    for key in ("this", "expression"):
        argument = node.args.get(key)
        if argument is not None and not is_float(argument):
            node.set(key, cast(argument, "DOUBLE"))
    if isinstance(node, exp.Asin | exp.Acos):
        size = exp.Abs(this=node.this.copy())
        return typed(when(exp.LTE(this=size, expression=number(1)), node), "DOUBLE")
    return typed(node, "DOUBLE")

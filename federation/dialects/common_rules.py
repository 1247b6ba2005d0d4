"""Rules that no engine is left to decide: the same on all three, before the engine's own rules."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects import analytics
from federation.dialects.floats import exponential, power, remainder, rounded_double
from federation.dialects.text_values import parse_format, text_cast, try_cast
from federation.dialects.tree import (
    Rule,
    RuleSet,
    innermost_aggregate,
    inside,
    is_argument_of,
    number,
    rule_for,
    string,
    when,
)
from federation.dialects.types import (
    cast,
    has_a_clock,
    is_boolean,
    is_decimal,
    is_float,
    is_integer,
    is_text,
    typed,
)
from federation.problems import NotTranslatable


@rule_for(exp.Div, exp.Mod)
def division(node: exp.Expr) -> exp.Expr:
    """Division by zero is an error, infinity or NULL: NULL. Decimals divide in DOUBLE."""
    if isinstance(node, exp.Div) and (is_decimal(node.this) or is_decimal(node.expression)):
        node.set("this", cast(node.this, "DOUBLE"))
        node.set("expression", cast(node.expression, "DOUBLE"))
        typed(node, "DOUBLE")
    divisor = node.expression
    if not (isinstance(divisor, exp.Literal) and float(divisor.name) != 0):
        guarded = exp.Nullif(this=divisor, expression=number(0))
        node.set("expression", typed(guarded, divisor.type or "UNKNOWN"))
    return node


@rule_for(exp.Avg)
def average(node: exp.Expr) -> exp.Expr:
    """AVG keeps the scale of a decimal, or is numeric: in DOUBLE everywhere."""
    argument = node.this
    if isinstance(argument, exp.Distinct):
        argument.set("expressions", [_as_double(item) for item in argument.expressions])
    else:
        node.set("this", _as_double(argument))
    return node


def _as_double(node: exp.Expr) -> exp.Expr:
    return node if is_float(node) else cast(node, "DOUBLE")


@rule_for(exp.Sum, exp.Filter, exp.Window)
def total(node: exp.Expr) -> exp.Expr:
    """SUM is bigint, hugeint or numeric: BIGINT for integers, DECIMAL(38, s) for decimals."""
    aggregate = innermost_aggregate(node)
    if not isinstance(aggregate, exp.Sum) or is_argument_of(node, exp.Filter, exp.Window):
        return node
    argument = aggregate.this
    if isinstance(argument, exp.Distinct):
        argument = argument.expressions[0]
    if is_integer(argument):
        return cast(node, "BIGINT")
    scale = _known_scale(argument)
    return node if scale is None else cast(node, f"DECIMAL(38, {scale})")


def _known_scale(node: exp.Expr) -> int | None:
    # The scale of a column or a cast is exact; that of arithmetic is only estimated.
    if isinstance(node, exp.Column | exp.Cast) and is_decimal(node) and node.type:
        sizes = node.type.expressions
        return int(sizes[1].name) if len(sizes) > 1 else 0
    return None


@rule_for(exp.Ordered)
def null_order(node: exp.Expr) -> exp.Expr:
    """NULL sorts last unless the query says otherwise."""
    if node.args.get("nulls_first") is None:
        node.set("nulls_first", False)
    return node


@rule_for(exp.Select)
def order_of_distinct(node: exp.Expr) -> exp.Expr:
    """After DISTINCT only output columns may order: by their names, whatever is done to them."""
    if not isinstance(node, exp.Select) or not node.args.get("distinct"):
        return node
    order = node.args.get("order")
    for ordered in order.expressions if order else ():
        for output in node.selects:
            if output.unalias() == ordered.this and output.alias_or_name:
                ordered.set("this", typed(_named(output), output.type or "UNKNOWN"))
                break
    return node


def _named(output: exp.Expr) -> exp.Column:
    return exp.Column(this=exp.to_identifier(output.alias_or_name, quoted=True))


@rule_for(exp.AnyValue)
def any_value(node: exp.Expr) -> exp.Expr:
    """Any value is not the same value: the smallest."""
    return typed(exp.Min(this=node.this), node.type or "UNKNOWN")


@rule_for(exp.Min, exp.Max)
def boolean_extreme(node: exp.Expr) -> exp.Expr:
    """PostgreSQL has no min of booleans, even when Trino sends it one: bool_and, bool_or."""
    if is_boolean(node.this):
        kind = exp.LogicalAnd if isinstance(node, exp.Min) else exp.LogicalOr
        return typed(kind(this=node.this), "BOOLEAN")
    return node


@rule_for(exp.Like)
def like_escape(node: exp.Expr) -> exp.Expr:
    """LIKE without ESCAPE has one on PostgreSQL, also behind Trino: it is said, and means none."""
    if not isinstance(node, exp.Like) or is_argument_of(node, exp.Escape):
        return node
    pattern, escape = node.expression, string("\\")
    if isinstance(pattern, exp.Literal):
        pattern = string(pattern.name.replace("\\", "\\\\"))
    else:
        pattern = exp.Replace(this=pattern, expression=escape, replacement=string("\\\\"))
    node.set("expression", pattern)
    return typed(exp.Escape(this=node, expression=escape.copy()), "BOOLEAN")


@rule_for(exp.ApproxDistinct)
def approximate_count(node: exp.Expr) -> exp.Expr:
    """Every engine has its own sketch: an exact count."""
    return typed(exp.Count(this=exp.Distinct(expressions=[node.this]), big_int=True), "BIGINT")


@rule_for(exp.CountIf)
def count_of_truths(node: exp.Expr) -> exp.Expr:
    """Of no row it is 0; as the sum that two engines are given otherwise, NULL."""
    counted = typed(when(inside(node), number(1)), "INT")
    return typed(exp.Count(this=counted, big_int=True), "BIGINT")


def rounded_in(wide: str) -> Rule:
    """`round(2147483600, -3)` would wrap round in 32 bits: it is rounded in `wide`, and a result
    that its own type cannot hold is an error.
    """

    @rule_for(exp.Round)
    def rounded_whole(node: exp.Expr) -> exp.Expr:
        value = node.this
        if not is_integer(value) or node.args.get("decimals") is None:
            return node
        node.set("this", cast(value, wide))
        return cast(typed(node, wide), value.type or "BIGINT")

    return rounded_whole


@rule_for(exp.Cast)
def shortened_text(node: exp.Expr) -> exp.Expr:
    """CAST to VARCHAR(n) truncates on two engines, CHAR pads on two: SUBSTRING of plain text."""
    if not isinstance(node, exp.Cast) or not is_text(node.to):
        return node
    target = node.to
    text = cast(node.this, "VARCHAR")
    if not target.expressions:
        return text
    length = target.expressions[0].this
    return typed(exp.Substring(this=text, start=number(1), length=length.copy()), "VARCHAR")


@rule_for(exp.Cast)
def value_as_text(node: exp.Expr) -> exp.Expr:
    """Doubles and times have three spellings: they are written after the query, never in it."""
    if is_text(node):
        source = node.this
        if is_float(source) or has_a_clock(source):
            raise NotTranslatable(what=f"CAST({source.type.sql('trino')} AS VARCHAR)")
    return node


@rule_for(exp.Concat)
def concatenation(node: exp.Expr) -> exp.Expr:
    """concat() skips NULL on two engines, `||` does on none."""
    joined, *rest = (_as_text(each) for each in node.expressions)
    for part in rest:
        joined = exp.DPipe(this=joined, expression=part, safe=False)
    return typed(joined, "VARCHAR")


@rule_for(exp.DPipe)
def joined_null(node: exp.Expr) -> exp.Expr:
    """A bare NULL could be of several types, and Trino asks which."""
    node.set("this", _as_text(node.this))
    node.set("expression", _as_text(node.expression))
    return node


def _as_text(node: exp.Expr) -> exp.Expr:
    return cast(node, "VARCHAR") if isinstance(node, exp.Null) else node


@rule_for(exp.Ln, exp.Sqrt)
def known_domain(node: exp.Expr) -> exp.Expr:
    """ln(0) and sqrt(-1) are errors on two engines, infinite or NaN on one: NULL."""
    argument = node.this
    kind = exp.GT if isinstance(node, exp.Ln) else exp.GTE
    defined = kind(this=argument.copy(), expression=number(0))
    return typed(when(defined, node), "DOUBLE")


@rule_for(exp.Trim)
def trimmed_spaces(node: exp.Expr) -> exp.Expr:
    """trim() alone takes tabs and line ends too on one engine, spaces on the others: spaces."""
    if isinstance(node, exp.Trim) and node.args.get("expression") is None:
        node.set("expression", string(" "))
        if not node.args.get("position"):
            node.set("position", "BOTH")
    return node


@rule_for(exp.Date)
def day_of(node: exp.Expr) -> exp.Expr:
    """`date(x)` is a cast, said as one."""
    return cast(node.this, "DATE")


@rule_for(exp.Greatest, exp.Least)
def extremes_with_null(node: exp.Expr) -> exp.Expr:
    """The greatest and least of a NULL are NULL; two engines skip it."""
    arguments = [node.this, *node.expressions]
    absent = [exp.Is(this=item.copy(), expression=exp.Null()) for item in arguments]
    bare = type(node)(this=node.this, expressions=node.expressions, ignore_nulls=True)
    kind = node.type or exp.DataType.build("UNKNOWN")
    none_absent = exp.Not(this=exp.Paren(this=exp.or_(*absent, copy=False)))
    return typed(when(none_absent, typed(bare, kind)), kind)


RULES = RuleSet(
    parse_format,
    try_cast,
    text_cast,
    remainder,
    division,
    average,
    approximate_count,
    count_of_truths,
    any_value,
    boolean_extreme,
    like_escape,
    total,
    joined_null,
    concatenation,
    trimmed_spaces,
    known_domain,
    power,
    exponential,
    rounded_double,
    analytics.picked,
    analytics.list_in_order,
    analytics.in_doubles,
    day_of,
    value_as_text,
    shortened_text,
    null_order,
    order_of_distinct,
)

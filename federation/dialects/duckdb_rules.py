"""Forms that DuckDB needs written otherwise."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects import (
    absent_first,
    analytics,
    capitals,
    common_rules,
    local_time,
    matching,
    patterns,
    substrings,
)
from federation.dialects.tree import RuleSet, call, inside, rule_for, string
from federation.dialects.types import (
    TO_THE_MICROSECOND,
    cast,
    is_decimal,
    is_float,
    is_integer,
    is_text,
    typed,
)
from federation.logical import SHA256_HEX

_DECIMAL_DIGITS = 38


@rule_for(exp.Div)
def integer_division(node: exp.Expr) -> exp.Expr:
    """7 / 2 is 3.5: `//` between integers."""
    if is_integer(node.this) and _counts(node.expression):
        return typed(exp.IntDiv(this=node.this, expression=node.expression), node.type or "BIGINT")
    return node


def _counts(node: exp.Expr) -> bool:
    return is_integer(node) or (isinstance(node, exp.Nullif) and is_integer(node.this))


@rule_for(exp.Cast)
def rounded_integer(node: exp.Expr) -> exp.Expr:
    """CAST of a double to an integer rounds half to even: round half away from zero first."""
    if is_integer(node) and is_float(node.this):
        node.set("this", typed(exp.Round(this=node.this), "DOUBLE"))
    return node


@rule_for(exp.Cast)
def fraction_as_text(node: exp.Expr) -> exp.Expr:
    """A decimal without a digit before the point is written `.125`: given one, `0.125`."""
    source = inside(node)
    if not (is_text(node) and is_decimal(source) and source.type and source.type.expressions):
        return node
    precision, scale = (int(size.name) for size in source.type.expressions)
    if precision == scale < _DECIMAL_DIGITS:
        node.set("this", cast(source, f"DECIMAL({precision + 1}, {scale})"))
    return node


@rule_for(exp.Anonymous)
def sha256_hex(node: exp.Expr) -> exp.Expr:
    """sha256 gives hexadecimal text here."""
    if node.name.lower() == SHA256_HEX:
        return typed(call("SHA256", *node.expressions), "VARCHAR")
    return node


@rule_for(exp.DateDiff)
def full_units(node: exp.Expr) -> exp.Expr:
    """date_diff counts boundaries here, full units on Trino: datesub counts those."""
    unit = string(str(node.args["unit"].name).lower())
    start, end = (local_time.to_the_millisecond(each) for each in (node.expression, node.this))
    return typed(call("DATESUB", unit, start, end), "BIGINT")


@rule_for(exp.DataType)
def plain_timestamps(node: exp.Expr) -> exp.Expr:
    """TIMESTAMP(6) is TIMESTAMP, in microseconds."""
    if node.this in TO_THE_MICROSECOND:
        node.set("expressions", [])
    return node


RULES = RuleSet(
    capitals.capitals,
    *local_time.RULES.rules,
    integer_division,
    rounded_integer,
    common_rules.rounded_in("INT128"),
    fraction_as_text,
    sha256_hex,
    analytics.element_in_duckdb,
    analytics.list_elsewhere,
    substrings.substring,
    patterns.linear_like,
    matching.taken_in_duckdb,
    matching.replaced_in_duckdb,
    matching.reversed_in_duckdb,
    matching.json_in_duckdb,
    full_units,
    common_rules.extremes_with_null,
    plain_timestamps,
    absent_first.absent_first_in_a_select,
    absent_first.absent_first_in_a_union,
)

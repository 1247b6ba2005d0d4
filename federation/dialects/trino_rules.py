"""Forms that Trino needs, its own dialect being the canonical one."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects import analytics, common_rules, matching
from federation.dialects.tree import RuleSet, call, number, paren, rule_for, string
from federation.dialects.types import TO_THE_MICROSECOND, is_instant, typed
from federation.logical import SHA256_HEX


@rule_for(exp.DataType)
def microseconds(node: exp.Expr) -> exp.Expr:
    """TIMESTAMP alone has milliseconds: always TIMESTAMP(6)."""
    if node.this in TO_THE_MICROSECOND:
        node.set("expressions", [exp.DataTypeParam(this=number(6))])
    return node


@rule_for(exp.Anonymous)
def sha256_hex(node: exp.Expr) -> exp.Expr:
    """sha256 takes and gives bytes; to_hex writes capitals."""
    if node.name.lower() == SHA256_HEX:
        digest = call("SHA256", call("TO_UTF8", *node.expressions))
        return typed(exp.Lower(this=call("TO_HEX", digest)), "VARCHAR")
    return node


@rule_for(exp.StringToArray)
def split(node: exp.Expr) -> exp.Expr:
    return exp.Split(this=node.this, expression=node.expression)


@rule_for(exp.Replace)
def nothing_replaced(node: exp.Expr) -> exp.Expr:
    """The empty text stands between all letters here, and nowhere on the other engines: nowhere."""
    if isinstance(node.expression, exp.Literal):
        return node
    is_empty = exp.EQ(this=paren(node.expression.copy()), expression=string(""))
    case = exp.Case(ifs=[exp.If(this=is_empty, true=node.this.copy())], default=node)
    return typed(case, "VARCHAR")


def shown_in_utc(tree: exp.Query) -> exp.Query:
    """The same tree whose instants leave in UTC: their text would else be in any zone."""
    if isinstance(tree, exp.SetOperation):
        for arm in (tree.left.unnest(), tree.right.unnest()):
            if isinstance(arm, exp.Query):
                shown_in_utc(arm)
        return tree
    for output in tree.selects:
        value = output.unalias()
        if not is_instant(value):
            continue
        in_utc = typed(exp.AtTimeZone(this=value.copy(), zone=string("UTC")), "TIMESTAMPTZ")
        if isinstance(output, exp.Alias):
            output.set("this", in_utc)
        elif isinstance(output, exp.Column):
            output.replace(exp.alias_(in_utc, output.name, quoted=True, copy=False))
        else:
            output.replace(in_utc)
    return tree


RULES = RuleSet(
    microseconds,
    sha256_hex,
    split,
    nothing_replaced,
    common_rules.rounded_in("DECIMAL(20, 0)"),
    analytics.element_in_trino,
    analytics.list_in_trino,
    matching.json_in_trino,
)

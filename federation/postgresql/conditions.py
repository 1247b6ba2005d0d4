"""Conditions of PostgreSQL as ours: what is compared, listed, matched and missing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlglot import exp

from federation.postgresql.expressions import Expressions, Rule, call, pair
from federation.postgresql.kinds import Kind
from federation.postgresql.literals import array_items, data_type
from federation.postgresql.problems import not_here
from federation.postgresql.scopes import Scope
from federation.sql.parsing import PARAMETER


def _compared(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    if isinstance(node.expression, exp.Any):
        if not isinstance(node, exp.EQ):
            raise not_here("ANY", "x IN (1, 2)")
        return _in_any(reader, node, scope)
    left, right = pair(reader, node, scope)
    if left is Kind.DATE and right in {Kind.TIMESTAMP, Kind.TIMESTAMPTZ}:
        node.set("this", exp.Cast(this=node.this, to=data_type(Kind.TIMESTAMP)))
    elif right is Kind.DATE and left in {Kind.TIMESTAMP, Kind.TIMESTAMPTZ}:
        node.set("expression", exp.Cast(this=node.expression, to=data_type(Kind.TIMESTAMP)))
    return Kind.BOOL


def _in_any(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    """`x = ANY (…)` is `x IN (…)`."""
    within = node.expression.this
    while isinstance(within, exp.Paren):
        within = within.this
    if isinstance(within, exp.Subquery | exp.Query):
        condition = exp.In(
            this=node.this,
            query=within if isinstance(within, exp.Subquery) else exp.Subquery(this=within),
        )
        node.replace(condition)
        return reader.value(condition, scope)
    number = reader.parameter(within)
    items: list[exp.Expr]
    if number is not None:
        reader.parameters.are_arrays.add(number)
        count = reader.parameters.arrays.get(number, 1)
        items = [
            exp.Anonymous(
                this=PARAMETER,
                expressions=[exp.Literal.number(number), exp.Literal.number(index)],
            )
            for index in range(count)
        ]
    elif isinstance(within, exp.Array):
        items = list(within.expressions)
    elif isinstance(within, exp.Literal) and within.is_string:
        items = [exp.Literal.string(each) for each in array_items(within.name)]
    else:
        raise not_here("ANY", "x IN (1, 2)")
    if not items:
        node.replace(exp.Boolean(this=False))
        return Kind.BOOL
    condition = exp.In(this=node.this, expressions=items)
    node.replace(condition)
    return reader.value(condition, scope)


def _in(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    kind = reader.value(node.this, scope)
    query = node.args.get("query")
    if query is not None:
        inner = query.this if isinstance(query, exp.Subquery) else query
        outputs = reader.query(inner, scope)
        if kind is Kind.UNKNOWN and len(outputs) == 1:
            reader.coerce(node.this, outputs[0][1])
        return Kind.BOOL
    kinds = [kind, *reader.values(node.expressions, scope)]
    reader.together(lambda: [node.this, *node.expressions], kinds)
    return Kind.BOOL


def _between(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    if node.args.get("symmetric"):
        raise not_here("BETWEEN SYMMETRIC", "x BETWEEN a AND b")
    parts = ("this", "low", "high")
    kinds = [reader.value(node.args[each], scope) for each in parts]
    reader.together(lambda: [node.args[each] for each in parts], kinds)
    return Kind.BOOL


def _logical(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    for side in ("this", "expression"):
        if node.args.get(side) is not None:
            reader.value(node.args[side], scope)
            reader.coerce(node.args[side], Kind.BOOL)
    return Kind.BOOL


def _is(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    reader.value(node.this, scope)
    if isinstance(node.expression, exp.Boolean):
        # Never NULL: what is neither true nor false is not true.
        truth = node.this if node.expression.this else exp.Not(this=exp.Paren(this=node.this))
        condition = call("COALESCE", truth.copy(), exp.Boolean(this=False))
        node.replace(exp.Not(this=condition) if node.args.get("negate") else condition)
    return Kind.BOOL


def _like(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    escape = node.parent if isinstance(node.parent, exp.Escape) else None
    for side in ("this", "expression"):
        kind = reader.value(node.args[side], scope)
        reader.coerce(node.args[side], Kind.TEXT)
        if kind not in {Kind.TEXT, Kind.UNKNOWN, None}:
            raise not_here("LIKE", "CAST(x AS text) LIKE '…'")
    if isinstance(node, exp.ILike):
        lowered = exp.Like(this=call("LOWER", node.this), expression=call("LOWER", node.expression))
        lowered.set("negate", node.args.get("negate"))
        node.replace(lowered)
        node = lowered
        if escape is None and not isinstance(node.expression, exp.Literal):
            literal = node.expression.expressions[0]
            if isinstance(literal, exp.Literal):
                node.set("expression", exp.Literal.string(literal.name.lower()))
    if escape is None:
        _escape_by_backslash(node)
    return Kind.BOOL


def _escape_by_backslash(node: exp.Expr) -> None:
    """PostgreSQL's patterns are escaped by a backslash where nothing says another sign."""
    pattern = node.expression
    if isinstance(pattern, exp.Literal):
        if "\\" not in pattern.name:
            return
        text = re.sub(r"\\([^%_\\])", r"\1", pattern.name)
        node.set("expression", exp.Literal.string(text))
    whole = node.copy()
    negate = whole.args.pop("negate", None)
    escaped: exp.Expr = exp.Escape(this=whole, expression=exp.Literal.string("\\"))
    node.replace(exp.Not(this=exp.Paren(this=escaped)) if negate else escaped)


def _escape(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    if not isinstance(node.expression, exp.Literal) or len(node.expression.name) != 1:
        raise not_here("ESCAPE", "x LIKE 'a!%' ESCAPE '!'")
    return reader.value(node.this, scope)


def _matches(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    reader.value(node.this, scope)
    pattern = node.expression
    if not (isinstance(pattern, exp.Literal) and pattern.is_string):
        raise not_here("~", "x ~ '^a'")
    subject = node.this
    if isinstance(node, exp.RegexpILike):
        if "\\" in pattern.name or "[" in pattern.name:
            raise not_here("~*", "lower(x) ~ '^a'")
        subject, pattern = call("LOWER", subject), exp.Literal.string(pattern.name.lower())
    node.replace(call("REGEXP_LIKE", subject.copy(), pattern.copy()))
    return Kind.BOOL


def _exists(reader: Expressions, node: exp.Expr, scope: Scope) -> Kind | None:
    inner = node.this.this if isinstance(node.this, exp.Subquery) else node.this
    reader.query(inner, scope)
    return Kind.BOOL


CONDITIONS: Mapping[type[exp.Expr], Rule] = {
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE), _compared),
    **dict.fromkeys((exp.NullSafeEQ, exp.NullSafeNEQ), _compared),
    **dict.fromkeys((exp.And, exp.Or, exp.Not), _logical),
    exp.Is: _is,
    exp.In: _in,
    exp.Between: _between,
    exp.Like: _like,
    exp.ILike: _like,
    exp.Escape: _escape,
    exp.RegexpLike: _matches,
    exp.RegexpILike: _matches,
    exp.Exists: _exists,
}

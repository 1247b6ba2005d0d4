"""A bare column compared with a value: all of a caller's that may be evaluated on a hidden row.

What is compared takes as long as a cell is, whatever stands in it, and can never fail. Anything
else, however harmless, could be made to take long on the rows that it picks: `CASE` picks them, and
a function, or a pattern, makes of a row's cell as much work as its writer likes.
"""

from __future__ import annotations

from sqlglot import exp

_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
CONNECTORS = (exp.And, exp.Or, exp.Not, exp.Paren)
_NEAR_DIGITS = 4


def is_bare(condition: exp.Expr) -> bool:
    """Bare columns compared with values, by `=`, `<`, IN, BETWEEN, IS NULL, AND, OR and NOT."""
    if isinstance(condition, CONNECTORS):
        return all(is_bare(each) for each in condition.iter_expressions())
    if isinstance(condition, exp.Column) or is_value(condition):
        return True
    return _compares(condition, exp.Column)


def brings_together(condition: exp.Expr) -> bool:
    """`a.x = b.x`, `a.x IN (SELECT …)`, `sum(a.x) > 3`: these come after the rows are chosen."""
    if isinstance(condition, exp.In) and condition.args.get("query") is not None:
        return isinstance(condition.this, exp.Column)
    if not isinstance(condition, exp.EQ):
        return _compares(condition, exp.AggFunc)
    one, other = condition.this, condition.expression
    if isinstance(one, exp.Column) and isinstance(other, exp.Column):
        return one.table != other.table
    return _compares(condition, exp.AggFunc)


def is_value(node: exp.Expr) -> bool:
    """A constant, whatever type it is cast to; a day and an interval that stays in the calendar."""
    if isinstance(node, exp.Literal | exp.Null | exp.Boolean | exp.Placeholder):
        return True
    if isinstance(node, exp.Paren | exp.Neg):
        return is_value(node.this)
    if isinstance(node, exp.Cast):
        return isinstance(node.this, exp.Literal | exp.Null | exp.Placeholder)
    if isinstance(node, exp.Add | exp.Sub):
        return is_value(node.this) and _is_near(node.expression)
    return False


def _compares(condition: exp.Expr, what: type[exp.Expr]) -> bool:
    subject = condition.args.get("this")
    match condition:
        case exp.In(expressions=values):
            return isinstance(subject, what) and bool(values) and all(map(is_value, values))
        case exp.Between():
            bounds = (condition.args["low"], condition.args["high"])
            return isinstance(subject, what) and all(map(is_value, bounds))
        case exp.Is():
            known = isinstance(condition.expression, exp.Null | exp.Boolean)
            return isinstance(subject, what) and known
        case _ if isinstance(condition, _COMPARISONS):
            one, other = condition.this, condition.expression
            return (isinstance(one, what) and is_value(other)) or (
                is_value(one) and isinstance(other, what)
            )
        case _:
            return False


def _is_near(span: exp.Expr) -> bool:
    """Of at most four digits: from any day that is written, in the range of days."""
    return (
        isinstance(span, exp.Interval)
        and isinstance(span.this, exp.Literal)
        and len(span.this.name) <= _NEAR_DIGITS
    )

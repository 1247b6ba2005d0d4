"""LIKE in DuckDB, in time linear in the text: its own goes back for each `%`, and again for each.

Ten `%` over 60 letters never end there. PostgreSQL gives up as soon as the text is used up, Trino
makes an automaton of the pattern: both are left alone.
"""

from __future__ import annotations

import string as letters

from sqlglot import exp

from federation.dialects.tree import call, inside, number, rule_for, string
from federation.dialects.types import typed

_PLAIN = frozenset(letters.ascii_letters + letters.digits)
_SHORT = 100
_ANY, _ONE = "%", "_"


@rule_for(exp.Escape)
def linear_like(node: exp.Expr) -> exp.Expr:
    """A regular expression of RE2; as it is where the pattern is short and goes back for nothing:
    `a%b`, `%a` or `%a%`. Of a constant pattern that is settled before any row is read.
    """
    like, escape = inside(node), node.args["expression"]
    if not isinstance(like, exp.Like) or not isinstance(escape, exp.Literal):
        return node
    text, pattern = like.this, like.expression
    matched = call(
        "REGEXP_FULL_MATCH", text.copy(), _regular(pattern.copy(), escape.name), string("s")
    )
    if pattern.find(exp.Column, exp.Query) is not None:
        return typed(matched, "BOOLEAN")
    if isinstance(pattern, exp.Literal):
        return node if _is_straight(pattern.name) else typed(matched, "BOOLEAN")
    case = exp.Case(ifs=[exp.If(this=_goes_straight(pattern), true=node.copy())], default=matched)
    return typed(case, "BOOLEAN")


def _is_straight(pattern: str) -> bool:
    count = pattern.count(_ANY)
    return len(pattern) <= _SHORT and (count <= 1 or (count == 2 and pattern.endswith(_ANY)))


def _goes_straight(pattern: exp.Expr) -> exp.Expr:
    without = exp.Replace(this=pattern.copy(), expression=string(_ANY), replacement=string(""))
    length = call("LENGTH", pattern.copy())
    count = exp.Sub(this=length, expression=call("LENGTH", without))
    ends = call("SUFFIX", pattern.copy(), string(_ANY))
    return exp.and_(
        exp.LTE(this=length.copy(), expression=number(_SHORT)),
        exp.Paren(
            this=exp.or_(
                exp.LTE(this=count, expression=number(1)),
                exp.and_(exp.EQ(this=count.copy(), expression=number(2)), ends, copy=False),
                copy=False,
            )
        ),
        copy=False,
    )


def _regular(pattern: exp.Expr, escape: str) -> exp.Expr:
    """A regular expression of the pattern's meaning; `%` and `_` are found once the rest is quoted.

    Escaped letters come first: pairs of the escape character itself, read from the left.
    """
    quoted = escape if escape in _PLAIN or not escape.isascii() else f"\\{escape}"
    # None of these holds what a later line looks for.
    itself = f"[{escape}]" if quoted == escape else rf"\x{{{ord(escape):x}}}"
    changes = [
        (quoted + quoted, itself),
        (rf"{quoted}\{_ANY}", _ANY),
        (quoted + _ONE, r"\x5f"),
    ]
    if quoted != escape:
        # Before any other letter it means nothing.
        changes.append((quoted, ""))
    regular: exp.Expr = call("REGEXP_ESCAPE", pattern)
    for old, new in (*changes, (rf"\{_ANY}", ".*"), (_ONE, ".")):
        regular = exp.Replace(this=regular, expression=string(old), replacement=string(new))
    return regular

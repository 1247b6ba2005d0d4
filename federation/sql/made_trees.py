"""Statements that are made as trees: the nodes that they have, where no scan has read a text."""

from __future__ import annotations

import re

from sqlglot import exp

from federation.sql.parsing import PARAMETER
from federation.sql.problems import SqlConstruct, SqlReservedName
from federation.sql.scan import MAX_NAME, RESERVED

_QUERIES = (
    *(exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Order, exp.Ordered, exp.Limit),
    *(exp.Offset, exp.Table, exp.TableAlias, exp.Identifier, exp.Column, exp.Alias, exp.Star),
)
_VALUES = (
    *(exp.Literal, exp.Boolean, exp.Null, exp.Var, exp.Cast, exp.DataType, exp.DataTypeParam),
    *(exp.Paren, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between),
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE),
)
_CALLS = (
    *(exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.TimestampTrunc),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Round, exp.Floor, exp.Ceil),
    *(exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring, exp.DPipe, exp.Coalesce),
    *(exp.StrPosition, exp.StartsWith, exp.Like, exp.Escape),
    *(exp.Year, exp.Month, exp.Day, exp.Hour, exp.Minute, exp.Second, exp.Date),
    exp.CurrentTimestamp,
)
_NODES = frozenset({*_QUERIES, *_VALUES, *_CALLS})
"""The very classes: a class derived from one of them is another node."""
_FOLD = "fold"
_NUMBER = re.compile(r"[0-9]{1,38}(\.[0-9]{1,38})?")


def parameter(number: int) -> exp.Anonymous:
    """The place of a value that is given beside the tree, counted from 1: what `?` is in a text."""
    return exp.Anonymous(this=PARAMETER, expressions=[exp.Literal.number(number)])


def parameters_of(tree: exp.Query) -> int:
    """The number of values that the tree waits for."""
    calls = filter(_is_parameter, tree.find_all(exp.Anonymous))
    numbers = [int(each.expressions[0].name) for each in calls]
    return max(numbers, default=0)


def check_made(tree: exp.Query) -> None:
    """Raises SqlConstruct for any other node, SqlReservedName for a name of ours.

    The checks of a text (its functions, its clauses, their order) say nothing of a tree: what a
    door needs more is listed here, with its test.
    """
    for node in tree.walk():
        is_known = type(node) in _NODES or _is_parameter(node) or _is_fold(node)
        if not is_known or not _is_plain(node):
            raise SqlConstruct(what=node.key[:40])
        if isinstance(node, exp.Identifier) and node.name.lower().startswith(RESERVED):
            raise SqlReservedName(name=node.name[:40])


def as_read(tree: exp.Query) -> exp.Query:
    """A copy, with what the parser notes beside the nodes of a text: a count is a bigint."""
    copied = tree.copy()
    for count in copied.find_all(exp.Count):
        count.set("big_int", True)
    return copied


def _is_plain(node: exp.Expr) -> bool:
    """True where what it holds as text is what such a node may hold."""
    match node:
        case exp.Identifier():
            return node.name.isprintable() and 1 <= len(node.name) <= MAX_NAME
        case exp.Literal() if not node.is_string:
            return _NUMBER.fullmatch(node.name) is not None
        case exp.Var():
            return isinstance(node.parent, exp.TimestampTrunc)
    return True


def _is_fold(node: exp.Expr) -> bool:
    """The one function of ours that the library has no class for."""
    return type(node) is exp.Anonymous and node.this == _FOLD and len(node.expressions) == 1


def _is_parameter(node: exp.Expr) -> bool:
    if type(node) is not exp.Anonymous or node.this != PARAMETER:
        return False
    numbers = node.expressions
    return len(numbers) == 1 and type(numbers[0]) is exp.Literal and numbers[0].name.isdecimal()

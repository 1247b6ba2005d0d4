"""The calls of a logical function in a tree, and the dataset columns they are made with."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from federation.problems import UnsupportedQuery
from federation.rewrites.scopes import Origin


def calls_of(tree: exp.Query, *functions: str) -> list[exp.Anonymous]:
    """Innermost first, so that an argument is expanded before the call around it."""
    found = [each for each in tree.find_all(exp.Anonymous) if str(each.this).lower() in functions]
    return found[::-1]


def origin_of(argument: exp.Expr, call: exp.Anonymous, origins: Mapping[int, Origin]) -> Origin:
    """The dataset column that an argument is; UnsupportedQuery when it is something computed."""
    origin = origins.get(id(argument))
    if origin is None:
        raise UnsupportedQuery(what=str(call.this))
    return origin

"""A literal compared with a column of codes is one of its codes: another finds nothing, ever."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from sqlglot import exp

from catalog.model.dataset import ScalarType
from federation.logical import LiteralSource
from federation.rewrites.context import Context
from federation.rewrites.resolve_names import place_of
from federation.rewrites.scopes import origins
from federation.sql.problems import SqlNotInCodeList

_EQUAL = (exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ)
_NEAR = 0.6


def check_codes(tree: exp.Query, context: Context) -> None:
    """Raises SqlNotInCodeList, with the code that was most likely meant. What is given for `?` is
    not looked at: it is part of no plan.
    """
    bounds = context.datasets.values()
    if not any(column.code_list for bound in bounds for column in bound.dataset.columns):
        return
    pairs = list(_compared(tree))
    if not pairs:
        return
    known = origins(tree, context)
    for column, value in pairs:
        origin = known.get(id(column))
        codes = () if origin is None else origin.column.code_list
        text = _literal(value, context)
        if codes and text is not None and text not in codes:
            raise SqlNotInCodeList(
                value=text[:60],
                column=column.name,
                place=place_of(column),
                did_you_mean=_nearest(text, codes),
            )


def _compared(tree: exp.Query) -> Iterator[tuple[exp.Column, exp.Expr]]:
    for node in tree.find_all(*_EQUAL, exp.In):
        if isinstance(node, exp.In):
            if isinstance(node.this, exp.Column):
                yield from ((node.this, each) for each in node.expressions)
            continue
        for one, other in ((node.this, node.expression), (node.expression, node.this)):
            if isinstance(one, exp.Column):
                yield one, other


def _literal(value: exp.Expr, context: Context) -> str | None:
    held = value.this if isinstance(value, exp.Cast) else None
    name = str(held.this) if isinstance(held, exp.Placeholder) else ""
    parameter = context.parameters.get(name)
    if parameter is None or parameter.type.scalar is not ScalarType.STRING:
        return None
    source = parameter.source
    return str(source.value) if isinstance(source, LiteralSource) else None


def _nearest(text: str, codes: tuple[str, ...]) -> str | None:
    lower = {each.lower(): each for each in reversed(codes)}
    found = difflib.get_close_matches(text[:100].lower(), lower, n=1, cutoff=_NEAR)
    return lower[found[0]] if found else None

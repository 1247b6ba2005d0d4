"""Each parameter is cast to its declared type: no engine is left to guess what a value is."""

from __future__ import annotations

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from federation.rewrites.context import Context
from federation.rewrites.expressions import cast, text, widest

ESCAPE = "\\"
_BOOLEAN = ColumnType(ScalarType.BOOLEAN)


def type_parameters(tree: exp.Query, context: Context) -> exp.Query:
    """`:p` becomes `CAST(:p AS type)`; LIKE with a bound pattern says how it is escaped."""
    for node in list(tree.find_all(exp.Placeholder)):
        parameter = context.parameters[str(node.this)]
        parent = node.parent
        if parameter.prefix or parameter.suffix:
            _escape(node)
        if isinstance(parent, exp.Cast) and not isinstance(parent, exp.TryCast):
            continue
        node.replace(cast(node.copy(), widest(parameter.type)))
    return tree


def _escape(node: exp.Placeholder) -> None:
    like = node.find_ancestor(exp.Like, exp.Query)
    if isinstance(like, exp.Like) and not isinstance(like.parent, exp.Escape):
        like.replace(exp.Escape(this=like.copy(), expression=text(ESCAPE)))

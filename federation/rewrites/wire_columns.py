"""The last projection: every engine returns the same types, decimals as exact text.

ORDER BY keeps comparing values: it is written over the columns themselves, never over an output
name that now holds text.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import WireType
from federation.problems import UngovernedPlan, UnsupportedQuery
from federation.rewrites.context import Context
from federation.rewrites.expressions import TEXT, cast, column, quoted
from federation.rewrites.scopes import Origin, origins
from federation.wire_types import SCALARS
from federation.wire_values import DECIMAL_DIGITS

RESULT = "q"

_GROUPINGS = (exp.Group, exp.Rollup, exp.Cube, exp.GroupingSets, exp.Tuple, exp.Paren)

_TYPES: Mapping[WireType, ColumnType] = {
    wire: TEXT if scalar is ScalarType.JSON else ColumnType(scalar)
    for wire, scalar in SCALARS.items()
}


def wire_columns(tree: exp.Query, context: Context) -> exp.Query:
    """Names and types of `context.columns`, in that order; rows in the order asked for."""
    if len(tree.selects) != len(context.columns):
        raise UngovernedPlan(reason="result columns")
    decimals = _decimals(tree, context)
    group_by_values(tree)
    if not isinstance(tree, exp.Select) or tree.args.get("distinct"):
        tree = _above(tree)
    else:
        _order_by_values(tree)
    tree.set(
        "expressions",
        [
            exp.Alias(this=_cast(each.unalias(), wire, decimals.get(position)), alias=quoted(name))
            for position, (each, (name, wire)) in enumerate(
                zip(tree.expressions, context.columns, strict=True)
            )
        ],
    )
    return tree


def _cast(value: exp.Expr, wire: WireType, decimal: ColumnType | None) -> exp.Expr:
    if wire is WireType.DECIMAL:
        exact = decimal or ColumnType(ScalarType.DECIMAL, DECIMAL_DIGITS, 0)
        return cast(cast(value, exact), TEXT)
    return cast(value, _TYPES[wire])


def group_by_values(tree: exp.Query) -> None:
    """`GROUP BY 1` says the expression itself: what is selected is about to be cast."""
    if not isinstance(tree, exp.Select) or tree.args.get("group") is None:
        return
    for each in list(tree.args["group"].find_all(exp.Literal)):
        if isinstance(each.parent, _GROUPINGS) and not each.is_string:
            position = int(each.name) if each.name.isdigit() else 0
            if not 0 < position <= len(tree.expressions):
                raise UnsupportedQuery(what=f"GROUP BY {each.name}"[:40])
            each.replace(tree.expressions[position - 1].unalias().copy())


def _order_by_values(tree: exp.Select) -> None:
    """`ORDER BY total` and `ORDER BY 2` say the expression itself."""
    order = tree.args.get("order")
    if order is None:
        return
    named = {each.alias_or_name: each.unalias() for each in tree.expressions}
    for ordered in order.expressions:
        key = ordered.this
        if isinstance(key, exp.Literal) and not key.is_string:
            position = int(key.name) if key.name.isdigit() else 0
            if not 0 < position <= len(tree.expressions):
                raise UnsupportedQuery(what=f"ORDER BY {key.name}"[:40])
            ordered.set("this", tree.expressions[position - 1].unalias().copy())
            continue
        for each in list(key.find_all(exp.Column)):
            # Inside an expression too: only some engines look for output names there.
            if not each.table and each.name in named:
                each.replace(
                    exp.Paren(this=named[each.name].copy())
                    if each is not key
                    else named[each.name].copy()
                )


def _above(tree: exp.Query) -> exp.Select:
    """A SELECT around a UNION or a DISTINCT, whose ORDER BY can only name its own columns."""
    names = [each.alias_or_name for each in tree.selects]
    outer = exp.Select(
        expressions=[exp.Alias(this=column(name, RESULT), alias=quoted(name)) for name in names]
    )
    order = tree.args.get("order")
    if order is not None:
        outer.set("order", _by_name(order.copy(), tree))
    limit = tree.args.get("limit")
    if limit is not None:
        outer.set("limit", limit.copy())
    alias = exp.TableAlias(this=quoted(RESULT))
    outer.set("from_", exp.From(this=exp.Subquery(this=tree, alias=alias)))
    return outer


def _by_name(order: exp.Order, tree: exp.Query) -> exp.Order:
    names = [each.alias_or_name for each in tree.selects]
    values = [each.unalias().unnest() for each in tree.selects]
    for ordered in order.expressions:
        key = ordered.this.unnest()
        if isinstance(key, exp.Literal) and not key.is_string:
            position = int(key.name)
            if not 0 < position <= len(names):
                raise UnsupportedQuery(what=f"ORDER BY {position}")
            name = names[position - 1]
        elif key in values:
            name = names[values.index(key)]
        elif isinstance(key, exp.Column) and key.name in names:
            name = key.name
        else:
            # After DISTINCT or UNION only what is selected can be ordered by.
            raise UnsupportedQuery(what="ORDER BY")
        ordered.set("this", column(name, RESULT))
    return order


def _decimals(tree: exp.Query, context: Context) -> Mapping[int, ColumnType]:
    """The exact type of each decimal result column; sums take every digit."""
    wanted = [
        position for position, (_, wire) in enumerate(context.columns) if wire is WireType.DECIMAL
    ]
    if not wanted:
        return {}
    known = origins(tree, context)
    return {position: _exact(tree.selects[position].unalias(), known) for position in wanted}


def _exact(value: exp.Expr, known: Mapping[int, Origin]) -> ColumnType:
    said = value.to if isinstance(value, exp.Cast) else None
    if said is not None and said.this is exp.DType.DECIMAL:
        # A decimal made in a subquery has no column to tell its scale: its own cast does.
        return _said_type(said)
    types = [
        known[id(each)].column.type for each in value.find_all(exp.Column) if id(each) in known
    ]
    decimals = [each for each in types if each.scalar is ScalarType.DECIMAL]
    if isinstance(value, exp.Column | exp.Min | exp.Max) and len(decimals) == 1:
        return decimals[0]
    scale = max((each.scale or 0 for each in decimals), default=0)
    return ColumnType(ScalarType.DECIMAL, DECIMAL_DIGITS, scale)


def _said_type(said: exp.DataType) -> ColumnType:
    """`DECIMAL(p, s)` as written; without digits, the widest without decimals."""
    digits = [int(each.name) for each in said.expressions]
    precision, scale = (*digits, 0)[:2] if digits else (DECIMAL_DIGITS, 0)
    return ColumnType(ScalarType.DECIMAL, precision, scale)

"""What a caller wrote, and may fail, is never evaluated on a row that the policy hides.

A planner may move a condition below the one that guards it; when it then fails, the error is a
bit of a hidden row. Typed comparisons cannot fail and may sink, so that indexes serve them; as
soon as anything else stands in a condition, each governed select is closed by a clause that no
condition may pass: it would change which rows are counted. What cannot fail is then put below the
fence by us.

DuckDB keeps conditions in their order where it knows that one of them may fail, but does not know
it of all: there only what it moves asks for a fence, which halves its speed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.rewrites.allowed import FUNCTIONS, NODES
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, all_of, column, quoted
from federation.rewrites.govern_tables import is_governed

FENCED = f"{INTERNAL}f"

# PostgreSQL and DuckDB plan OFFSET 0 for itself; Trino takes it away, but a limit only when it
# proves that there are fewer rows.
_CLOSED_BY: dict[str, exp.Expr] = {
    DUCKDB: exp.Offset(expression=exp.Literal.number(0)),
    POSTGRES: exp.Offset(expression=exp.Literal.number(0)),
    TRINO: exp.Limit(expression=exp.Literal.number(2**63 - 1)),
}

_SAFE = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Placeholder,
    exp.DataType,
    exp.DataTypeParam,
    exp.Paren,
    exp.Tuple,
    exp.And,
    exp.Or,
    exp.Not,
    exp.EQ,
    exp.NEQ,
    exp.LT,
    exp.LTE,
    exp.GT,
    exp.GTE,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Like,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.DPipe,
    exp.Translate,
    exp.Replace,
)
_STRUCTURE = (
    exp.Query,
    exp.From,
    exp.Join,
    exp.Where,
    exp.Having,
    exp.With,
    exp.CTE,
    exp.TableAlias,
    exp.Table,
    exp.Values,
    exp.Alias,
    exp.Order,
    exp.Ordered,
    exp.Limit,
    exp.Group,
    exp.Distinct,
    exp.Exists,
    exp.Star,
)
# Tried one by one on DuckDB 1.5, on rows that are hidden: these fail there, the others stay where
# they are. What no caller may write has not been tried.
_MOVED_BY_DUCKDB = frozenset(
    {exp.Escape, exp.AtTimeZone, exp.DateAdd, exp.DateDiff, exp.DateSub, exp.Interval}
)
_KEPT_BY_DUCKDB = tuple((NODES.keys() | FUNCTIONS) - _MOVED_BY_DUCKDB)
_NEAR_DIGITS = 4
# The root's own projection, GROUP BY and ORDER BY come after its conditions. In a query below the
# root they do not: a condition above it may be moved into it.
_AFTER = frozenset({"expressions", "group", "order", "limit", "offset"})


def fence(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree; each governed select that hides rows is closed when it must be."""
    if context.engine not in _CLOSED_BY or context.materializes or not _may_fail(tree, context):
        return tree
    if context.engine == POSTGRES:
        _hide_from_statistics(tree, context)
    for subquery in selects_that_hide(tree, context):
        _close(subquery, context)
    return tree


def selects_that_hide(tree: exp.Query, context: Context) -> list[exp.Subquery]:
    """The governed selects that hide rows."""
    return [
        each
        for each in tree.find_all(exp.Subquery)
        if is_governed(each, context) and each.this.args.get("where") is not None
    ]


def _hide_from_statistics(tree: exp.Query, context: Context) -> None:
    """While it plans, PostgreSQL tries a pattern on what it has noted of the column's values, and
    it notes those of every row. It has no notes of what is more than a column.
    """
    for escape in tree.find_all(exp.Escape):
        like = escape.this
        if isinstance(like, exp.Like) and not _is_safe(escape, context):
            like.set("this", exp.DPipe(this=like.this, expression=exp.Literal.string("")))


def _close(subquery: exp.Subquery, context: Context) -> None:
    governed = put_below(subquery, context)
    closed = _CLOSED_BY[context.engine]
    governed.set(closed.key, closed.copy())
    subquery.set("this", governed)


def put_below(subquery: exp.Subquery, context: Context) -> exp.Select:
    """The governed select, under the conditions around it that are about it and cannot fail."""
    governed: exp.Select = subquery.this
    sunk = _sinkable(subquery, context)
    if not sunk:
        return governed
    above = select_all_of(governed, FENCED)
    above.set("where", exp.Where(this=all_of(sunk)))
    return above


def select_all_of(below: exp.Select, alias: str) -> exp.Select:
    """`SELECT alias.x AS x, … FROM (below) AS alias`."""
    return exp.Select(
        expressions=[
            exp.Alias(this=column(each.alias_or_name, alias), alias=quoted(each.alias_or_name))
            for each in below.expressions
        ],
        from_=exp.From(this=exp.Subquery(this=below, alias=exp.TableAlias(this=quoted(alias)))),
    )


def _sinkable(subquery: exp.Subquery, context: Context) -> list[exp.Expr]:
    """Copies of the conditions around that are about this source alone and cannot fail."""
    source = subquery.parent
    select = source.parent if isinstance(source, exp.From | exp.Join) else None
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    if not isinstance(select, exp.Select) or source is None or where is None:
        return []
    if not _is_never_null_extended(source, select):
        return []
    plain = {
        each.alias_or_name
        for each in subquery.this.expressions
        if isinstance(each.unalias(), exp.Column)
        or (isinstance(each.unalias(), exp.Cast) and isinstance(each.unalias().this, exp.Column))
    }
    conditions = where.this.flatten() if isinstance(where.this, exp.And) else [where.this]
    sunk = []
    for condition in conditions:
        columns = list(condition.find_all(exp.Column))
        about_it = columns and all(
            each.table == subquery.alias and each.name in plain for each in columns
        )
        if about_it and condition.find(exp.Query) is None and _is_all_safe(condition, context):
            below = condition.copy()
            for each in below.find_all(exp.Column):
                each.set("table", quoted(FENCED))
            sunk.append(below)
    return sunk


def _is_never_null_extended(source: exp.Expr, select: exp.Select) -> bool:
    joins = select.args.get("joins") or []
    outer = any(join.side.upper() in {"RIGHT", "FULL"} for join in joins)
    return not outer and (isinstance(source, exp.From) or not source.args.get("side"))


def _may_fail(tree: exp.Query, context: Context) -> bool:
    return any(not _is_all_safe(condition, context) for condition in _conditions(tree))


def _conditions(tree: exp.Query) -> Iterator[exp.Expr]:
    """Everything that might be evaluated before a row condition, root projections aside."""
    for key, value in tree.args.items():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, exp.Expr):
                continue
            if key in _AFTER and isinstance(tree, exp.Select):
                yield from each.find_all(exp.Query)
                # Trino makes a condition of what an aggregate is filtered by.
                yield from (filtered.expression for filtered in each.find_all(exp.Filter))
            else:
                yield each


def cannot_fail(tree: exp.Query, context: Context) -> bool:
    """Whether nothing in it can, wherever it stands and in whatever order it is evaluated."""
    return _is_all_safe(tree, replace(context, materializes=True))


def _is_all_safe(node: exp.Expr, context: Context) -> bool:
    """Whether nothing that the caller's part holds can fail on a value."""
    if isinstance(node, exp.Subquery) and is_governed(node, context):
        return True
    if isinstance(node, exp.AggFunc) and node.find(exp.Query) is None:
        # An aggregate is made of the rows that are left.
        return True
    return _is_safe(node, context) and all(
        _is_all_safe(child, context) for child in node.iter_expressions()
    )


def _is_safe(node: exp.Expr, context: Context) -> bool:
    if isinstance(node, exp.Escape):
        # A pattern that ends with its escape character fails on the rows that match so far.
        return any(_is_escaped(str(each.this), context) for each in node.find_all(exp.Placeholder))
    # Over copies nothing has an order to keep.
    keeps_its_order = context.engine == DUCKDB and not context.materializes
    if keeps_its_order and (isinstance(node, _KEPT_BY_DUCKDB) or _is_near(node)):
        return True
    if isinstance(node, exp.Cast) and not isinstance(node, exp.TryCast):
        return isinstance(node.this, exp.Placeholder | exp.Literal | exp.Null)
    return isinstance(node, _SAFE + _STRUCTURE)


def _is_escaped(name: str, context: Context) -> bool:
    parameter = context.parameters.get(name)
    return parameter is not None and bool(parameter.prefix or parameter.suffix)


def _is_near(node: exp.Expr) -> bool:
    """An interval of at most four digits from now, or from a given day: in the range of days."""
    around = node.parent
    return (
        isinstance(node, exp.Interval)
        and isinstance(node.this, exp.Literal)
        and len(node.this.name) <= _NEAR_DIGITS
        and isinstance(around, exp.Add | exp.Sub)
        and around.find(exp.Column) is None
    )

"""Keeps an engine from computing a caller's expressions of rows that the policy hides.

A planner puts conditions together and evaluates them in an order of its own: a caller's expression
that fails there, or takes long there, tells of a hidden row. Bare columns compared with values do
neither (`bare`), and may sink, so that indexes serve them. As soon as anything else stands where a
planner may move it, each governed select that hides rows is closed by a clause that no condition
may pass: it would change which rows are counted. The bare comparisons are then put below it by us.

DuckDB and Trino compute of the values of a Parquet file's dictionary, hidden rows' among them, what
is asked for of the rows that are left. There also what a statement shows is asked for; no fence of
DuckDB's keeps a dictionary back, so that it is given copies instead (`materialize`).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.rewrites.bare import CONNECTORS, brings_together, is_bare, is_value
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, all_of, column, quoted
from federation.rewrites.failing import STRUCTURE
from federation.rewrites.govern_tables import is_governed
from federation.rewrites.limit_first import chosen_first

FENCED = f"{INTERNAL}f"

# PostgreSQL and DuckDB plan OFFSET 0 for itself; Trino takes it away, but a limit only when it
# proves that there are fewer rows.
_CLOSED_BY: dict[str, exp.Expr] = {
    DUCKDB: exp.Offset(expression=exp.Literal.number(0)),
    POSTGRES: exp.Offset(expression=exp.Literal.number(0)),
    TRINO: exp.Limit(expression=exp.Literal.number(2**63 - 1)),
}
# What holds columns as they are, brings them together or counts them.
_HOLDS = (
    *STRUCTURE,
    *CONNECTORS,
    exp.Column,
    exp.AggFunc,
    exp.Filter,
    exp.Fetch,
    exp.Offset,
    exp.GroupingSets,
    exp.Cube,
    exp.Rollup,
    exp.Tuple,
    exp.Identifier,
)
# The root's own projection, GROUP BY and ORDER BY come after its conditions. In a query below the
# root they do not: a condition above it may be moved into it.
_AFTER = frozenset({"expressions", "group", "order", "limit", "offset"})


def fence(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree; each governed select that hides rows is closed when it must be."""
    if context.engine not in _CLOSED_BY or context.materializes:
        return tree
    hiding = selects_that_hide(tree, context)
    if hiding and context.engine == POSTGRES:
        _hide_from_statistics(tree)
    if hiding and (context.computes or _computes_before(tree, hiding, context)):
        for subquery in hiding:
            _close(subquery, context)
    return tree


def selects_that_hide(tree: exp.Query, context: Context) -> list[exp.Subquery]:
    """The governed selects that hide rows."""
    return [
        each
        for each in tree.find_all(exp.Subquery)
        if is_governed(each, context) and each.this.args.get("where") is not None
    ]


def computes_before(said: exp.Query) -> bool:
    """True where a query, its names resolved, asks for more than bare comparisons where it chooses
    its rows.
    """
    return not all(_is_plain(each) for each in _conditions(said))


def shows_as_it_is(said: exp.Query) -> bool:
    """True where the answer of a statement, its names resolved, is made of columns as they are, and
    of aggregates of those; also of a UNION, whose arms `computes_before` looks at.
    """
    if not isinstance(said, exp.Select):
        return True
    shown = [said.args.get(key) for key in _AFTER]
    listed = [each for some in shown for each in (some if isinstance(some, list) else [some])]
    return all(_is_plain(each) for each in listed if isinstance(each, exp.Expr))


def _hide_from_statistics(tree: exp.Query) -> None:
    """While it plans, PostgreSQL tries a pattern on what it has noted of the column's values, and
    it notes those of every row. It has no notes of what is more than a column.
    """
    for each in tree.find_all(exp.Like, exp.StartsWith, exp.RegexpLike):
        each.set("this", exp.DPipe(this=each.this, expression=exp.Literal.string("")))


def _close(subquery: exp.Subquery, context: Context) -> None:
    governed = put_below(subquery)
    closed = _CLOSED_BY[context.engine]
    governed.set(closed.key, closed.copy())
    subquery.set("this", governed)


def put_below(subquery: exp.Subquery) -> exp.Select:
    """The governed select, under the bare comparisons around it that are about it."""
    governed: exp.Select = subquery.this
    sunk = _sinkable(subquery)
    if not sunk:
        return governed
    above = select_all_of(governed, FENCED)
    above.set("where", exp.Where(this=all_of(sunk)))
    return above


def select_all_of(below: exp.Query, alias: str) -> exp.Select:
    """`SELECT alias.x AS x, … FROM (below) AS alias`."""
    return exp.Select(
        expressions=[
            exp.Alias(this=column(name, alias), alias=quoted(name)) for name in below.named_selects
        ],
        from_=exp.From(this=exp.Subquery(this=below, alias=exp.TableAlias(this=quoted(alias)))),
    )


def _sinkable(subquery: exp.Subquery) -> list[exp.Expr]:
    """Copies of the conditions around that are about this source alone, and bare."""
    source = subquery.parent
    select = source.parent if isinstance(source, exp.From | exp.Join) else None
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    if not isinstance(select, exp.Select) or source is None or where is None:
        return []
    if not _is_never_null_extended(source, select):
        return []
    clear = {each.alias_or_name for each in subquery.this.expressions if _is_clear(each)}
    conditions = where.this.flatten() if isinstance(where.this, exp.And) else [where.this]
    sunk = []
    for condition in conditions:
        columns = list(condition.find_all(exp.Column))
        about_it = columns and all(
            each.table == subquery.alias and each.name in clear for each in columns
        )
        if about_it and is_bare(condition):
            below = condition.copy()
            for each in below.find_all(exp.Column):
                each.set("table", quoted(FENCED))
            sunk.append(below)
    return sunk


def _is_clear(projection: exp.Expr) -> bool:
    """A column as it lies, of whatever type: no mask, which would be made of every row."""
    value = projection.unalias()
    return isinstance(value.this if isinstance(value, exp.Cast) else value, exp.Column)


def _is_never_null_extended(source: exp.Expr, select: exp.Select) -> bool:
    joins = select.args.get("joins") or []
    outer = any(join.side.upper() in {"RIGHT", "FULL"} for join in joins)
    return not outer and (isinstance(source, exp.From) or not source.args.get("side"))


def _computes_before(tree: exp.Query, hiding: list[exp.Subquery], context: Context) -> bool:
    """True where anything but bare comparisons might be evaluated before a row condition."""
    masked = frozenset(
        (each.alias, shown.alias_or_name)
        for each in hiding
        for shown in each.this.expressions
        if not _is_clear(shown)
    )
    # What stands above a limit is computed of the rows that it leaves.
    chosen = chosen_first(tree) if context.first_keys else None
    return not all(_is_plain(each, masked, context) for each in _conditions(chosen or tree))


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


def _is_plain(
    node: exp.Expr,
    masked: frozenset[tuple[str, str]] = frozenset(),
    context: Context | None = None,
) -> bool:
    """True where nothing in `node` is computed of a row; a mask is computed. Governed selects are
    not looked into, where there are any yet.
    """
    if is_value(node):
        return True
    if isinstance(node, exp.Subquery) and context is not None and is_governed(node, context):
        return True
    if isinstance(node, exp.Column) and (node.table, node.name) in masked:
        return False
    holds = isinstance(node, _HOLDS) or is_bare(node) or brings_together(node)
    return holds and all(_is_plain(each, masked, context) for each in node.iter_expressions())

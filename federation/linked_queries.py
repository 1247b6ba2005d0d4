"""The queries of a statement with linked rows: of its page, of the rows linked to those of a level,
and of their totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from federation.logical import LINKED, LinkedRows, LogicalQuery, Totals
from federation.rewrites.expressions import all_of, column, quoted

AT, OF = "n", "u"
"""The number of a row in its level, and of the one above that it is linked to."""
_ABOVE, _PAGE, _RANKED, _RANK = "p", "g", "r", "rank"
_OWN, _KEY = "o", "s"


def page_query(logical: LogicalQuery, owns: dict[str, str]) -> exp.Select:
    """The page, its rows numbered in its order."""
    inner = logical.tree.copy()
    if not isinstance(inner, exp.Select):
        raise TypeError("a list is one select")
    order = inner.args.get("order")
    keys = [] if order is None else order.expressions
    for name, alias in owns.items():
        inner.append("expressions", exp.Alias(this=column(name, LINKED), alias=quoted(alias)))
    for at, key in enumerate(keys):
        expression = exp.Alias(this=key.this.copy(), alias=quoted(f"{_KEY}{at}"))
        inner.append("expressions", expression)
    by = [
        exp.Ordered(
            this=column(f"{_KEY}{at}", _PAGE),
            desc=bool(key.args.get("desc")),
            nulls_first=bool(key.args.get("nulls_first")),
        )
        for at, key in enumerate(keys)
    ]
    names = [*(name for name, _ in logical.columns), *owns.values()]
    return exp.Select(
        expressions=[
            *(exp.Alias(this=column(name, _PAGE), alias=quoted(name)) for name in names),
            exp.Alias(this=_numbered(by), alias=quoted(AT)),
        ],
        from_=exp.From(this=_below(inner, _PAGE)),
    )


def ranked_query(
    linked: LinkedRows,
    rows: exp.Select,
    above: str,
    own: str,
    owns: dict[str, str],
    page_size: int | None,
) -> exp.Select:
    """The rows linked to each of those above, as many of them as are within for, in their order."""
    inner = _beside(linked, rows, above, own, page_size)
    order = inner.args.pop("order", None)
    alias = _alias(linked)
    for name, as_ in owns.items():
        inner.append("expressions", exp.Alias(this=column(name, alias), alias=quoted(as_)))
    keys = [] if order is None else [each.copy() for each in order.expressions]
    rank = _numbered(keys, [column(AT, _ABOVE)])
    inner.append("expressions", exp.Alias(this=column(AT, _ABOVE), alias=quoted(OF)))
    inner.append("expressions", exp.Alias(this=rank, alias=quoted(_RANK)))
    names = [*(name for name, _ in linked.columns), *owns.values(), OF]
    by = [
        exp.Ordered(this=column(each, _RANKED), desc=False, nulls_first=False)
        for each in (OF, _RANK)
    ]
    at = _numbered(by) if linked.linked else column(_RANK, _RANKED)
    # A rank that is at most a number is one that DuckDB 1.5 fails to plan without statistics.
    within = exp.Between(
        this=column(_RANK, _RANKED),
        low=number(linked.offset + 1),
        high=number(linked.offset + linked.first),
    )
    return exp.Select(
        expressions=[
            *(exp.Alias(this=column(name, _RANKED), alias=quoted(name)) for name in names),
            exp.Alias(this=at, alias=quoted(AT)),
        ],
        from_=exp.From(this=_below(inner, _RANKED)),
        where=exp.Where(this=within),
    )


def totals_query(
    linked: LinkedRows, above: str, own: str, totals: Totals, page_size: int | None
) -> exp.Select:
    """The totals of the rows linked to each of those above that has any."""
    select = _beside(linked, totals.tree, above, own, page_size)
    select.append("expressions", exp.Alias(this=column(AT, _ABOVE), alias=quoted(AT)))
    select.set("group", exp.Group(expressions=[column(AT, _ABOVE)]))
    return select


def _beside(
    linked: LinkedRows, select: exp.Select, above: str, own: str, page_size: int | None
) -> exp.Select:
    """`select`, its table joined to the level above; that table bears a name of its own."""
    inner, alias = select.copy(), _alias(linked)
    for node in inner.find_all(exp.Column):
        if node.table == LINKED:
            node.set("table", quoted(alias))
    table = inner.args["from_"].this
    table.set("alias", exp.TableAlias(this=quoted(alias)))
    same = exp.EQ(this=column(linked.other, alias), expression=column(own, _ABOVE))
    others = inner.args.get("joins") or []
    inner.set("from_", exp.From(this=query_named(above, _ABOVE)))
    inner.set("joins", [exp.Join(this=table, on=same), *others])
    if page_size is not None:
        # The row that only tells that there is a next page shows nothing.
        on_page = exp.Between(this=column(AT, _ABOVE), low=number(1), high=number(page_size))
        where = inner.args.get("where")
        condition: exp.Expr = on_page if where is None else all_of([on_page, where.this])
        inner.set("where", exp.Where(this=condition))
    return inner


def number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def _alias(linked: LinkedRows) -> str:
    return f"{LINKED}_{linked.name}"


def name_of_totals(linked: LinkedRows) -> str:
    return f"{linked.name}_totals"


def own_columns(linked: Iterable[LinkedRows]) -> dict[str, str]:
    """Columns of a level that the rows below it are linked to, with the names they leave under."""
    names = dict.fromkeys(each.own for each in linked)
    return {name: f"{_OWN}{at}" for at, name in enumerate(names)}


def _numbered(order: Sequence[exp.Expr], within: Sequence[exp.Expr] = ()) -> exp.Window:
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=list(within),
        order=exp.Order(expressions=list(order)) if order else None,
        over="OVER",
    )


def query_named(name: str, alias: str) -> exp.Table:
    return exp.Table(this=quoted(name), alias=exp.TableAlias(this=quoted(alias)))


def _below(query: exp.Select, alias: str) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=quoted(alias)))

"""Statements that count the rows which fall out of a join with communes of reference.

`FROM t JOIN reference.communes c ON c.code = t.code_commune` says nothing of a row whose code is
that of a commune of the past, or none: the row is gone from every sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from federation.plan import TRINO
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.to_sql import write_sql

_CODE = "code"
_KEPT_SIDES = frozenset({"LEFT", "FULL"})
_MOST_CODES = 1_000


def counting_rows_that_fall_out(statement: str) -> tuple[str, ...]:
    """One for each SELECT that joins such a table: its codes without a commune and how many rows
    each has. None of a SELECT that cannot be counted apart, or that keeps all rows.
    """
    try:
        tree = sqlglot.parse_one(statement, dialect=TRINO)
    except SqlglotError:
        return ()
    made = (_counting(select, tree) for select in tree.find_all(exp.Select))
    return tuple(write_sql(one, TRINO) for one in made if one is not None)


def _counting(select: exp.Select, root: exp.Expr) -> exp.Select | None:
    first, joins = _data_first(select)
    names = {one.alias_or_name.lower(): one for one in _tables(select) if _is_reference(one)}
    if first is None or not names:
        return None
    where = select.args.get("where")
    conditions = [] if where is None else _conjuncts(where.this)
    kept = [one for one in conditions if not _mentions(one, names)]
    joined, key = _joined(joins, names, [one for one in conditions if one not in kept])
    if key is None or first.alias_or_name.lower() in names:
        return None
    gone = exp.or_(*(exp.column(_CODE, table=name).is_(exp.null()) for name in joined))
    code = exp.cast(key.copy(), "varchar")
    counted = (
        exp.select(exp.alias_(code, "code"), exp.alias_(exp.Count(this=exp.Star()), "lost"))
        .from_(first.copy())
        .group_by(exp.Literal.number(1))
        .order_by(exp.Literal.number(1))
        .limit(_MOST_CODES)
    )
    for join in joins:
        counted = counted.join(_outer(join, joined, names), copy=False)
    for one in (*kept, gone):
        counted = counted.where(one.copy())
    if before := queries_before(select, root):
        counted.set("with_", exp.With(expressions=before))
    if counted.find(exp.Placeholder) is not None:
        return None
    return counted


def _joined(
    joins: Sequence[exp.Join],
    names: dict[str, exp.Table],
    left: Sequence[exp.Expr],
) -> tuple[dict[str, exp.Expr | None], exp.Expr | None]:
    """The conditions of each inner join of a reference, by name, and what its code is compared
    with; of a join without a condition, those of WHERE.
    """
    joined: dict[str, exp.Expr | None] = {}
    key: exp.Expr | None = None
    for join in joins:
        name = join.this.alias_or_name.lower()
        if name not in names or join.side in _KEPT_SIDES:
            continue
        condition = join.args.get("on")
        if condition is None:
            own = [one for one in left if _mentions(one, {name: names[name]})]
            condition = exp.and_(*(one.copy() for one in own)) if own else None
        compared = None if condition is None else _compared(condition, name)
        if condition is None or compared is None:
            continue
        joined[name] = condition
        is_of_data = not _mentions(compared, names)
        key = compared if key is None and is_of_data else key
    return joined, key


def _compared(condition: exp.Expr, name: str) -> exp.Expr | None:
    """The other side of `name.code = …`."""
    for one in condition.find_all(exp.EQ):
        for side, other in ((one.left, one.right), (one.right, one.left)):
            if (
                isinstance(side, exp.Column)
                and side.name.lower() == _CODE
                and side.table.lower() == name
            ):
                return other
    return None


def _outer(
    join: exp.Join, joined: dict[str, exp.Expr | None], names: dict[str, exp.Table]
) -> exp.Join:
    """The same join; where it is one of a reference that rows fall out of, an outer one."""
    copied = join.copy()
    name = join.this.alias_or_name.lower()
    if name in joined and name in names:
        condition = joined[name]
        copied.set("side", "LEFT")
        copied.set("kind", None)
        copied.set("on", None if condition is None else condition.copy())
    return copied


def _tables(select: exp.Select) -> Iterator[exp.Table]:
    from_ = select.args.get("from_")
    sources = [] if from_ is None else [from_.this]
    sources += [join.this for join in select.args.get("joins") or ()]
    yield from (one for one in sources if isinstance(one, exp.Table))


def _is_reference(table: exp.Table) -> bool:
    return table.db.lower() == REFERENCE and table.name.lower() in REFERENCE_TABLES


def _mentions(expression: exp.Expr, names: dict[str, exp.Table]) -> bool:
    return any(column.table.lower() in names for column in expression.find_all(exp.Column))


def _data_first(select: exp.Select) -> tuple[exp.Expr | None, Sequence[exp.Join]]:
    """The first source of FROM, and the joins to it; of a reference and data, the data first."""
    from_, joins = select.args.get("from_"), list(select.args.get("joins") or ())
    first = None if from_ is None else from_.this
    if not (isinstance(first, exp.Table) and _is_reference(first) and joins and not joins[0].side):
        return first, joins
    swapped = joins[0].copy()
    swapped.set("this", first.copy())
    return joins[0].this, [swapped, *joins[1:]]


def _conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def queries_before(select: exp.Select, root: exp.Expr) -> list[exp.Expr]:
    """The queries of WITH that it may name: of one of these, those above it."""
    with_ = root.args.get("with_")
    queries = [] if with_ is None else with_.expressions
    above = set(map(id, _ancestors(select)))
    place = next((at for at, one in enumerate(queries) if id(one) in above), len(queries))
    return [one.copy() for one in queries[:place]]


def _ancestors(node: exp.Expr) -> Iterator[exp.Expr]:
    while node.parent is not None:
        node = node.parent
        yield node

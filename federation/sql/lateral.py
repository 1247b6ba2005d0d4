"""`CROSS JOIN LATERAL (SELECT f(c.x) AS y) AS t`: each `t.y` is `f(c.x)`, and no join is left.

What computes of the row beside it alone, of no table. What reads a table would be read again for
each row: how that is written otherwise is told.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from federation.problems import QueryTooComplex
from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlForm, SqlWrittenOtherwise

MOST_ADDED = 5_000
"""Nodes: each name may stand for an expression of other such names."""
_ROW = frozenset({"expressions"})
_ADD_ROWS = frozenset({"RIGHT", "FULL"})
_Columns = Mapping[str, exp.Expr]


def write_laterals(tree: exp.Query) -> None:
    """In place. Raises SqlWrittenOtherwise where a table is named, SqlForm for what could be
    another column, QueryTooComplex.
    """
    added = 0
    for lateral in list(tree.find_all(exp.Lateral)):
        join = lateral.parent
        select = join.parent if isinstance(join, exp.Join) else None
        if not isinstance(join, exp.Join) or not isinstance(select, exp.Select):
            raise _otherwise(lateral)
        columns = _columns_of(lateral, join)
        alias = lateral.alias.lower()
        is_last = select.args["joins"][-1] is join
        join.pop()
        added += _replace_stars(select, alias, columns, is_last=is_last)
        for column in list(select.find_all(exp.Column)):
            if column.table.lower() == alias:
                _check_its_own(column, select, alias)
                added += _put(column, columns, alias)
            elif not column.table and column.name.lower() in columns:
                _check_is_an_output(column, select, alias)
            if added > MOST_ADDED:
                raise QueryTooComplex(limit=MOST_ADDED)


def _columns_of(lateral: exp.Lateral, join: exp.Join) -> dict[str, exp.Expr]:
    """By name, in lower case, in their order."""
    query = lateral.this.unnest()
    on = join.args.get("on")
    pairs = on is None or (isinstance(on, exp.Boolean) and on.this)
    side = str(join.args.get("side") or "").upper()
    if not isinstance(query, exp.Select) or join.args.get("using") or side not in {"", "LEFT"}:
        raise _otherwise(lateral)
    said = {key for key, value in query.args.items() if value}
    inside = (exp.Query, exp.AggFunc, exp.Window, exp.Star)
    if said != _ROW or not pairs or any(each.find(*inside) for each in query.expressions):
        raise _otherwise(lateral)
    beside = join.parent.args["joins"] if isinstance(join.parent, exp.Select) else []
    if any(str(each.args.get("side") or "").upper() in _ADD_ROWS for each in beside):
        # There it would be NULL, whatever it is computed of.
        raise _otherwise(lateral)
    given = lateral.args.get("alias")
    names = [each.name for each in given.columns] if given is not None else []
    outputs = [each.alias_or_name for each in query.expressions]
    columns = {
        name.lower(): each.unalias()
        for name, each in zip(names or outputs, query.expressions, strict=False)
    }
    # A number alone would be a place in GROUP BY.
    of_a_row = all(each.find(exp.Column) for each in columns.values())
    if not (lateral.alias and of_a_row) or "" in columns or len(columns) != len(outputs):
        raise SqlForm(
            what="LATERAL (SELECT …) AS t",
            expected_fr="un nom, et un nom par colonne, calculée de la ligne :"
            " LATERAL (SELECT c.a + c.b AS n) AS t",
            expected_en="a name, and a name for each column, computed of the row:"
            " LATERAL (SELECT c.a + c.b AS n) AS t",
            place=place_of(lateral),
        )
    return columns


def _replace_stars(select: exp.Select, alias: str, columns: _Columns, *, is_last: bool) -> int:
    """`*` where it is the last source, and `t.*`, are what its columns are; how much that adds."""
    outputs: list[exp.Expr] = []
    named = [exp.alias_(each.copy(), name, quoted=True) for name, each in columns.items()]
    for each in select.expressions:
        if isinstance(each, exp.Star):
            if not is_last:
                raise _qualified(each, alias)
            outputs += [each, *named]
        elif isinstance(each, exp.Column) and isinstance(each.this, exp.Star):
            outputs += named if each.table.lower() == alias else [each]
        elif isinstance(each, exp.Column) and each.table.lower() == alias:
            outputs.append(exp.alias_(each.copy(), each.name, quoted=True))
        else:
            outputs.append(each)
    added = sum(1 for each in outputs for _ in each.walk()) - sum(
        1 for each in select.expressions for _ in each.walk()
    )
    select.set("expressions", outputs)
    return added


def _put(column: exp.Column, columns: _Columns, alias: str) -> int:
    value = columns.get(column.name.lower())
    if value is None:
        raise _qualified(column, alias)
    new = value.copy()
    column.replace(new if isinstance(new, exp.Column) else exp.Paren(this=new))
    return sum(1 for _ in value.walk())


def _check_its_own(column: exp.Column, select: exp.Select, alias: str) -> None:
    """In a query inside, the same names could be others'."""
    around = column.find_ancestor(exp.Select)
    if around is select:
        return
    below = around.parent if around is not None else None
    while isinstance(below, exp.Subquery):
        below = below.parent
    if not isinstance(below, exp.Lateral) or below.find_ancestor(exp.Select) is not select:
        raise _qualified(column, alias)


def _check_is_an_output(column: exp.Column, select: exp.Select, alias: str) -> None:
    """A name without its table may be a table's own column: only ORDER BY says an output so."""
    if column.find_ancestor(exp.Order, exp.Select) is not select.args.get("order"):
        raise _qualified(column, alias)


def _qualified(node: exp.Expr, alias: str) -> SqlForm:
    return SqlForm(
        what="LATERAL",
        expected_fr=f"ses colonnes nommées avec lui, {alias[:40]}.colonne, hors des sous-requêtes",
        expected_en=f"its columns named with it, {alias[:40]}.column, outside of queries inside",
        place=place_of(node),
    )


def _otherwise(lateral: exp.Lateral) -> SqlWrittenOtherwise:
    return SqlWrittenOtherwise(
        what="LATERAL",
        instead="JOIN (SELECT x, max_by(y, z) AS y FROM … GROUP BY x) q ON q.x = c.x",
        place=place_of(lateral),
    )

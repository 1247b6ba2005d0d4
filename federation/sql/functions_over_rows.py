"""Aggregates and windows, and the clauses where they may stand: known before any name is."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.grouping_problems import SqlMisplacedFunction, SqlNestedFunction
from federation.sql.percentiles import said_of
from federation.sql.problems import SqlForm

_OF_AGGREGATES = (
    "un agrégat : count(DISTINCT x), sum(x) FILTER (WHERE y = 1)",
    "an aggregate: count(DISTINCT x), sum(x) FILTER (WHERE y = 1)",
)
_BETWEEN = (exp.Filter, exp.IgnoreNulls, exp.RespectNulls)
_FOR_OVER = (
    "une fonction qui calcule sur plusieurs lignes : sum(x) OVER (…), rank() OVER (…)",
    "a function that computes over several rows: sum(x) OVER (…), rank() OVER (…)",
)
_OF_EACH_ROW = (
    *(exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue, exp.Ntile),
    *(exp.ArgMax, exp.ArgMin, exp.ApproxQuantile),
)
"""Functions whose values are not made fewer: DISTINCT says nothing there."""
_OVER_ROWS = (exp.AggFunc, exp.RowNumber)
_SETS = (exp.Rollup, exp.Cube, exp.GroupingSets, exp.Tuple, exp.Paren)
_HAVING = (
    "Mettez cette condition dans HAVING, après GROUP BY : HAVING {what}(…) > 3.",
    "Put this condition into HAVING, after GROUP BY: HAVING {what}(…) > 3.",
)
_INSIDE = "SELECT … FROM (SELECT …, {what}(…) … AS n FROM …) WHERE n = 1."
_AROUND = (
    "Calculez-la dans une sous-requête, et servez-vous du résultat autour : " + _INSIDE,
    "Compute it in a subquery, and use the result around it: " + _INSIDE,
)


def own_nodes(root: exp.Expr) -> Iterator[exp.Expr]:
    """`root` and what is below it, without what stands in a query inside it."""
    yield from (
        node
        for node in root.walk(prune=lambda node: isinstance(node, exp.Query))
        if not isinstance(node, exp.Query) or node is root
    )


def window_of(function: exp.Expr) -> exp.Window | None:
    """The OVER that makes a window of it."""
    node = function
    while isinstance(node.parent, _BETWEEN) and node.arg_key == "this":
        node = node.parent
    parent = node.parent
    return parent if isinstance(parent, exp.Window) and node.arg_key == "this" else None


def is_aggregate(node: exp.Expr) -> bool:
    return isinstance(node, exp.AggFunc) and window_of(node) is None


def aggregates_of(root: exp.Expr) -> Iterator[exp.Expr]:
    return (node for node in own_nodes(root) if is_aggregate(node))


def check_functions_over_rows(tree: exp.Query) -> None:
    """Raises SqlMisplacedFunction in WHERE, FILTER, GROUP BY and ON, and for a window in HAVING;
    SqlNestedFunction for one inside another of its kind; SqlForm for DISTINCT and FILTER of what
    is no aggregate, and for OVER of what computes on one row.
    """
    for window in tree.find_all(exp.Window):
        _check_over(window)
    for qualifier in tree.find_all(exp.Distinct, exp.Filter):
        _check_of_an_aggregate(qualifier)
    for select in tree.find_all(exp.Select):
        for clause, part in _row_by_row(select):
            for node in own_nodes(part):
                _refuse_here(node, clause)
        having = select.args.get("having")
        for node in own_nodes(having) if having is not None else ():
            if isinstance(node, exp.Window):
                _refuse(node, "HAVING", _AROUND)
    for node in tree.find_all(exp.AggFunc, exp.Window):
        _check_inside(node)


def _check_of_an_aggregate(node: exp.Expr) -> None:
    function = node.this if isinstance(node, exp.Filter) else node.parent
    if isinstance(function, exp.WithinGroup):
        function = function.this
    if function is None or isinstance(function, exp.Query):
        return
    of_no_aggregate = not isinstance(function, (exp.AggFunc, exp.RowNumber, exp.Order))
    if of_no_aggregate or (isinstance(node, exp.Distinct) and isinstance(function, _OF_EACH_ROW)):
        raise SqlForm(
            what="FILTER" if isinstance(node, exp.Filter) else "DISTINCT",
            expected_fr=_OF_AGGREGATES[0],
            expected_en=_OF_AGGREGATES[1],
            place=place_of(function),
        )


def _check_over(window: exp.Window) -> None:
    function = _function(window)
    if window.arg_key != "windows" and not isinstance(function, _OVER_ROWS):
        fr, en = _FOR_OVER
        place = place_of(function) or place_of(window)
        raise SqlForm(what="OVER", expected_fr=fr, expected_en=en, place=place)


def grouped_by(select: exp.Select) -> Iterator[exp.Expr]:
    """The expressions of GROUP BY, a number as the column of the result that it means: once."""
    group = select.args.get("group")
    if group is None:
        return
    stack = [*group.expressions]
    for key in ("rollup", "cube", "grouping_sets"):
        stack += group.args.get(key) or []
    positions: set[int] = set()
    while stack:
        each = stack.pop()
        if isinstance(each, _SETS):
            stack += [each.this] if isinstance(each, exp.Paren) else each.expressions
        elif isinstance(each, exp.Literal) and not each.is_string and each.name.isdigit():
            position = int(each.name)
            if 0 < position <= len(select.selects) and position not in positions:
                positions.add(position)
                yield select.selects[position - 1].unalias()
        else:
            yield each


def _row_by_row(select: exp.Select) -> Iterator[tuple[str, exp.Expr]]:
    where = select.args.get("where")
    if where is not None:
        yield "WHERE", where
    yield from (("GROUP BY", each) for each in grouped_by(select))
    for part in select.iter_expressions():
        for node in own_nodes(part):
            if isinstance(node, exp.Filter):
                yield "FILTER (WHERE …)", node.expression
    for join in select.args.get("joins") or ():
        condition = join.args.get("on")
        if condition is not None:
            yield "JOIN … ON", condition


def _refuse_here(node: exp.Expr, clause: str) -> None:
    if isinstance(node, exp.Window):
        _refuse(node, clause, _AROUND)
    elif is_aggregate(node):
        _refuse(node, clause, _HAVING if clause == "WHERE" else _AROUND)


def _refuse(node: exp.Expr, clause: str, instead: tuple[str, str]) -> None:
    function = _function(node)
    what = _name(function)
    fr, en = (each.format(what=what) for each in instead)
    raise SqlMisplacedFunction(
        what=what, clause=clause, instead_fr=fr, instead_en=en, place=place_of(function)
    )


def _check_inside(node: exp.Expr) -> None:
    """An aggregate of aggregates, a window of windows, or a window inside an aggregate."""
    if isinstance(node, exp.AggFunc) and window_of(node) is not None:
        return
    inner = exp.Window if isinstance(node, exp.Window) else (exp.AggFunc, exp.Window)
    for within in own_nodes(node):
        if within is not node and isinstance(within, inner):
            function = _function(within)
            raise SqlNestedFunction(
                what=_name(function), around=_name(_function(node)), place=place_of(function)
            )


def _function(node: exp.Expr) -> exp.Expr:
    while isinstance(node, (exp.Window, *_BETWEEN)):
        node = node.this
    return node


def _name(function: exp.Expr) -> str:
    match function:
        case exp.LogicalAnd():
            return "bool_and"
        case exp.LogicalOr():
            return "bool_or"
        case exp.ApproxQuantile():
            return said_of(function)
        case exp.Func():
            return function.sql_name().lower()
        case _:
            return "over"

"""The size of a statement once its CTEs and stars are spelt out: counted, never done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

from federation.problems import QueryTooComplex
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.rewrites.allow_list import MAX_DEPTH, MAX_NODES
from federation.size_problems import SqlLimit
from federation.sql.ctes import cte_of
from federation.sql.names import SqlNames
from federation.standards.standard_tables import MOST_ARMS, STANDARDS, is_standard, too_many_arms

MAX_CTES = 100
MAX_REFERENCES = 200
"""Of tables, each CTE counted as often as it is used by those that use it."""
MAX_COLUMNS = 2_000
"""Of any one query inside, its stars spelt out."""


def check_nodes(tree: exp.Query) -> None:
    """Raises QueryTooComplex, and SqlLimit for columns that are written out: before anything walks
    the tree by recursion, or again.
    """
    stack: list[tuple[exp.Expr, int]] = [(tree, 1)]
    count = 0
    while stack:
        node, depth = stack.pop()
        count += 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            raise QueryTooComplex(limit=MAX_NODES if count > MAX_NODES else MAX_DEPTH)
        if isinstance(node, exp.Select):
            _check_width(len(node.expressions))
        stack.extend((child, depth + 1) for child in node.iter_expressions())


def check_size(tree: exp.Query, names: SqlNames) -> None:
    """Raises SqlLimit. Each query inside is looked at once, however often it is used."""
    if sum(1 for _ in tree.find_all(exp.CTE)) > MAX_CTES:
        raise SqlLimit(limit=MAX_CTES, what_fr="expressions WITH", what_en="WITH expressions")
    if sum(_references(tree).values()) > MAX_REFERENCES:
        raise SqlLimit(
            limit=MAX_REFERENCES,
            what_fr="tables, chaque WITH compté autant de fois qu'il sert",
            what_en="tables, each WITH counted as often as it is used",
        )
    if sum(_references(tree, lambda table: _arms(table, names)).values()) > MOST_ARMS:
        raise too_many_arms()
    _Widths(names).of(tree)


def _arms(table: exp.Table, names: SqlNames) -> int:
    """Datasets that a table of a standard stands for; 0 for any other."""
    known = names.standards.get(table.name.lower()) if is_standard(table) else None
    return 0 if known is None else len(known.arms)


def _references(
    tree: exp.Query, weigh: Callable[[exp.Table], int] = lambda _: 1
) -> Mapping[int, int]:
    """The weight of the tables that the root reads, or a CTE if that is more, each CTE counted for
    each use: {id(tree): n}.
    """
    own: dict[int, list[tuple[int, exp.CTE | None]]] = {}
    for table in tree.find_all(exp.Table):
        holder = table.find_ancestor(exp.CTE)
        own.setdefault(id(holder or tree), []).append((weigh(table), cte_of(table)))
    counted: dict[int, int] = {}

    def count(holder: exp.Expr) -> int:
        if id(holder) not in counted:
            counted[id(holder)] = sum(
                weight if of is None else weight + count(of)
                for weight, of in own.get(id(holder), ())
            )
        return counted[id(holder)]

    unused = (count(each) for each in tree.find_all(exp.CTE))
    return {id(tree): max(count(tree), *unused, 0)}


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise SqlLimit(limit=MAX_COLUMNS, what_fr="colonnes", what_en="columns")


class _Widths:
    """The number of columns of each query; raises SqlLimit beyond MAX_COLUMNS."""

    def __init__(self, names: SqlNames) -> None:
        self._names = names
        self._known: dict[int, int] = {}

    def of(self, tree: exp.Query) -> None:
        # What is inside comes first: from the last of a breadth-first walk to its root.
        for node in reversed(list(tree.walk(bfs=True))):
            if isinstance(node, exp.Query):
                self._width(node)

    def _width(self, node: exp.Expr) -> int:
        if id(node) in self._known:
            return self._known[id(node)]
        self._known[id(node)] = 1
        match node:
            case exp.Select():
                width = sum(self._selected(each, node) for each in node.expressions)
            case exp.SetOperation() | exp.Subquery() | exp.CTE():
                width = self._width(node.this)
            case exp.Table():
                width = self._table(node)
            case exp.Values():
                width = max((len(each.expressions) for each in node.expressions[:1]), default=1)
            case _:
                width = 1
        _check_width(width)
        self._known[id(node)] = width
        return width

    def _selected(self, each: exp.Expr, select: exp.Select) -> int:
        if isinstance(each, exp.Star):
            return sum(self._width(source) for source in _sources(select))
        if isinstance(each, exp.Column) and isinstance(each.this, exp.Star):
            named = (s for s in _sources(select) if s.alias_or_name.lower() == each.table.lower())
            return max((self._width(source) for source in named), default=1)
        return 1

    def _table(self, table: exp.Table) -> int:
        cte = cte_of(table)
        if cte is not None:
            return self._width(cte)
        parts = [part.name.lower() for part in table.parts]
        if parts[0] == REFERENCE and parts[-1] in REFERENCE_TABLES:
            return len(REFERENCE_TABLES[parts[-1]].columns)
        if parts[0] == STANDARDS and parts[-1] in self._names.standards:
            return len(self._names.standards[parts[-1]].column_names)
        dataset = self._names.dataset(*parts) if len(parts) == 2 else None
        return 1 if dataset is None else len(dataset.columns)


def _sources(select: exp.Select) -> Iterator[exp.Expr]:
    start = select.args.get("from_")
    if start is not None:
        yield start.this
    for join in select.args.get("joins") or ():
        yield join.this

"""The ratios of a statement whose two sides can be derived, and what counts what each side covers.

`sum(c.montant) / sum(t.tonnage)` divides in silence the costs of 52 communes by the tonnes of 34. A
side is a sum, a count or a mean of a column over the rows of one SELECT, found through aliases of
WITH and of subqueries. What is written otherwise is not derived, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from federation.plan import TRINO
from federation.sql.falling_out import queries_before
from federation.to_sql import write_sql

_AGGREGATES = (exp.Sum, exp.Avg, exp.Count)
_SAME_VALUE = (
    exp.Alias,
    exp.Paren,
    exp.Cast,
    exp.TryCast,
    exp.Round,
    exp.Nullif,
    exp.Coalesce,
    exp.Neg,
)
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of a table that say where and when its rows are: each a name, None where there is
    none. `categories`: columns that say what kind of thing a row is; a commune without a row of
    some kind is covered all the same. `is_anybodys`: a table of reference, which covers every
    commune and day that it is asked for.
    """

    columns: frozenset[str]
    commune: str | None = None
    day: str | None = None
    year: str | None = None
    categories: frozenset[str] = frozenset()
    is_anybodys: bool = False


Places = Callable[[exp.Table], Place | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a ratio: a column (None: rows) of `table`, added up over the rows of `rows`."""

    rows: exp.Select
    table: exp.Table
    column: exp.Column | None

    @property
    def name(self) -> str:
        what = "*" if self.column is None else self.column.name
        return f"{self.table.alias_or_name}.{what}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """`name` as the statement calls it, or as it is written."""

    name: str
    over: Side
    under: Side


def ratios_of(statement: str, places: Places) -> tuple[exp.Expr, tuple[Ratio, ...]] | None:
    """The statement as a tree, and those of its ratios that can be derived; None without one."""
    try:
        tree = sqlglot.parse_one(statement, dialect=TRINO)
    except SqlglotError:
        return None
    deriving = _Deriving(tree, places)
    ratios = tuple(one for one in map(deriving.ratio, tree.find_all(exp.Div)) if one is not None)
    return (tree, ratios) if ratios else None


def counting_unfilled(ratio: Ratio, tree: exp.Expr) -> str | None:
    """(rows that fill the upper side alone, the lower side alone), where both are of one SELECT."""
    if ratio.over.rows is not ratio.under.rows or ratio.over.column == ratio.under.column:
        return None
    over, under = _is_filled(ratio.over), _is_filled(ratio.under)
    counted = [
        exp.Coalesce(
            this=exp.Sum(this=exp.Case(ifs=[_if(exp.and_(*pair))], default=exp.Literal.number(0))),
            expressions=[exp.Literal.number(0)],
        )
        for pair in ((over, exp.not_(under)), (under.copy(), exp.not_(over.copy())))
    ]
    names = ("seul_en_haut", "seul_en_bas")
    columns = [exp.alias_(one, name) for one, name in zip(counted, names, strict=True)]
    return _written(_rows_of(ratio.over.rows, columns), ratio.over.rows, tree)


def covering(side: Side, places: Places, tree: exp.Expr) -> str | None:
    """(code, months, first, last, years, first year, last year) for each commune of its rows; None
    where they have no commune.
    """
    placed = _placed(side, places)
    if placed is None:
        return None
    table, place = placed
    alias = table.alias_or_name
    code = exp.cast(exp.column(str(place.commune), table=alias), "varchar")
    month: exp.Expr = exp.null()
    year: exp.Expr = exp.null()
    if place.day is not None:
        day = exp.column(place.day, table=alias)
        year = exp.Year(this=day)
        month = exp.Add(
            this=exp.Mul(this=exp.Year(this=day.copy()), expression=exp.Literal.number(100)),
            expression=exp.Month(this=day.copy()),
        )
    elif place.year is not None:
        year = exp.column(place.year, table=alias)
    columns: list[exp.Expr] = [exp.alias_(code, "code")]
    for name, value in (("mois", month), ("annee", year)):
        times = _times(value)
        columns += [exp.alias_(one, f"{name}_{at}") for at, one in enumerate(times)]
    select = _of_all_kinds(_rows_of(side.rows, columns), side, places)
    if side.column is not None:
        select = select.where(_is_filled(side))
    return _written(select.group_by(exp.Literal.number(1)), side.rows, tree)


def has_commune(side: Side, places: Places) -> bool:
    return _placed(side, places) is not None


def _of_all_kinds(select: exp.Select, side: Side, places: Places) -> exp.Select:
    """Without the conditions that choose kinds of things alone."""
    place, where = places(side.table), select.args.get("where")
    if where is None or place is None:
        return select
    kept = [one for one in _conjuncts(where.this) if not _is_of_kinds(one, side.table, place)]
    select.set("where", None)
    return select.where(*(one.copy() for one in kept))


def _is_of_kinds(condition: exp.Expr, table: exp.Table, place: Place) -> bool:
    alias = table.alias_or_name.lower()
    columns = list(condition.find_all(exp.Column))
    return bool(columns) and all(
        one.table.lower() in {"", alias} and one.name.lower() in place.categories for one in columns
    )


def _times(value: exp.Expr) -> tuple[exp.Expr, ...]:
    if isinstance(value, exp.Null):
        return tuple(exp.cast(exp.null(), "bigint") for _ in range(3))
    count = exp.Count(this=exp.Distinct(expressions=[value]))
    return count, exp.Min(this=value.copy()), exp.Max(this=value.copy())


def _placed(side: Side, places: Places) -> tuple[exp.Table, Place] | None:
    """The table that says of which commune the rows are: that of the column, else another."""
    for table in (side.table, *_tables(side.rows)):
        place = places(table)
        if place is not None and place.commune is not None:
            return table, place
    return None


def _is_filled(side: Side) -> exp.Expr:
    return exp.true() if side.column is None else exp.not_(side.column.copy().is_(exp.null()))


def _if(condition: exp.Expr) -> exp.If:
    return exp.If(this=condition, true=exp.Literal.number(1))


def _rows_of(select: exp.Select, columns: list[exp.Expr]) -> exp.Select:
    """Other columns of the same rows, before they are grouped."""
    made = exp.select(*columns)
    for part in ("from_", "joins", "where"):
        value = select.args.get(part)
        if value:
            copied = [one.copy() for one in value] if isinstance(value, list) else value.copy()
            made.set(part, copied)
    return made


def _written(select: exp.Select, rows: exp.Select, tree: exp.Expr) -> str | None:
    if select.find(exp.Placeholder) is not None:
        return None
    if before := queries_before(rows, tree):
        select.set("with_", exp.With(expressions=before))
    return write_sql(select, TRINO)


def _tables(select: exp.Select) -> Iterator[exp.Table]:
    for source in _sources(select):
        if isinstance(source, exp.Table):
            yield source


def _sources(select: exp.Select) -> Iterator[exp.Expr]:
    from_ = select.args.get("from_")
    if from_ is not None:
        yield from_.this
    for join in select.args.get("joins") or ():
        yield join.this


class _Deriving:
    def __init__(self, tree: exp.Expr, places: Places) -> None:
        self.tree, self.places = tree, places

    def ratio(self, division: exp.Div) -> Ratio | None:
        select = division.find_ancestor(exp.Select)
        if select is None:
            return None
        over = self._side(division.left, select, _DEEPEST)
        under = self._side(division.right, select, _DEEPEST)
        if over is None or under is None:
            return None
        alias = division.find_ancestor(exp.Alias)
        is_own = alias is not None and alias.find_ancestor(exp.Select) is select
        name = alias.alias if alias is not None and is_own else division.sql(TRINO)
        return Ratio(name, *self._apart(over, under))

    def _side(self, expression: exp.Expr, select: exp.Select, left: int) -> Side | None:
        value = _bare(expression)
        if left == 0 or isinstance(value.parent, exp.Window | exp.Filter):
            return None
        if isinstance(value, _AGGREGATES):
            return self._aggregate(value, select, left)
        if isinstance(value, exp.Subquery):
            inner = value.this
            is_one = isinstance(inner, exp.Select) and len(inner.expressions) == 1
            return self._side(inner.expressions[0], inner, left - 1) if is_one else None
        if isinstance(value, exp.Column):
            source = self._source(value, select)
            is_base = isinstance(source, exp.Table)
            return None if is_base else self._through(value, source, select, left)
        return None

    def _aggregate(self, value: exp.Expr, select: exp.Select, left: int) -> Side | None:
        """Of rows, those of the first table; of what another query has added up, that one."""
        counted = value.this
        if isinstance(counted, exp.Star):
            first = next(_sources(select), None)
            is_base = isinstance(first, exp.Table) and self.places(first) is not None
            return Side(select, first, None) if isinstance(first, exp.Table) and is_base else None
        column = None if counted is None else _bare(counted)
        if not isinstance(column, exp.Column):
            return None
        source = self._source(column, select)
        if isinstance(source, exp.Table):
            return Side(select, source, column)
        return self._through(column, source, select, left)

    def _through(
        self, column: exp.Column, source: exp.Expr | None, select: exp.Select, left: int
    ) -> Side | None:
        """The side that a column is in its query; None where `select` leaves rows of it out."""
        if not isinstance(source, exp.Select) or select.args.get("where") is not None:
            return None
        shown = next((one for one in source.expressions if one.alias_or_name == column.name), None)
        return None if shown is None else self._side(shown, source, left - 1)

    def _source(self, column: exp.Column, select: exp.Select) -> exp.Expr | None:
        """The table of the catalog that has it, or the query that gives it its name."""
        queries = {one.alias.lower(): one.this for one in queries_before(select, self.tree)}
        for source in _sources(select):
            if column.table and source.alias_or_name.lower() != column.table.lower():
                continue
            is_query = isinstance(source, exp.Table) and not source.db
            inner = (
                queries.get(source.name.lower()) if is_query else
                source.this if isinstance(source, exp.Subquery) else source
            )  # fmt: skip
            if isinstance(inner, exp.Table):
                place = self.places(inner)
                if place is not None and column.name.lower() in place.columns:
                    return inner
            elif isinstance(inner, exp.Select) and any(
                one.alias_or_name == column.name for one in inner.expressions
            ):
                return self._own(inner)
        return None

    def _own(self, query: exp.Select) -> exp.Select:
        """The very node of the tree, of which `queries_before` gives copies."""
        return next((one for one in self.tree.find_all(exp.Select) if one == query), query)

    def _apart(self, over: Side, under: Side) -> tuple[Side, Side]:
        """Of two tables of data that one SELECT joins, each alone: what the join loses is told."""
        tables = over.table, under.table
        known = [self.places(one) for one in tables]
        is_joined = over.rows is under.rows and over.table is not under.table
        if not is_joined or any(one is None or one.is_anybodys for one in known):
            return over, under
        return self._alone(over), self._alone(under)

    def _alone(self, side: Side) -> Side:
        where = side.rows.args.get("where")
        conditions = [] if where is None else _conjuncts(where.this)
        own = [
            one.copy()
            for one in conditions
            if all(self._source(each, side.rows) is side.table for each in one.find_all(exp.Column))
        ]
        alone = exp.select("*").from_(side.table.copy())
        for one in own:
            alone = alone.where(one)
        return Side(alone, side.table, side.column)


def _conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _bare(expression: exp.Expr) -> exp.Expr:
    """Without what changes no coverage: casts, rounding, a factor."""
    while True:
        if isinstance(expression, _SAME_VALUE):
            expression = expression.this
        elif isinstance(expression, exp.Mul | exp.Div) and _is_number(expression.right):
            expression = expression.left
        elif isinstance(expression, exp.Mul) and _is_number(expression.left):
            expression = expression.right
        else:
            return expression


def _is_number(expression: exp.Expr) -> bool:
    bare = expression.this if isinstance(expression, exp.Paren | exp.Cast) else expression
    return isinstance(bare, exp.Literal) and not bare.is_string

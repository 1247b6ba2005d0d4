"""Tells whether a query only stacks rows of several datasets and adds them up, or relates them.

Rows are stacked by UNION ALL; then they may be filtered, ordered, cut and grouped. Anything that
could tell which rows of two datasets go together relates them, and is a combination: a join, a
window, a subquery in an expression, DISTINCT, UNION, INTERSECT, EXCEPT; an aggregate that counts
distinct values or lists them; groups of one row (by a whole primary key); a column that holds
something for one dataset and is empty for another, or tells them apart inside an aggregate, since
grouped by a common value that is a join. A query that is not known to add up relates.

A mass in one unit beside a mass in another may be stacked once both are in one, and codes once a
standard's own table has made one list of two: each stays the cell that it was. A column that one
dataset does not have is empty for all its rows, hence a label of theirs.

The tree is looked at once its names are resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from federation.reference import INLINE_TABLES, is_inline
from federation.rewrites.context import Context
from federation.rewrites.lexical import is_cte_reference
from federation.rewrites.scopes import dataset_of, is_reference
from federation.standards.stacked_values import (
    TELL_APART,
    Kind,
    Output,
    converted,
    is_recoded,
    of_both,
)

_SUMS = (exp.Sum, exp.Count, exp.Min, exp.Max, exp.Avg, exp.ApproxQuantile)
_OF_A_DAY = (exp.TimestampTrunc, exp.DateTrunc, exp.Extract, exp.Year, exp.Month)
_OWN = frozenset(
    {"expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset"}
)
_OF_A_JOIN = frozenset({"this", "on", "side", "kind"})
_OF_A_SOURCE = frozenset({"this", "alias", "db"})
_OF_A_UNION = frozenset({"this", "expression", "order", "limit", "offset"})


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of which datasets they are, and their columns in order."""

    datasets: frozenset[str]
    outputs: tuple[Output, ...]

    def named(self, name: str) -> Output | None:
        found = [each for each in self.outputs if each.name == name]
        return found[0] if len(found) == 1 else None


_Known = Mapping[str, _Rows]


class _Relates(Exception):  # noqa: N818 - a way out, not an error
    """Never leaves this module: what is looked at is not known to add up."""


def only_adds_up(tree: exp.Query, context: Context) -> bool:
    """TRUE for a query over one dataset too: it has no two to relate."""
    try:
        _rows(tree, {}, context)
    except _Relates:
        return False
    return True


def _rows(query: exp.Expr, known: _Known, context: Context) -> _Rows:
    query = query.unnest()
    if not isinstance(query, exp.Query):
        raise _Relates
    known = {**known, **dict(_tables_named(query, known, context))}
    datasets = frozenset(_datasets_in(query, known, context))
    if isinstance(query, exp.Select):
        if len(datasets) > 1:
            return _added_up(query, known, context)
        return _Rows(datasets, tuple(_outputs_of_one(query, known, context)))
    if isinstance(query, exp.Union) and query.args.get("distinct") is False:
        return _stacked(query, known, context)
    if len(datasets) > 1:
        raise _Relates
    read = frozenset(_all_read(query, context))
    return _Rows(datasets, tuple(Output(each, Kind.COMPUTED, read) for each in query.named_selects))


def _tables_named(query: exp.Query, known: _Known, context: Context) -> Iterator[tuple[str, _Rows]]:
    """The names of a WITH, each with its query's rows, read with those that stand before it."""
    clause = query.args.get("with_")
    if clause is None:
        return
    if clause.args.get("recursive"):
        raise _Relates
    before = dict(known)
    for cte in clause.expressions:
        rows = _rows(cte.this, before, context)
        if cte.args["alias"].args.get("columns"):
            names = [each.name for each in cte.args["alias"].args["columns"]]
            rows = _renamed(rows, names)
        before[cte.alias] = rows
        yield cte.alias, rows


def _renamed(rows: _Rows, names: list[str]) -> _Rows:
    if len(names) != len(rows.outputs):
        raise _Relates
    outputs = zip(names, rows.outputs, strict=True)
    return _Rows(rows.datasets, tuple(replace(each, name=name) for name, each in outputs))


def _datasets_in(query: exp.Query, known: _Known, context: Context) -> Iterator[str]:
    for table in query.find_all(exp.Table):
        bound = dataset_of(table, context)
        if bound is not None:
            yield bound.dataset.id
        elif is_cte_reference(table):
            # One that is inside an inner WITH holds tables that are met anyway.
            yield from known[table.name].datasets if table.name in known else ()
        elif not (is_reference(table) or is_inline(table)):
            raise _Relates


def _all_read(query: exp.Query, context: Context) -> Iterator[tuple[str, str]]:
    """Every column of every dataset in it: more than what a column of it is made of."""
    for table in query.find_all(exp.Table):
        bound = dataset_of(table, context)
        if bound is not None:
            yield from ((bound.dataset.id, each.name) for each in bound.dataset.columns)


def _stacked(query: exp.Union, known: _Known, context: Context) -> _Rows:
    if not _has_only(query, _OF_A_UNION) or _asks(query.args.get("order")):
        raise _Relates
    left = _rows(query.this, known, context)
    right = _rows(query.expression, known, context)
    if len(left.outputs) != len(right.outputs):
        raise _Relates
    datasets = left.datasets | right.datasets
    pairs = zip(left.outputs, right.outputs, strict=True)
    outputs = tuple(of_both(one, two) for one, two in pairs)
    if len(datasets) > 1 and any(each.kind is Kind.COMPUTED for each in outputs):
        raise _Relates
    return _Rows(datasets, outputs)


def _outputs_of_one(query: exp.Select, known: _Known, context: Context) -> Iterator[Output]:
    """Of a SELECT over one dataset, which may do with it what it likes."""
    sources = _sources(query, known, context)
    everything = frozenset(_all_read(query, context)).union(
        *(each.read for rows in sources.values() if rows is not None for each in rows.outputs)
    )

    for each in query.expressions:
        output = _output(each.unalias(), sources) or Output("", Kind.COMPUTED, everything)
        yield replace(output, name=each.alias_or_name)


def _output(of: exp.Expr, sources: Mapping[str, _Rows | None]) -> Output | None:
    """Of one value of a SELECT over one dataset; None for what is computed of it."""
    value = of.unnest()
    if isinstance(value, exp.Null):
        return Output("", Kind.EMPTY)
    if isinstance(value, exp.Literal | exp.Placeholder):
        return Output("", Kind.LABEL)
    if isinstance(value, exp.Column):
        found = sources.get(value.table)
        return None if found is None else found.named(value.name)
    if isinstance(value, exp.Count) and not _is_distinct(value):
        return Output("", Kind.CELL)
    return _output_of_cell(value, sources)


def _output_of_cell(value: exp.Expr, sources: Mapping[str, _Rows | None]) -> Output | None:
    """Of a cell of another type, a sum, a day cut, a unit or a list of codes that is another."""
    if isinstance(value, exp.Cast):
        return _output(value.this, sources)
    if isinstance(value, _OF_A_DAY):
        columns = list(value.find_all(exp.Column))
        return _output(columns[0], sources) if len(columns) == 1 else None
    is_sum = isinstance(value, _SUMS) and not _is_distinct(value)
    if not is_sum and not isinstance(value, exp.Mul | exp.Case):
        return None
    cell = None if value.this is None else _output(value.this, sources)
    if cell is None or cell.kind is not Kind.CELL:
        # A sum of constants could be made empty for one arm alone.
        return None
    if isinstance(value, exp.Mul):
        return converted(value, cell)
    is_computed = isinstance(value, exp.Case) and not is_recoded(value, cell)
    return None if is_computed else cell


def _sources(query: exp.Select, known: _Known, context: Context) -> dict[str, _Rows | None]:
    """By alias; None for what is not rows of a query or of a dataset."""
    from_ = query.args.get("from_")
    joined = [each.this for each in query.args.get("joins") or ()]
    found: dict[str, _Rows | None] = {}
    for source in ([] if from_ is None else [from_.this]) + joined:
        found[source.alias_or_name] = _source(source, known, context)
    return found


def _source(source: exp.Expr, known: _Known, context: Context) -> _Rows | None:
    alias = source.args.get("alias")
    if alias is not None and alias.args.get("columns"):
        return None
    if isinstance(source, exp.Subquery):
        return _rows(source, known, context)
    if not isinstance(source, exp.Table):
        return None
    if is_inline(source):
        names = INLINE_TABLES[source.name].column_names
        return _Rows(frozenset(), tuple(Output(each, Kind.COMPUTED) for each in names))
    bound = dataset_of(source, context)
    if bound is None:
        return known.get(source.name) if is_cte_reference(source) else None
    of = bound.dataset.id
    columns = (
        Output(
            each.name,
            Kind.CELL,
            frozenset({(of, each.name)}),
            each.unit,
            codes=frozenset((one.word, one.code) for one in each.codes),
        )
        for each in bound.dataset.columns
    )
    return _Rows(frozenset({of}), tuple(columns))


def _added_up(query: exp.Select, known: _Known, context: Context) -> _Rows:
    """A SELECT over stacked rows, and tables of reference beside them."""
    from_ = query.args.get("from_")
    joins = query.args.get("joins") or []
    if from_ is None or not _has_only(query, _OWN):
        raise _Relates
    if not all(_has_only(each, _OF_A_JOIN) for each in joins):
        raise _Relates
    read = {
        each.this.alias_or_name: _plain_source(each.this, known, context)
        for each in [from_, *joins]
    }
    # Beside rows that are stacked, tables of reference alone, which are of no dataset.
    if len(read) != 1 + len(joins) or sum(bool(each.datasets) for each in read.values()) != 1:
        raise _Relates
    parts = [query.args.get(each) for each in ("where", "group", "having", "order")]
    for part in [*query.expressions, *(each.args.get("on") for each in joins), *parts]:
        if part is not None:
            _check_part(part, read)
    group = query.args.get("group")
    if group is not None:
        _check_groups(group, query.expressions, read, context)
    datasets = frozenset[str]().union(*(each.datasets for each in read.values()))
    return _Rows(datasets, tuple(_seen(each, read) for each in query.expressions))


def _plain_source(source: exp.Expr, known: _Known, context: Context) -> _Rows:
    rows = _source(source, known, context) if _has_only(source, _OF_A_SOURCE) else None
    if rows is None:
        raise _Relates
    return rows


def _output_of(column: exp.Column, read: _Known) -> Output | None:
    """None for a name of what is selected, which ORDER BY may say."""
    if not column.table:
        return None
    found = read[column.table].named(column.name) if column.table in read else None
    if found is None:
        raise _Relates
    return found


def _check_part(part: exp.Expr, read: _Known) -> None:
    if _asks(part) or part.find(exp.Window, exp.Distinct, exp.Filter, exp.Anonymous) is not None:
        raise _Relates
    if not all(isinstance(each, _SUMS) for each in part.find_all(exp.AggFunc)):
        raise _Relates
    if not all(isinstance(each.parent, exp.Count) for each in part.find_all(exp.Star)):
        raise _Relates
    for column in part.find_all(exp.Column):
        output = _output_of(column, read)
        if output is not None and output.kind in TELL_APART and not _stands_alone(column):
            raise _Relates


def _stands_alone(column: exp.Column) -> bool:
    """Shown, grouped or ordered by as it is, or in the WHERE, which keeps rows or leaves them."""
    if isinstance(_with_type(column).parent, exp.Select | exp.Alias | exp.Group | exp.Ordered):
        return True
    return isinstance(column.find_ancestor(exp.Where, exp.AggFunc, exp.Select), exp.Where)


def _with_type(column: exp.Expr) -> exp.Expr:
    """The column with the types that it is told as: still the same value."""
    while type(column.parent) is exp.Cast:
        column = column.parent
    return column


def _check_groups(
    group: exp.Group, shown: list[exp.Expr], sources: _Known, context: Context
) -> None:
    """By what many rows have: a whole key, or the key of a unit, brings together one of each."""
    if not _has_only(group, frozenset({"expressions"})):
        raise _Relates
    read: set[tuple[str, str]] = set()
    for each in group.expressions:
        said = each
        if isinstance(each, exp.Literal):
            # `GROUP BY 1` says the first of what is shown.
            if not each.is_int or not 0 < int(each.name) <= len(shown):
                raise _Relates
            said = shown[int(each.name) - 1]
        for column in said.find_all(exp.Column):
            output = _output_of(column, sources)
            if output is None:
                raise _Relates
            read |= output.read
    for bound in context.datasets.values():
        dataset = bound.dataset
        by = {name for of, name in read if of == dataset.id}
        key = {dataset.column(each).name for each in dataset.primary_key}
        unit = None if dataset.unit_key is None else dataset.column(dataset.unit_key).name
        if (key and key <= by) or unit in by:
            raise _Relates


def _seen(shown: exp.Expr, sources: _Known) -> Output:
    value = shown.unalias()
    while type(value) is exp.Cast:
        value = value.this
    if isinstance(value, exp.Column) and (found := _output_of(value, sources)) is not None:
        return Output(shown.alias_or_name, found.kind, found.read)
    columns = (_output_of(each, sources) for each in value.find_all(exp.Column))
    read = frozenset[tuple[str, str]]().union(*(each.read for each in columns if each is not None))
    return Output(shown.alias_or_name, Kind.COMPUTED, read)


def _is_distinct(aggregate: exp.Expr) -> bool:
    return aggregate.find(exp.Distinct) is not None


def _asks(part: exp.Expr | None) -> bool:
    return part is not None and part.find(exp.Query) is not None


def _has_only(node: exp.Expr, allowed: frozenset[str]) -> bool:
    return all(not value or name in {*allowed, "with_"} for name, value in node.args.items())

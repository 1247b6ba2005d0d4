"""The columns that a query names of its datasets, before anybody knows what it may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlglot import exp

from federation.linked_rows import stacked
from federation.logical import LogicalQuery

ColumnNames = frozenset[tuple[str, str]]
"""(`schema.table`, column); the column is `*` where all are asked for, `ORDERED` for any that puts
the rows of a page in order.
"""
ORDERED = "order by"


def columns_named(queries: Iterable[LogicalQuery]) -> ColumnNames:
    """Every column that these queries could mean: one without its table's name counts for each."""
    return frozenset(pair for each in queries for pair in _named(each))


def _named(query: LogicalQuery) -> Iterable[tuple[str, str]]:
    """Names (table, column) in a query, repeated for the datasets that its tree does not hold."""
    pairs = frozenset(_pairs(stacked(query).tree))
    yield from pairs
    for repeat in query.repeats:
        pattern = f"{repeat.pattern.owner}.{repeat.pattern.name}"
        columns = [column for table, column in pairs if table == pattern]
        yield from ((f"{arm.owner}.{arm.name}", name) for arm in repeat.others for name in columns)


def _pairs(tree: exp.Query) -> Iterable[tuple[str, str]]:
    tables = defaultdict[str, set[str]](set)
    for table in tree.find_all(exp.Table):
        if table.args.get("db"):
            tables[table.alias_or_name].add(f"{table.db}.{table.name}")
    everywhere = frozenset[str]().union(*tables.values())
    for column in tree.find_all(exp.Column):
        meant = tables.get(column.table, ()) if column.table else everywhere
        yield from ((table, column.name) for table in meant)
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count | exp.Column):
            yield from ((table, "*") for table in everywhere)

"""The rows of text files as values of the declared types, each column under its `value_name`."""

from __future__ import annotations

from sqlglot import exp

from catalog.caches import remembered
from federation.plan import DUCKDB, PlannedTable
from federation.rewrites.govern_tables import SOURCE
from federation.rewrites.typed_columns import typed_column
from federation.source_text import value_name
from federation.to_sql import lower_tree

_MOST_REMEMBERED = 256


def text_values(rows: exp.Query, table: PlannedTable) -> exp.Query:
    """`rows` are the cells, by source name: whoever reads a column that is not among them fails,
    and nobody else.
    """
    values = _lowered(table, tuple(rows.named_selects)).copy()
    return values.from_(rows.subquery(SOURCE, copy=False), copy=False)


@remembered(maxsize=_MOST_REMEMBERED)
def _lowered(table: PlannedTable, names: tuple[str, ...]) -> exp.Select:
    """For DuckDB, over the table itself; it is copied, never changed."""
    dataset, storage = table.dataset, table.storage
    values = [
        exp.alias_(
            typed_column(dataset, column, storage.kind, SOURCE), value_name(column), quoted=True
        )
        for column in dataset.columns
        if column.source_name in names
    ]
    physical = exp.table_(dataset.id, db=storage.id, quoted=True, alias=SOURCE)
    lowered = lower_tree(exp.select(*values).from_(physical), DUCKDB, (table,))
    if not isinstance(lowered, exp.Select):
        raise TypeError("columns of one table are selected")
    return lowered

"""A result that holds several levels of linked rows, as the rows of its page with their lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from federation.linked_queries import AT, OF
from federation.linked_rows import LEVEL
from federation.logical import NodeId, Stack, StackedLevel

WithIds = Callable[[pa.Table, NodeId], pa.Table]
"""The rows of a level with their identifiers, as sealed for their reader."""


def rows_with_lists(table: pa.Table, stack: Stack, with_ids: WithIds) -> pa.Table:
    """The rows of the page, under their own names; beside them a column for each level linked to
    them, of lists of structs, or of structs where it has one row at most (null: none).

    `table` is canonical, in the order of `federation.linked_rows`.
    """
    levels = {level.name: _level(table, at, level) for at, level in enumerate(stack.levels)}
    for level in stack.levels:
        if level.node_id is not None:
            levels[level.name] = with_ids(levels[level.name], level.node_id)
    first, *others = stack.levels
    for level in reversed(others):
        rows, above = levels[level.name], str(level.above)
        place = _lists if not level.is_single else _singles
        levels[above] = levels[above].append_column(
            level.name, place(_struct(rows.drop_columns([AT, OF])), rows.column(OF), levels[above])
        )
    return levels[first.name].drop_columns([AT, OF])


def linked_rows_of(table: pa.Table, stack: Stack) -> Mapping[str, int]:
    """The number of rows read that are linked to those of the page, by dataset (id)."""
    rows: dict[str, int] = {}
    for level in pc.value_counts(_whole(table.column(LEVEL))).to_pylist():
        if level["values"]:
            dataset = stack.levels[level["values"]].dataset
            rows[dataset] = rows.get(dataset, 0) + level["counts"]
    return rows


def _level(table: pa.Table, at: int, level: StackedLevel) -> pa.Table:
    rows = table.filter(pc.equal(table.column(LEVEL), at))
    slots = [AT, OF, *(slot for _, slot in level.columns)]
    names = [AT, OF, *(name for name, _ in level.columns)]
    columns = [_whole(rows.column(slot)) for slot in slots]
    return pa.Table.from_arrays(columns, names=names)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _struct(rows: pa.Table) -> pa.StructArray:
    if not rows.num_columns:
        # What a row shows may be its kind alone; a struct has its length of its fields.
        rows = rows.append_column("", pa.nulls(rows.num_rows, pa.bool_()))
    return pa.StructArray.from_arrays([_whole(each) for each in rows.columns], rows.column_names)


def _lists(rows: pa.StructArray, of: pa.ChunkedArray, above: pa.Table) -> pa.ListArray:
    """`rows` are in the order of those above; `of` are numbers among theirs, which are from 1."""
    counted = pc.value_counts(_whole(of))
    places = pc.index_in(above.column(AT), value_set=counted.field("values"))
    lengths = pc.fill_null(pc.take(counted.field("counts"), _whole(places)), 0)
    ends = pc.cast(pc.cumulative_sum(lengths), pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    return pa.ListArray.from_arrays(offsets, rows)


def _singles(rows: pa.StructArray, of: pa.ChunkedArray, above: pa.Table) -> pa.StructArray:
    places = pc.index_in(above.column(AT), value_set=_whole(of))
    return pc.take(rows, _whole(places))

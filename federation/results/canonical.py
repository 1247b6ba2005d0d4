"""The one Arrow form of a result, whatever engine gave it, with nothing hidden inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from federation.logical import WireType
from federation.problems import SourceChanged
from federation.wire_types import SCALARS
from intake.arrow_types import ARROW_TYPES

CANONICAL_TYPES: Mapping[WireType, pa.DataType] = {
    wire: ARROW_TYPES.get(scalar, pa.string()) for wire, scalar in SCALARS.items()
}
"""A decimal, whose digits are not known here, is its exact text."""
_DAYS = (-719_162, 2_932_896)
_MICROSECONDS = (_DAYS[0] * 86_400_000_000, (_DAYS[1] + 1) * 86_400_000_000 - 1)
# From 0001-01-01 to the end of 9999, and of a day, as the type counts it.
_EDGES = {
    pa.date32(): _DAYS,
    pa.time64("us"): (0, 86_399_999_999),
    pa.timestamp("us"): _MICROSECONDS,
    pa.timestamp("us", "UTC"): _MICROSECONDS,
}
_TEXTS = (pa.string(), pa.large_string(), pa.string_view())


def canonical_table(table: pa.Table, columns: Sequence[tuple[str, WireType]]) -> pa.Table:
    """`columns` in their order, each one chunk of its canonical type, rebuilt.

    SourceChanged when a column is missing or its type does not widen to the canonical one without
    loss. Rebuilt: an engine's buffers may hold, under a null, beside a slice or in a dictionary,
    values that the rows do not show (a mask leaves them there), and Arrow would send those bytes.
    """
    if table.num_columns != len(columns):
        raise SourceChanged(column=columns[0][0] if columns else "")
    writable = [
        _writable(_canonical(table.column(index), wire, name))
        for index, (name, wire) in enumerate(columns)
    ]
    named = pa.Table.from_arrays(writable, names=[name for name, _ in columns])
    # `take` writes new buffers: zeros under nulls, only the text that is shown.
    return named.take(pa.arange(0, named.num_rows)).combine_chunks()


def canonical_batch(
    batches: Sequence[pa.RecordBatch], columns: Sequence[tuple[str, WireType]]
) -> pa.RecordBatch:
    """The same of a few batches, which have at least one row between them, as one."""
    (made,) = canonical_table(pa.Table.from_batches(batches), columns).to_batches()
    return made


def rebuilt_batch(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The rows of `batch` as `schema` says them, in buffers that hold nothing else.

    A slice still points to the whole that it is cut from, and Arrow would send some of it. Exact
    decimals, which are text in a canonical batch, become numbers where `schema` knows their digits.
    """
    columns = [
        column if column.type == kind else pc.cast(column, kind)
        for column, kind in zip(batch.columns, schema.types, strict=True)
    ]
    whole = pa.RecordBatch.from_arrays(columns, schema=schema)
    return whole.take(pa.arange(0, batch.num_rows))


def _writable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Null where no JSON and no ISO 8601 form exists: NaN, infinities, years beyond four digits."""
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_finite(column), column, None)
    if pa.types.is_temporal(column.type):
        edges = _EDGES[column.type]
        found = pc.min_max(column)
        lowest, highest = found["min"].value, found["max"].value
        if lowest is None or (edges[0] <= lowest and highest <= edges[1]):
            return column
        first, last = (pa.scalar(edge, column.type) for edge in edges)
        inside = pc.and_(pc.greater_equal(column, first), pc.less_equal(column, last))
        return pc.if_else(inside, column, None)
    return column


def _canonical(column: pa.ChunkedArray, wire: WireType, name: str) -> pa.ChunkedArray:
    target = CANONICAL_TYPES[wire]
    if column.type == target:
        return column
    if not _widens(column.type, target):
        raise SourceChanged(column=name)
    try:
        # A nanosecond is cut: no wire type shows it.
        return pc.cast(column, target, safe=not pa.types.is_timestamp(target))
    except pa.ArrowInvalid:
        raise SourceChanged(column=name) from None


def _widens(source: pa.DataType, target: pa.DataType) -> bool:
    types = pa.types
    if types.is_dictionary(source):
        source = source.value_type
    if types.is_timestamp(target):
        # An instant and a local time are not one another, whatever their units.
        return bool(types.is_timestamp(source)) and (source.tz is None) == (target.tz is None)
    kinds = (
        # Integers are checked value by value.
        (types.is_integer, types.is_integer),
        (types.is_string, lambda each: each in _TEXTS),
        (types.is_floating, types.is_floating),
        (types.is_date, types.is_date),
        (types.is_time, types.is_time),
    )
    alike = any(is_target(target) and is_source(source) for is_target, is_source in kinds)
    return alike or bool(types.is_null(source))

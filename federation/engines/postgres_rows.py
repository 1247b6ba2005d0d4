"""PostgreSQL's binary rows as Arrow columns, without a date or a number object for each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from psycopg.adapt import AdaptersMap
from psycopg.types.numeric import Int4BinaryLoader, Int8BinaryLoader
from psycopg.types.string import StrDumper, TextBinaryLoader

from catalog.model.dataset import ScalarType
from federation.engine import Value
from federation.plan import Plan

# PostgreSQL counts days and microseconds from 2000-01-01, Arrow from 1970-01-01.
_DAYS = 10_957
_MICROSECONDS = _DAYS * 86_400 * 1_000_000

_BOOL, _INT8, _INT2, _INT4, _FLOAT4, _FLOAT8, _NUMERIC = 16, 20, 21, 23, 700, 701, 1700
_DATE, _TIME, _TIMESTAMP, _TIMESTAMPTZ = 1082, 1083, 1114, 1184


class _Day(str):
    """The text of a value, sent as a date."""

    __slots__ = ()


class _TimeOfDay(str):
    """Sent as a time."""

    __slots__ = ()


class _LocalTime(str):
    """Sent as a timestamp without a zone."""

    __slots__ = ()


class _Instant(str):
    """Sent as a timestamp with its zone."""

    __slots__ = ()


_SENT_AS: Mapping[ScalarType, tuple[type[str], int]] = {
    ScalarType.DATE: (_Day, _DATE),
    ScalarType.TIME: (_TimeOfDay, _TIME),
    ScalarType.TIMESTAMP: (_LocalTime, _TIMESTAMP),
    ScalarType.TIMESTAMP_TZ: (_Instant, _TIMESTAMPTZ),
}


def row_adapters() -> AdaptersMap:
    """The adapters by which a connection of ours reads and writes values.

    Dates, times and timestamps stay the integers that they are on the wire; text is sent as text,
    so that a number is never guessed from it, and what is compared with it must be text too.
    """
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(str, StrDumper)
    for kind, code in _SENT_AS.values():
        adapters.register_dumper(kind, type(kind.__name__, (StrDumper,), {"oid": code}))
    adapters.register_loader("date", Int4BinaryLoader)
    adapters.register_loader("time", Int8BinaryLoader)
    adapters.register_loader("timestamp", Int8BinaryLoader)
    adapters.register_loader("timestamptz", Int8BinaryLoader)
    for name in ("json", "uuid"):
        adapters.register_loader(name, TextBinaryLoader)
    return adapters


def values_in_order(plan: Plan, names: Sequence[str], values: Mapping[str, Value]) -> list[Value]:
    """`$1`, `$2` … as they are sent.

    PostgreSQL makes a date of a text anew for each row that it compares it with, since what a text
    means as a date is a setting of the session: what is a date is sent as one.
    """
    kinds = {each.name: _SENT_AS.get(each.type.scalar) for each in plan.parameters}
    sent: list[Value] = []
    for name in names:
        value, kind = values[name], kinds.get(name)
        sent.append(kind[0](value) if kind is not None and isinstance(value, str) else value)
    return sent


def arrow_batch(
    rows: Sequence[tuple[Any, ...]], described: Sequence[psycopg.Column]
) -> pa.RecordBatch:
    """At least one row, each column of the Arrow type nearest to its PostgreSQL type."""
    columns = [
        _column(cells, each.type_code)
        for cells, each in zip(zip(*rows, strict=True), described, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, names=[each.name for each in described])


def _column(cells: Sequence[Any], code: int) -> pa.Array:
    return _BUILDERS.get(code, _text)(cells)


def _of_type(arrow_type: pa.DataType) -> Callable[[Sequence[Any]], pa.Array]:
    return lambda cells: pa.array(cells, arrow_type)


def _text(cells: Sequence[Any]) -> pa.Array:
    return pa.array(cells, pa.string())


def _numeric(cells: Sequence[Any]) -> pa.Array:
    # Decimals leave the query as text; a bare numeric is a number of no declared scale.
    return pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())


def _microseconds(cells: Sequence[Any]) -> pa.Array:
    return pa.array(cells, pa.int64()).view(pa.time64("us"))


def _since_2000(
    counted: pa.DataType, offset: int, arrow_type: pa.DataType
) -> Callable[[Sequence[Any]], pa.Array]:
    between = pa.scalar(offset, counted)

    def build(cells: Sequence[Any]) -> pa.Array:
        # 'infinity' is the largest count, and wraps: like any day without four digits, it is NULL
        # in the canonical table.
        return pc.add(pa.array(cells, counted), between).view(arrow_type)

    return build


_BUILDERS: Mapping[int, Callable[[Sequence[Any]], pa.Array]] = {
    _BOOL: _of_type(pa.bool_()),
    _INT2: _of_type(pa.int32()),
    _INT4: _of_type(pa.int32()),
    _INT8: _of_type(pa.int64()),
    _FLOAT4: _of_type(pa.float64()),
    _FLOAT8: _of_type(pa.float64()),
    _NUMERIC: _numeric,
    _DATE: _since_2000(pa.int32(), _DAYS, pa.date32()),
    _TIME: _microseconds,
    _TIMESTAMP: _since_2000(pa.int64(), _MICROSECONDS, pa.timestamp("us")),
    _TIMESTAMPTZ: _since_2000(pa.int64(), _MICROSECONDS, pa.timestamp("us", "UTC")),
}

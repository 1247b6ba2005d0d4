"""Trino's JSON rows as Arrow columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_UTC = " UTC"


def arrow_columns(rows: Sequence[Sequence[Any]], types: Sequence[str]) -> list[pa.Array]:
    """The columns of `rows`, each of the Arrow type nearest to its Trino type.

    ArrowInvalid when a value is not of its type: the lowered tree shows instants in UTC.
    """
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    return [_builder(kind)(cells) for cells, kind in zip(columns, types, strict=True)]


def _builder(kind: str) -> Callable[[Sequence[Any]], pa.Array]:
    if kind.startswith("timestamp") and kind.endswith("with time zone"):
        return _instants
    return _BUILDERS.get(kind.partition("(")[0], _texts)


def _texts(cells: Sequence[Any]) -> pa.Array:
    return pa.array(cells, pa.string())


def _instants(cells: Sequence[Any]) -> pa.Array:
    texts = _texts(cells)
    shown_in_utc = pc.all(pc.ends_with(texts, _UTC)).as_py()
    if shown_in_utc is False:
        raise pa.ArrowInvalid("an instant was not shown in UTC")
    bare = pc.utf8_slice_codeunits(texts, 0, -len(_UTC))
    return bare.cast(pa.timestamp("us")).cast(pa.timestamp("us", "UTC"))


def _floats(cells: Sequence[Any]) -> pa.Array:
    # JSON has no NaN or infinity: Trino writes them as text.
    return pa.array(
        [float(cell) if isinstance(cell, str) else cell for cell in cells], pa.float64()
    )


def _of_text(arrow_type: pa.DataType) -> Callable[[Sequence[Any]], pa.Array]:
    return lambda cells: _texts(cells).cast(arrow_type)


def _of_type(arrow_type: pa.DataType) -> Callable[[Sequence[Any]], pa.Array]:
    return lambda cells: pa.array(cells, arrow_type)


_BUILDERS: dict[str, Callable[[Sequence[Any]], pa.Array]] = {
    "boolean": _of_type(pa.bool_()),
    "tinyint": _of_type(pa.int32()),
    "smallint": _of_type(pa.int32()),
    "integer": _of_type(pa.int32()),
    "bigint": _of_type(pa.int64()),
    "real": _floats,
    "double": _floats,
    "date": _of_text(pa.date32()),
    "timestamp": _of_text(pa.timestamp("us")),
}

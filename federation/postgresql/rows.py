"""Rows as PostgreSQL's messages, made from Arrow columns without a Python object a cell.

Each column becomes a column of bytes, each row the join of its cells with their lengths between
them; the texts of a column lie one after the other in memory, and that memory is what is sent.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

_BYTES = pa.binary()
_EMPTY = pa.scalar(b"", _BYTES)
COPY_SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
"""PostgreSQL's manual, COPY, "Binary Format": the signature, no flags, no extension."""
COPY_TRAILER = b"\xff\xff"


def data_rows(cells: Sequence[pa.Array], rows: int) -> bytes:
    """A DataRow message (`D`) a row; a null cell has the length -1 and no bytes."""
    width = len(cells)
    if not width:
        return (b"D" + (6).to_bytes(4, "big") + b"\x00\x00") * rows
    body, size = _fields(cells)
    total = big_endian(pc.add(size, pa.scalar(6, pa.int32())))
    return _content([pa.scalar(b"D", _BYTES), total, pa.scalar(_short(width), _BYTES), *body])


def copy_rows_binary(cells: Sequence[pa.Array]) -> bytes:
    """A CopyData message (`d`) a row of the binary format."""
    body, size = _fields(cells)
    total = big_endian(pc.add(size, pa.scalar(6, pa.int32())))
    return _content([pa.scalar(b"d", _BYTES), total, pa.scalar(_short(len(cells)), _BYTES), *body])


def copy_lines(cells: Sequence[pa.Array], between: bytes, null: bytes) -> bytes:
    """A CopyData message a row: its cells with `between` between them, `null` where there is none,
    and the end of a line. Cells are escaped already.
    """
    pieces: list[pa.Array | pa.Scalar] = []
    for index, each in enumerate(cells):
        if index:
            pieces.append(pa.scalar(between, _BYTES))
        pieces.append(pc.fill_null(each, pa.scalar(null, _BYTES)))
    pieces.append(pa.scalar(b"\n", _BYTES))
    lines = _joined(pieces)
    total = big_endian(
        pc.add(pc.cast(pc.binary_length(lines), pa.int32()), pa.scalar(4, pa.int32()))
    )
    return _content([pa.scalar(b"d", _BYTES), total, lines])


def big_endian(numbers: pa.Array) -> pa.Array:
    """Integers or floats without a null, each as its bytes in the order of networks."""
    size = numbers.type.bit_width // 8
    _, data = numbers.buffers()
    start = numbers.offset * size
    code = {2: "h", 4: "i", 8: "q"}[size]
    swapped = array(code)
    swapped.frombytes(memoryview(data)[start : start + len(numbers) * size])
    swapped.byteswap()
    fixed = pa.Array.from_buffers(
        pa.binary(size), len(numbers), [None, pa.py_buffer(swapped.tobytes())]
    )
    return pc.cast(fixed, _BYTES)


def count_rows(data: memoryview, most: int) -> tuple[int, int]:
    """The rows that stand whole at the beginning of `data`, `most` at most, and their bytes."""
    at = rows = 0
    while rows < most and at + 5 <= len(data):
        end = at + 1 + int.from_bytes(data[at + 1 : at + 5], "big")
        if end > len(data):
            break
        at, rows = end, rows + 1
    return rows, at


def _fields(cells: Sequence[pa.Array]) -> tuple[list[pa.Array], pa.Array]:
    """Each cell after its length, and the bytes that a row of them has."""
    pieces: list[pa.Array] = []
    size: pa.Array | None = None
    for column in cells:
        lengths = pc.cast(pc.binary_length(column), pa.int32())
        pieces += [big_endian(pc.fill_null(lengths, -1)), column]
        own = pc.add(pc.fill_null(lengths, 0), pa.scalar(4, pa.int32()))
        size = own if size is None else pc.add(size, own)
    return pieces, size


def _joined(pieces: Sequence[pa.Array | pa.Scalar]) -> pa.Array:
    return pc.binary_join_element_wise(
        *pieces, _EMPTY, null_handling="replace", null_replacement=b""
    )


def _content(pieces: Sequence[pa.Array | pa.Scalar]) -> bytes:
    rows = _joined(pieces)
    _, offsets, data = rows.buffers()
    ends = memoryview(offsets).cast("i")[rows.offset : rows.offset + len(rows) + 1]
    return b"" if data is None else bytes(memoryview(data)[ends[0] : ends[-1]])


def _short(number: int) -> bytes:
    return number.to_bytes(2, "big")

"""Columns as columns of text, and those as lines: bytes without a Python object a cell.

Arrow joins the cells of each row into one text, and the texts of a column lie one after the other
in memory: that memory is the answer. Only shown values are copied into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from federation.logical import WireType


@dataclass(frozen=True, slots=True)
class TextColumn:
    """`cells` are text, null where there is none; `is_quoted`: quotes go around the others."""

    cells: pa.Array
    is_quoted: bool = False


_FEW = 500
"""Days that are written as fast as they are told apart."""
_SPECIAL = r'["\\\x00-\x1f]'
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# The backslash first: the others add some.
_ESCAPES = _SHORT | {chr(code): f"\\u{code:04x}" for code in range(32) if chr(code) not in _SHORT}


def join_lines(columns: Sequence[TextColumn], around: Sequence[str], null: str) -> bytes:
    """One line a row: `around[0]`, a cell, `around[1]`, a cell … and `null` where there is none."""
    if not len(columns[0].cells):
        return b""
    pieces: list[pa.Array | pa.Scalar] = []
    before = around[0]
    for column, after in zip(columns, around[1:], strict=True):
        cells = column.cells
        if column.is_quoted and cells.null_count:
            cells = _quoted(cells)
        elif column.is_quoted:
            # Every cell has them: they are part of what stands between the cells.
            before, after = before + '"', '"' + after  # noqa: PLW2901 - the same text, longer
        pieces += (pa.scalar(before), cells)
        before = after
    pieces.append(pa.scalar(before))
    lines = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement=null)
    return _content(lines)


def _content(texts: pa.Array) -> bytes:
    _, offsets, data = texts.buffers()
    ends = memoryview(offsets).cast("i")[texts.offset : texts.offset + len(texts) + 1]
    return bytes(memoryview(data)[ends[0] : ends[-1]])


def json_cells(column: pa.Array, wire: WireType) -> TextColumn:
    """Each cell as JSON, null where there is none.

    BigInt and Decimal are strings, counts numbers, floats the shortest text that reads back equal,
    days and times ISO 8601, JSON itself on one line.
    """
    match wire:
        case WireType.STRING:
            return TextColumn(escaped(column, _ESCAPES, _SPECIAL), is_quoted=True)
        case WireType.BIGINT | WireType.DECIMAL:
            return TextColumn(plain_text(column, wire), is_quoted=True)
        case WireType.DATE | WireType.TIME | WireType.TIMESTAMP | WireType.TIMESTAMP_TZ:
            return TextColumn(plain_text(column, wire), is_quoted=True)
        case WireType.INT | WireType.COUNT | WireType.FLOAT | WireType.BOOLEAN:
            return TextColumn(plain_text(column, wire))
        case WireType.JSON:
            values = [_json_value(text) for text in column.to_pylist()]
            return TextColumn(pa.array(values, pa.string()))


def plain_text(column: pa.Array, wire: WireType) -> pa.Array:
    """Numbers, truth values, days and times in their one form; text as it is."""
    write = ISO_8601.get(wire)
    return pc.cast(column, pa.string()) if write is None else write(column)


def escaped(column: pa.Array, escapes: dict[str, str], special: str) -> pa.Array:
    """With each character of `escapes` replaced, in their order; `special` matches any of them."""
    # All the texts as one: it is looked through once, and almost never holds any.
    whole = _as_one(column)
    if not pc.match_substring_regex(whole, special)[0].as_py():
        return column
    for character, instead in escapes.items():
        if pc.match_substring(whole, character)[0].as_py():
            column = pc.replace_substring(column, character, instead)
    return column


def quoted_field(column: pa.Array) -> TextColumn:
    """As RFC 4180 quotes it."""
    return TextColumn(escaped(column, {'"': '""'}, '"'), is_quoted=True)


def _as_one(column: pa.Array) -> pa.Array:
    _, offsets, data = column.buffers()
    if data is None:
        return pa.array([""])
    ends = memoryview(offsets).cast("i")[column.offset : column.offset + len(column) + 1]
    around = pa.array([ends[0], ends[-1]], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), 1, [None, around, data])


def _quoted(column: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', column, '"', "")


def _days(column: pa.Array) -> pa.Array:
    """ISO days: rows share them, and each of many is written once here."""
    if len(column) < _FEW:
        return pc.cast(column, pa.string())
    shared = column.dictionary_encode()
    return pc.take(pc.cast(shared.dictionary, pa.string()), shared.indices)


def _clock(column: pa.Array) -> pa.Array:
    """`08:15:00`, with six decimals where there are any."""
    return pc.replace_substring(pc.cast(column, pa.string()), ".000000", "")


def _times(column: pa.Array) -> pa.Array:
    """`2025-01-31T08:00:00`, with six decimals where there are any, and `Z` for an instant."""
    whole = pc.all(pc.equal(pc.subsecond(column), 0)).as_py()
    if whole is not False:
        column = pc.cast(column, pa.timestamp("s", column.type.tz))
    text = pc.cast(column, pa.string())
    if whole is False:
        text = pc.replace_substring(text, ".000000", "")
    return pc.utf8_replace_slice(text, 10, 11, "T")


def _json_value(text: str | None) -> str | None:
    """The same JSON on one line, null where it is none: the one object a cell there is."""
    if text is None:
        return None
    value = text.encode()
    try:
        msgspec.json.decode(value, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    if b"\n" in value or b"\r" in value:
        # Only between its parts: inside a text they are escaped.
        value = msgspec.json.format(value, indent=-1)
    return value.decode()


ISO_8601: Mapping[WireType, Callable[[pa.Array], pa.Array]] = {
    WireType.DATE: _days,
    WireType.TIME: _clock,
    WireType.TIMESTAMP: _times,
    WireType.TIMESTAMP_TZ: _times,
}
"""The types whose text Arrow writes otherwise than we do, or more slowly."""

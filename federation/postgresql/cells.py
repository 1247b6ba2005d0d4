"""Canonical columns as PostgreSQL's cells: its text or its binary form of each type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from federation.logical import WireType
from federation.postgresql.kinds import Kind
from federation.postgresql.rows import big_endian
from federation.results.formats.text_cells import ISO_8601, escaped

_BYTES = pa.binary()
_FREE_TEXTS = frozenset({Kind.TEXT, Kind.JSON})
_DAYS_BEFORE = 10_957
"""From 1970-01-01 to 2000-01-01, from which PostgreSQL counts."""
_MICROSECONDS_BEFORE = _DAYS_BEFORE * 86_400_000_000
_LINE_SPECIALS = {
    "\\": "\\\\",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
}


def text_cells(column: pa.Array, kind: Kind, zone: str = "UTC") -> pa.Array:
    """Bytes of the text form, null where there is none; instants in the time zone `zone`."""
    writer = _TEXTS.get(kind)
    if kind is Kind.TIMESTAMPTZ:
        text = _instants(column, zone)
    else:
        text = pc.cast(column, pa.string()) if writer is None else writer(column)
    return pc.cast(text, _BYTES)


def binary_cells(column: pa.Array, kind: Kind) -> pa.Array:
    """Bytes of the binary form, null where there is none."""
    writer = _BINARIES.get(kind)
    if writer is None:
        return pc.cast(column, _BYTES)
    cells = writer(column)
    return pc.if_else(pc.is_valid(column), cells, pa.scalar(None, _BYTES))


def escaped_lines(cells: pa.Array, kind: Kind) -> pa.Array:
    """Text cells as COPY's text format escapes them: those of numbers and days hold nothing to."""
    if kind not in _FREE_TEXTS:
        return cells
    return pc.cast(escaped(pc.cast(cells, pa.string()), _LINE_SPECIALS, r"[\\\x08-\x0d]"), _BYTES)


def quoted_cells(cells: pa.Array, kind: Kind) -> pa.Array:
    """Text cells as COPY's CSV format quotes them: those that need it, and the empty one."""
    if kind not in _FREE_TEXTS:
        return cells
    text = pc.cast(cells, pa.string())
    needs = pc.match_substring_regex(text, r'["\r\n,]|^$|^\\\.$')
    if not pc.any(needs).as_py():
        return cells
    doubled = pc.replace_substring(text, '"', '""')
    quoted = pc.binary_join_element_wise('"', doubled, '"', "")
    return pc.cast(pc.if_else(needs, quoted, text), _BYTES)


def _truth(column: pa.Array) -> pa.Array:
    return pc.if_else(column, "t", "f")


def _doubles(column: pa.Array) -> pa.Array:
    """The shortest text that reads back equal, as PostgreSQL writes it: `2`, not `2.0`."""
    return pc.replace_substring_regex(pc.cast(column, pa.string()), r"\.0$", "")


def _clock(column: pa.Array) -> pa.Array:
    return _without_zeros(pc.cast(column, pa.string()))


def _moments(column: pa.Array) -> pa.Array:
    return _without_zeros(pc.cast(column, pa.string()))


def _without_zeros(text: pa.Array) -> pa.Array:
    """Six decimals of a second less the zeros at their end."""
    return (
        pc.replace_substring_regex(text, r"\.?0*$", "") if len(text) and _has_point(text) else text
    )


def _has_point(text: pa.Array) -> bool:
    return bool(pc.any(pc.match_substring(text, ".")).as_py())


def _instants(column: pa.Array, zone: str) -> pa.Array:
    local = pc.cast(pc.cast(column, pa.int64()), pa.timestamp("us"))
    if zone == "UTC":
        return pc.binary_join_element_wise(_moments(local), "+00", "")
    there = pc.local_timestamp(pc.cast(column, pa.timestamp("us", zone)))
    offset = pc.strftime(pc.cast(column, pa.timestamp("s", zone), safe=False), format="%z")
    short = pc.replace_substring_regex(offset, r"^([+-][0-9]{2})00$", r"\1")
    long = pc.replace_substring_regex(short, r"^([+-][0-9]{2})([0-9]{2})$", r"\1:\2")
    return pc.binary_join_element_wise(_moments(there), long, "")


def _filled(column: pa.Array, to: pa.DataType) -> pa.Array:
    return pc.fill_null(pc.cast(column, to), pa.scalar(0, to))


def _binary_truth(column: pa.Array) -> pa.Array:
    true, false = pa.scalar(b"\x01", _BYTES), pa.scalar(b"\x00", _BYTES)
    return pc.if_else(pc.fill_null(column, False), true, false)


def _binary_doubles(column: pa.Array) -> pa.Array:
    return big_endian(pc.fill_null(column, 0.0).view(pa.int64()))


def _binary_days(column: pa.Array) -> pa.Array:
    days = pc.fill_null(pc.cast(column, pa.int32()), pa.scalar(0, pa.int32()))
    return big_endian(pc.subtract(days, pa.scalar(_DAYS_BEFORE, pa.int32())))


def _binary_clock(column: pa.Array) -> pa.Array:
    return big_endian(_filled(column, pa.int64()))


def _binary_moments(column: pa.Array) -> pa.Array:
    moments = _filled(column, pa.int64())
    return big_endian(pc.subtract(moments, pa.scalar(_MICROSECONDS_BEFORE, pa.int64())))


def _binary_numbers(column: pa.Array) -> pa.Array:
    """Each exact number once: rows share them, and there is no form of Arrow's to swap."""
    shared = pc.fill_null(column, "0").dictionary_encode()
    numbers = [numeric_bytes(each) for each in shared.dictionary.to_pylist()]
    return pc.take(pa.array(numbers, _BYTES), shared.indices)


def numeric_bytes(text: str) -> bytes:
    """A decimal as PostgreSQL sends it: its digits by fours, the weight of the first, its scale."""
    sign, digits, exponent = Decimal(text).as_tuple()
    scale = max(0, -int(exponent))
    whole = "".join(map(str, digits)).rjust(scale + 1, "0")
    before, after = whole[: len(whole) - scale], whole[len(whole) - scale :]
    before = before.lstrip("0")
    before = before.rjust(-(-len(before) // 4) * 4, "0")
    after = after.ljust(-(-len(after) // 4) * 4, "0")
    groups = [int((before + after)[at : at + 4]) for at in range(0, len(before + after), 4)]
    weight = len(before) // 4 - 1
    while groups and not groups[0]:
        groups.pop(0)
        weight -= 1
    while groups and not groups[-1]:
        groups.pop()
    if not groups:
        weight = sign = 0
    head = [len(groups), weight & 0xFFFF, 0x4000 if sign else 0, scale]
    return b"".join(each.to_bytes(2, "big") for each in [*head, *groups])


_TEXTS: Mapping[Kind, Callable[[pa.Array], pa.Array]] = {
    Kind.BOOL: _truth,
    Kind.FLOAT8: _doubles,
    Kind.DATE: ISO_8601[WireType.DATE],
    Kind.TIME: _clock,
    Kind.TIMESTAMP: _moments,
}
_BINARIES: Mapping[Kind, Callable[[pa.Array], pa.Array]] = {
    Kind.BOOL: _binary_truth,
    Kind.INT4: lambda column: big_endian(_filled(column, pa.int32())),
    Kind.INT8: lambda column: big_endian(_filled(column, pa.int64())),
    Kind.FLOAT8: _binary_doubles,
    Kind.DATE: _binary_days,
    Kind.TIME: _binary_clock,
    Kind.TIMESTAMP: _binary_moments,
    Kind.TIMESTAMPTZ: _binary_moments,
    Kind.NUMERIC: _binary_numbers,
}
"""Text and JSON are the same in both."""

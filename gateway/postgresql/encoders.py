"""The rows of an answer written as PostgreSQL's messages: as rows, or for COPY."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa
from pygwire.messages import CopyOutResponse, FieldDescription, RowDescription

from federation.postgresql.cells import binary_cells, escaped_lines, quoted_cells, text_cells
from federation.postgresql.kinds import KIND_OF_WIRE, WIRE_KINDS, Kind
from federation.postgresql.rows import (
    COPY_SIGNATURE,
    COPY_TRAILER,
    copy_lines,
    copy_rows_binary,
    data_rows,
)
from federation.results.formats.protocol import Columns

Names = Callable[[], Sequence[str | None] | None]
"""The names of columns as PostgreSQL gives them: known once a statement has been read."""


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column as PostgreSQL describes it: its type by number, its size, what modifies it."""

    name: str
    oid: int
    size: int = -1
    modifier: int = -1


def column_of(name: str, kind: Kind, digits: tuple[int, int] | None = None) -> OutColumn:
    """`digits` of a decimal, where they are known."""
    wire = WIRE_KINDS[kind]
    modifier = -1 if digits is None else (digits[0] << 16 | digits[1]) + 4
    return OutColumn(name, wire.oid, wire.size, modifier)


def out_columns(columns: Columns, names: Sequence[str | None] | None) -> tuple[OutColumn, ...]:
    """`names`: as PostgreSQL calls those that the statement does not name."""
    described = []
    for index, each in enumerate(columns):
        called = names[index] if names is not None and index < len(names) else None
        name = each.name if called is None else called
        described.append(column_of(name, KIND_OF_WIRE[each.wire], each.digits))
    return tuple(described)


def cells_of(
    columns: Sequence[pa.Array], kinds: Sequence[Kind], formats: Sequence[int], zone: str
) -> list[pa.Array]:
    """Canonical columns as cells, each in the form that is asked for: 0 text, 1 binary."""
    return [
        binary_cells(column, kind) if form else text_cells(column, kind, zone)
        for column, kind, form in zip(columns, kinds, spread(formats, len(kinds)), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Here:
    """Rows that are known without the entrance of SQL: `cells` in the forms asked for, in the time
    zone of the session.
    """

    columns: tuple[OutColumn, ...]
    rows: int
    cells: Callable[[Sequence[int], str], list[pa.Array]]
    tag: str = "SELECT"


def row_description(columns: Sequence[OutColumn], formats: Sequence[int]) -> bytes:
    described = [
        FieldDescription(
            name=each.name,
            type_oid=each.oid,
            type_size=each.size,
            type_modifier=each.modifier,
            format_code=form,
        )
        for each, form in zip(columns, spread(formats, len(columns)), strict=True)
    ]
    return RowDescription(fields=described).to_wire()


def spread(formats: Sequence[int], count: int) -> list[int]:
    """None for all, one for all, or one each."""
    if not formats:
        return [0] * count
    return [formats[0]] * count if len(formats) == 1 else list(formats[:count])


class RowsEncoder:
    """DataRow messages; `is_described`: the columns are told before the first of them."""

    media_type = "application/vnd.postgresql"
    extension = "rows"

    def __init__(
        self,
        names: Names,
        formats: Sequence[int],
        zone: str,
        *,
        is_described: bool,
    ) -> None:
        self._kinds: list[Kind] = []
        self._names = names
        self._formats = formats
        self._zone = zone
        self._is_described = is_described

    def begin(self, columns: Columns) -> bytes:
        self._kinds = [KIND_OF_WIRE[each.wire] for each in columns]
        if not self._is_described:
            return b""
        return row_description(out_columns(columns, self._names()), self._formats)

    def batch(self, batch: pa.RecordBatch) -> bytes:
        cells = cells_of(batch.columns, self._kinds, self._formats, self._zone)
        return data_rows(cells, batch.num_rows)

    def end(self) -> bytes:
        return b""

    def fail(self, *_failure: object) -> bytes:
        """The session tells it, in a message of its own."""
        return b""


@dataclass(frozen=True, slots=True)
class CopyForm:
    """The form of a COPY: `text` and `csv` in lines, `binary` in cells with their lengths."""

    form: Literal["text", "csv", "binary"] = "text"
    delimiter: str = "\t"
    null: str = "\\N"
    has_header: bool = False

    def as_csv(self) -> CopyForm:
        return replace(self, form="csv", delimiter=",", null="")


PLAIN = CopyForm()


class CopyEncoder:
    """CopyOutResponse, then a CopyData message a row, then CopyDone."""

    media_type = "application/vnd.postgresql"
    extension = "copy"

    def __init__(self, names: Names, form: CopyForm, zone: str) -> None:
        self._names = names
        self._form = form
        self._zone = zone
        self._kinds: list[Kind] = []
        self._signature = COPY_SIGNATURE if form.form == "binary" else b""

    def begin(self, columns: Columns) -> bytes:
        self._kinds = [KIND_OF_WIRE[each.wire] for each in columns]
        code = 1 if self._form.form == "binary" else 0
        head = CopyOutResponse(overall_format=code, col_formats=[code] * len(columns)).to_wire()
        if not self._form.has_header:
            return head
        columns_out = out_columns(columns, self._names())
        names = [pa.array([each.name.encode()], pa.binary()) for each in columns_out]
        return head + self._lines(names, [Kind.TEXT] * len(names))

    def batch(self, batch: pa.RecordBatch) -> bytes:
        is_binary = self._form.form == "binary"
        cells = cells_of(batch.columns, self._kinds, (1,) if is_binary else (), self._zone)
        return (
            self._signed(copy_rows_binary(cells)) if is_binary else self._lines(cells, self._kinds)
        )

    def _signed(self, messages: bytes) -> bytes:
        """The signature stands in the message of the first row, as PostgreSQL sends it."""
        if not self._signature or not messages:
            return messages
        length = int.from_bytes(messages[1:5], "big") + len(self._signature)
        head = b"d" + length.to_bytes(4, "big") + self._signature
        self._signature = b""
        return head + messages[5:]

    def _lines(self, cells: list[pa.Array], kinds: Sequence[Kind]) -> bytes:
        escape = quoted_cells if self._form.form == "csv" else escaped_lines
        escaped = [escape(*each) for each in zip(cells, kinds, strict=True)]
        return copy_lines(escaped, self._form.delimiter.encode(), self._form.null.encode())

    def end(self) -> bytes:
        is_binary = self._form.form == "binary"
        trailer = _copy_data(self._signature + COPY_TRAILER) if is_binary else b""
        return trailer + b"c\x00\x00\x00\x04"

    def fail(self, *_failure: object) -> bytes:
        return b""


def _copy_data(data: bytes) -> bytes:
    return b"d" + (len(data) + 4).to_bytes(4, "big") + data

"""The object that a CSV file seems to hold, for its declaration: from a bounded part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from catalog.model.dataset import ColumnType, CsvFormat, ScalarType
from federation.storages.csv_guesses import Guess, guess_column, merged
from federation.storages.csv_heads import LATIN_1, UTF_8, UTF_16, UTF_16_MARKS, WINDOWS_1252
from federation.storages.csv_layouts import guess_layout
from federation.storages.protocol import FoundColumn, FoundObject
from federation.storages.unsupported import SEEN, not_readable, unsupported

HEAD_BYTES = 65_536


def propose_csv(source: pa.NativeFile, name: str, *, is_local: bool) -> FoundObject:
    """Its first bytes, and as many in its middle and at its end. Raises csv.Error."""
    size = source.size()
    head = source.read(HEAD_BYTES)
    is_utf_16 = head.startswith(UTF_16_MARKS)
    if is_utf_16 and not is_local:
        return not_readable(name, UTF_16)
    if (b"\0" in head and not is_utf_16) or head.startswith(b"PK\x03\x04"):
        return not_readable(name, "disguised")
    # Elsewhere in the file nothing says where a character of UTF-16 begins.
    pieces = [] if is_utf_16 else list(_further(source, size))
    encoding = head_encoding(head, whole=size <= len(head))
    if encoding == UTF_8 and any(head_encoding(each, whole=False) != UTF_8 for each in pieces):
        encoding = WINDOWS_1252
    text = head.decode(encoding, errors="ignore").removeprefix("\ufeff")
    if size > len(head):
        # The last line of a part is not whole.
        text = text[: text.rfind("\n") + 1] or text
    layout = guess_layout(text, [each.decode(encoding, errors="ignore") for each in pieces])
    form = CsvFormat(
        delimiter=layout.delimiter,
        encoding=encoding,
        columns=layout.header,
        header_row=layout.header_row,
        total_rows=layout.total_rows,
    )
    cells = list(zip(*layout.rows, strict=True)) or [()] * len(layout.header)
    columns = [
        _proposed(column, [each for each in texts if each])
        for column, texts in zip(csv_columns(list(layout.header)), cells, strict=True)
    ]
    rows = max(size * head.count(b"\n") // len(head) - layout.header_row, 0) if head else 0
    return FoundObject(name, None, tuple(columns), row_estimate=rows, csv=form)


def _further(source: pa.NativeFile, size: int) -> Iterator[bytes]:
    """Whole lines from the middle and from the end, where they are not in the head already."""
    for start in (size // 2, size - HEAD_BYTES):
        if start > HEAD_BYTES:
            piece = source.read_at(HEAD_BYTES, start)
            _, _, lines = piece.partition(b"\n")
            yield lines if start + HEAD_BYTES >= size else lines[: lines.rfind(b"\n") + 1]


def _proposed(column: FoundColumn, cells: Sequence[str]) -> FoundColumn:
    if column.type is None:
        return column
    return _with(column, guess_column(column.source_name, cells), is_empty=not cells)


def _with(column: FoundColumn, guess: Guess, *, is_empty: bool = False) -> FoundColumn:
    """The column as guessed, with a reason where a cell is not as proposed or none is filled:
    nobody finds empty cells by surprise.
    """
    reason = "", ""
    if is_empty:
        reason = SEEN["empty"]
    elif guess.odd is not None:
        fr, en = SEEN["odd"]
        reason = fr.format(cell=guess.odd[:40]), en.format(cell=guess.odd[:40])
    return replace(
        column,
        type=guess.type,
        text_format=guess.text_format,
        concept=guess.concept,
        reason_fr=reason[0],
        reason_en=reason[1],
    )


def joined(files: Sequence[FoundObject]) -> FoundObject | None:
    """The object that would read all of the files; None where their columns are not the same."""
    whole = files[0] if files else None
    for each in files[1:]:
        whole = None if whole is None else _both(whole, each)
    return whole


def _both(one: FoundObject, other: FoundObject) -> FoundObject | None:
    if _shape(one) != _shape(other):
        return None
    pairs = zip(one.columns, other.columns, strict=True)
    columns = tuple(_merged(first, second) for first, second in pairs)
    form = one.csv
    if form is not None and other.csv is not None:
        form = replace(form, total_rows=form.total_rows or other.csv.total_rows)
    return replace(one, columns=columns, csv=form)


def _shape(found: FoundObject) -> tuple[object, ...]:
    names = tuple(each.source_name for each in found.columns)
    if found.csv is None:
        return names, found.columns
    return names, replace(found.csv, total_rows=None)


def _merged(one: FoundColumn, other: FoundColumn) -> FoundColumn:
    if one.type is None or other.type is None or one == other:
        return one
    first, second = (
        Guess(each.type, each.text_format, each.concept) for each in (one, other) if each.type
    )
    kept = one if one.reason_fr else other
    found = _with(one, merged(first, second))
    return replace(found, reason_fr=kept.reason_fr, reason_en=kept.reason_en)


def head_encoding(head: bytes, *, whole: bool) -> str:
    if head.startswith(UTF_16_MARKS):
        return UTF_16
    try:
        # The head may end inside a character: up to three bytes of it.
        (head if whole else head[:-3].rstrip(bytes(range(0x80, 0x100)))).decode("utf-8")
    except UnicodeDecodeError:
        return WINDOWS_1252 if any(0x80 <= byte < 0xA0 for byte in head) else LATIN_1
    return UTF_8


def csv_columns(header: list[str]) -> Iterator[FoundColumn]:
    for name in header:
        if not name or not name.isprintable() or header.count(name) > 1:
            yield unsupported(name, "text", "header")
        else:
            yield FoundColumn(name, "text", ColumnType(ScalarType.STRING))

"""The head of a CSV file of the gateway's own machine: its header, and the encoding of its text."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.actions.columns import suggestion
from catalog.model.dataset import CsvFormat
from federation.storages.beneath import OpenFile
from federation.storages.csv_problems import (
    CsvColumnMissing,
    CsvColumnRepeated,
    CsvDelimiterWrong,
    CsvUnreadable,
)

UTF_8, LATIN_1, WINDOWS_1252, UTF_16 = "utf-8", "latin-1", "windows-1252", "utf-16"
ENCODINGS = {
    "utf-8": UTF_8,
    "utf8": UTF_8,
    "latin-1": LATIN_1,
    "latin1": LATIN_1,
    "iso-8859-1": LATIN_1,
    "windows-1252": WINDOWS_1252,
    "cp1252": WINDOWS_1252,
    "utf-16": UTF_16,
    "utf16": UTF_16,
}
"""Names that a steward may write, and what each means."""
DELIMITERS = (";", ",", "\t", "|")
_CHUNK = 1 << 20
_HEAD_BYTES = 1 << 18
_MOST_KEPT = 4_096
_MARKED = 4
"""By so many bytes UTF-32 is told from UTF-16."""
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_known: dict[tuple[object, ...], CsvHead] = {}


@dataclass(frozen=True, slots=True)
class CsvHead:
    """`header` as in the file, blanks around and within names made one; `encoding` is one of the
    four above, whatever was declared where the bytes are plainly of another.
    """

    header: tuple[str, ...]
    encoding: str

    def position(self, column: str, file: str, csv: CsvFormat) -> int:
        """Of the column of exactly this name. Raises CsvColumnMissing, CsvColumnRepeated and
        CsvDelimiterWrong.
        """
        found = [at for at, name in enumerate(self.header) if name == column]
        if len(found) == 1:
            return found[0]
        if found:
            raise CsvColumnRepeated(file=file, column=column, line=csv.header_row)
        other = self.other_delimiter(csv)
        if other is not None:
            raise CsvDelimiterWrong(file=file, declared=shown(csv.delimiter), found=shown(other))
        raise CsvColumnMissing(
            file=file,
            column=column,
            line=csv.header_row,
            header=", ".join(self.header)[:300],
            did_you_mean=suggestion_of(column, self.header),
        )

    def other_delimiter(self, csv: CsvFormat) -> str | None:
        """The delimiter that seems to part the names, if it is not the declared one; else None."""
        if len(self.header) != 1:
            return None
        (whole,) = self.header
        best = max(DELIMITERS, key=whole.count)
        return best if best in whole and best != csv.delimiter else None


def read_head(file: OpenFile, csv: CsvFormat) -> CsvHead:
    """Raises CsvUnreadable. The file is read once, whole, for as long as it is the same."""
    key = (*file.identity, csv.delimiter, csv.quote, csv.encoding, csv.header_row)
    if key not in _known:
        if len(_known) >= _MOST_KEPT:
            _known.clear()
        _known[key] = _read_head(file, csv)
    return _known[key]


def one_blank(name: str) -> str:
    """A name of a header, or one that is declared: line breaks and runs of blanks are one space."""
    return " ".join(name.split())


def suggestion_of(column: str, header: tuple[str, ...]) -> str | None:
    """By letters first: « chauffeur » is « Chauffeur »."""
    folded = {name.casefold(): name for name in header}
    return folded.get(column.casefold()) or suggestion(column, header)


def shown(delimiter: str) -> str:
    return {"\t": "tab", " ": "space"}.get(delimiter, delimiter)


def _read_head(file: OpenFile, csv: CsvFormat) -> CsvHead:
    start = os.pread(file.descriptor, _HEAD_BYTES, 0)
    if start.startswith(UTF_16_MARKS) and b"\0\0" not in start[:_MARKED]:
        # Excel's "Unicode text": its first two bytes say so, whatever was declared.
        return CsvHead(_header(start, UTF_16, csv, file.name), UTF_16)
    if b"\0" in start or start.startswith(b"PK\x03\x04"):
        why = "ce n'est pas du texte", "it is not text"
        raise CsvUnreadable(file=file.name, why_fr=why[0], why_en=why[1])
    encoding = encoding_of(file, csv)
    return CsvHead(_header(start, encoding, csv, file.name), encoding)


def _header(start: bytes, encoding: str, form: CsvFormat, file: str) -> tuple[str, ...]:
    text = start.decode(encoding, errors="replace").removeprefix("\ufeff")
    lines = io.StringIO(text, newline="")
    for _ in range(form.header_row - 1):
        lines.readline()
    try:
        reader = csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote)
        header = tuple(one_blank(name) for name in next(reader, []))
    except csv.Error:
        header = ()
    if not any(header):
        raise CsvUnreadable(
            file=file,
            why_fr=f"sa ligne {form.header_row} n'est pas un en-tête",
            why_en=f"its line {form.header_row} is no header",
        )
    return header


def encoding_of(file: OpenFile, csv: CsvFormat) -> str:
    """As declared; where UTF-8 is, and most of what is no ASCII is no UTF-8, as the bytes say. A
    file without the mark of UTF-16 is none.
    """
    declared = ENCODINGS[csv.encoding.lower()]
    declared = UTF_8 if declared == UTF_16 else declared
    whole = odd = 0
    has_c1 = False
    for chunk in _chunks(file.descriptor):
        if chunk.isascii():
            continue
        has_c1 = has_c1 or any(0x80 <= byte < 0xA0 for byte in set(chunk))
        if declared == UTF_8:
            text = chunk.decode("utf-8", errors="surrogateescape")
            broken = sum("\udc80" <= each <= "\udcff" for each in text) if _is_odd(text) else 0
            odd += broken
            whole += sum(each > "\x7f" for each in text) - broken if broken else 1
    if declared == UTF_8 and odd <= whole:
        return UTF_8
    return WINDOWS_1252 if has_c1 else LATIN_1


def _is_odd(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _chunks(descriptor: int) -> Iterator[bytes]:
    """To the last line feed each, so that none ends within a character."""
    at, rest = 0, b""
    while piece := os.pread(descriptor, _CHUNK, at):
        at += len(piece)
        whole, feed, left = piece.rpartition(b"\n")
        if not feed:
            rest += piece
            continue
        yield rest + whole
        rest = left
    yield rest

"""A text of delimited records: its delimiter, and its records as rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from federation.file_reading.values import Row

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 8_192
_MOST_LINES_IN_A_CELL = 200
"""A cell with more line breaks comes from a quotation mark that is never closed."""
_LONGEST_CELL = 1 << 24
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_NEARLY_ALL = 0.95
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def delimiter_of(text: str) -> str:
    """Clevercsv looks at the first 8 kB; where it sees none of the four, the lines are counted."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample.rpartition("\n")[0] or sample
    possible = _possible(sample)
    steadiest = _steadiest(sample, possible)
    # Seven lines of ten with the same number of one sign leave nothing to find out.
    if steadiest is not None and steadiest[1] > 0.7:
        return steadiest[0]
    from clevercsv import Detector
    from clevercsv.exceptions import NoDetectionResult

    try:
        dialect = Detector().detect(sample, delimiters=list(possible))
    except NoDetectionResult:
        dialect = None
    if dialect is not None and dialect.delimiter in possible:
        return str(dialect.delimiter)
    return steadiest[0] if steadiest else ","


def _possible(sample: str) -> Sequence[str]:
    """Without the comma where each stands between two digits, and another sign parts the text."""
    commas = sample.count(",")
    is_decimal = commas > 0 and len(_DECIMAL_COMMA.findall(sample)) >= _NEARLY_ALL * commas
    if is_decimal and any(sample.count(sign) > commas for sign in DELIMITERS if sign != ","):
        return tuple(sign for sign in DELIMITERS if sign != ",")
    return DELIMITERS


def _steadiest(sample: str, delimiters: Sequence[str]) -> tuple[str, float] | None:
    """The delimiter whose count is the same on the most lines, and on which part of them."""
    best: tuple[str, float] | None = None
    for delimiter in delimiters:
        records = list(csv.reader(io.StringIO(sample), delimiter=delimiter))
        widths = Counter(len(record) for record in records if len(record) > 1)
        if widths and records:
            share = widths.most_common(1)[0][1] / len(records)
            if best is None or share > best[1]:
                best = delimiter, share
    return best


def records_of(text: str, delimiter: str) -> list[Row]:
    """Every record, blank ones too, empty cells as None; equal texts are one object."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = list(_records(text, delimiter, csv.QUOTE_MINIMAL))
    if any(
        cell is not None and str(cell).count("\n") > _MOST_LINES_IN_A_CELL
        for row in rows
        for cell in row
    ):
        return list(_records(text, delimiter, csv.QUOTE_NONE))
    return rows


def _records(text: str, delimiter: str, quoting: int) -> Iterator[Row]:
    kept: dict[str, str] = {}
    # A StringIO holds four bytes for each letter.
    lines = (line[0] for line in _LINE.finditer(text))
    for record in csv.reader(lines, delimiter=delimiter, quoting=quoting):  # type: ignore[arg-type]
        yield [kept.setdefault(cell, cell) if cell.strip() else None for cell in record]

"""A text of delimited records: its delimiter, and its records as rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from intake.file_reading.quoted_lines import without_line_quotes
from intake.file_reading.values import Row

DELIMITERS = (";", ",", "\t", "|")
RARE = ("~", "^", "\x1f", "\x01", "¦", "§", "¤")
_QUOTED_WORDS = re.compile(r'"[^"]*"(?: "[^"]*")+')
_HALF = 0.5
_SAMPLE = 8_192
_LONGEST_CELL = 1 << 24
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_NEARLY_ALL = 0.95
_LONE_MARK = {
    sign: re.compile(rf'(?m)(?:^|{re.escape(sign)})"(?={re.escape(sign)}|\r?$)')
    for sign in DELIMITERS
}
"""A quotation mark that fills its field: that of who repeats the cell above, or opens a field."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def delimiter_of(text: str) -> str:
    """Clevercsv looks at the first 8 kB; where it sees none of the four, the lines are counted."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"))] or sample
    sample = without_line_quotes(sample)
    possible = _possible(sample)
    steadiest = _steadiest(sample, possible)
    if (steadiest is None or steadiest[1] < _HALF) and (rare := _rare(sample)) is not None:
        return rare
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


def _rare(sample: str) -> str | None:
    """A sign that few programs use, where it parts all lines alike; a blank where each field of
    words is quoted.
    """
    lines = [line for line in sample.splitlines() if line.strip()]
    signs = [*RARE, " "] if lines and _QUOTED_WORDS.fullmatch(lines[0].strip()) else RARE
    for sign in signs if len(lines) > 2 else ():
        widths = {len(next(csv.reader([line], delimiter=sign))) for line in lines}
        # R writes one name less than the rows have fields.
        if max(widths) > 2 and max(widths) - min(widths) < 2:
            return sign
    return None


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
        records = list(csv.reader(lines_of(sample), delimiter=delimiter))
        widths = Counter(len(record) for record in records if len(record) > 1)
        if widths and records:
            share = widths.most_common(1)[0][1] / len(records)
            if best is None or share > best[1]:
                best = delimiter, share
    return best


def lines_of(text: str) -> Iterator[str]:
    """Each with its end: CR, LF or both. No other sign ends a line of a file."""
    # A StringIO holds four bytes for each letter.
    return (line[0] for line in _LINE.finditer(text))


def records_of(text: str, delimiter: str) -> list[Row]:
    """Every record, blank ones too, empty cells as None; equal texts are one object."""
    csv.field_size_limit(_LONGEST_CELL)
    kept: dict[str, str] = {}
    if '\\"' in text and (escaped := _escaped_records(text, delimiter)) is not None:
        return [_row(record, kept) for record in escaped]
    rows = [_row(record, kept) for record in csv.reader(lines_of(text), delimiter=delimiter)]
    width = _usual_width(rows)
    has_lone = _LONE_MARK[delimiter].search(text) if delimiter in _LONE_MARK else None
    if has_lone or any(_holds_records(row, delimiter, width) for row in rows):
        lines = list(lines_of(text))
        if has_lone:
            bare: list[Row] = [[*line.split(delimiter)] for line in lines if '"' not in line]
            width = max(width, _usual_width(bare))
        return [_row(record, kept) for record in _closed_records(lines, delimiter, width)]
    return rows


def _escaped_records(text: str, delimiter: str) -> list[list[str]] | None:
    """The records, where a backslash stands before quotation marks inside a field, as MySQL
    writes them, and only so all are of one width; None otherwise.
    """
    plain = {len(record) for record in csv.reader(lines_of(text), delimiter=delimiter) if record}
    records = list(csv.reader(lines_of(text), delimiter=delimiter, escapechar="\\"))
    widths = {len(record) for record in records if record}
    return records if len(widths) == 1 < len(plain) else None


def _row(record: Sequence[str], kept: dict[str, str]) -> Row:
    """Within a cell, some programs end a line by a vertical tab."""
    cells = (cell.replace("\v", "\n").replace("\f", "") for cell in record)
    return [kept.setdefault(cell, cell) if cell.strip() else None for cell in cells]


def _usual_width(rows: Sequence[Row]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 0


def _holds_records(row: Row, delimiter: str, width: int) -> bool:
    """Lines within a cell part as records do: its quotation mark may never be closed."""
    return width > 1 and any(
        line.count(delimiter) >= width - 1
        for cell in row
        if isinstance(cell, str) and delimiter in cell
        for line in [*lines_of(cell)][1:]
    )


def _closed_records(lines: Sequence[str], delimiter: str, width: int) -> Iterator[list[str]]:
    """The records where such a mark is a letter of its cell, and the line a record of its own."""
    at = 0
    while at < len(lines):
        reader = csv.reader(
            (lines[number] for number in range(at, len(lines))), delimiter=delimiter
        )
        record, taken = next(reader), reader.line_num
        raw = lines[at : at + taken]
        is_open = taken > 1 and _holds_records([*record], delimiter, width)
        if _are_parted_without_quotes(raw, record, delimiter, width) or (
            is_open and not _is_closed(raw, delimiter, width)
        ):
            record, taken = _plain_fields(raw[0], delimiter), 1
        yield record
        at += taken


def _plain_fields(line: str, delimiter: str) -> list[str]:
    """Quotation marks part nothing; one that fills its field is a cell."""
    fields = next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return [field if field == '"' else field.strip('"') for field in fields]


def _are_parted_without_quotes(
    lines: Sequence[str], record: Sequence[str], delimiter: str, width: int
) -> bool:
    """Each line is a record of its own where no mark opens a field: the first holds such a mark
    alone, and one record is not what a reader makes of a mark here and the next one below.
    """
    if width < 2 or (len(lines) == 1 and len(record) == width):
        return False
    parted = [
        next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), []) for line in lines
    ]
    return '"' in parted[0] and all(len(fields) == width for fields in parted)


def _is_closed(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """True where a strict reader takes the lines for one record as wide as the others."""
    try:
        return len(next(csv.reader(lines, delimiter=delimiter, strict=True))) == width
    except csv.Error:
        return False

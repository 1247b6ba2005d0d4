"""Lines that stand quoted whole in one field: a text of commas that a spreadsheet saved again.

A program that parts fields by another sign takes each line for one cell. It quotes the lines that
hold a quotation mark, doubles these, and writes the others as they were.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from intake.file_reading.values import Row

_WHOLE = re.compile(r'"((?:[^"]|"")*)";*[ \t]*(\r\n|\r|\n|$)')
_FEWEST, _MOSTLY, _MOST_TOO_MANY = 3, 0.8, 3


def without_line_quotes(text: str) -> str:
    """A text in which each such line stands as it was, for seeing what parts its fields."""
    return "".join(
        f"{match[1]}{match[2]}".replace('""', '"') if (match := _WHOLE.fullmatch(line)) else line
        for line in text.splitlines(keepends=True)
    )


def part_quoted_lines(rows: list[Row], delimiter: str) -> list[int]:
    """Parts, in place, each line that stands in one field and has the fields of the others; the
    indexes of such lines, none where they do not go with the others.
    """
    _drop_ends(rows, delimiter)
    inside = {
        at: fields for at, row in enumerate(rows)
        if (text := _alone(row)) is not None and len(fields := _fields(text, delimiter)) > 1
    }  # fmt: skip
    width = _width(rows, inside)
    fits = [at for at, fields in inside.items() if width <= len(fields) <= width + _MOST_TOO_MANY]
    # Addresses in a list of one column have commas too, and its header has none.
    head = next((at for at, row in enumerate(rows) if any(row)), 0)
    is_headed = len(rows[head]) > 1 or head in fits if rows else False
    if width < _FEWEST or not is_headed or len(fits) < _MOSTLY * len(inside):
        return []
    for at in fits:
        rows[at] = [cell if cell.strip() else None for cell in inside[at]]
    return fits


def _drop_ends(rows: list[Row], delimiter: str) -> None:
    """`…,12;;` on every line: the empty fields that another delimiter added at the end."""
    filled = [row for row in rows if any(row)]
    is_ended = delimiter != ";" and all(str(row[-1]).endswith(";") for row in filled)
    for row in filled if is_ended else ():
        row[-1] = str(row[-1]).rstrip(";") or None


def _alone(row: Row) -> str | None:
    """The text of a row that fills its first field alone."""
    first = row[0] if row else None
    is_alone = isinstance(first, str) and not any(cell is not None for cell in row[1:])
    return first if is_alone and isinstance(first, str) else None


def _fields(text: str, delimiter: str) -> Sequence[str]:
    if delimiter not in text or "\n" in text:
        return ()
    return next(csv.reader([text], delimiter=delimiter), ())


def _width(rows: Sequence[Row], inside: Mapping[int, Sequence[str]]) -> int:
    """Of the lines that stand unquoted; of the quoted ones, where nearly all are."""
    plain = Counter(len(row) for row in rows if sum(cell is not None for cell in row) > 1)
    quoted = Counter(map(len, inside.values()))
    for widths, all_of in ((plain, plain.total()), (quoted, len(rows))):
        if widths and (most := widths.most_common(1)[0])[1] >= _MOSTLY * all_of:
            return most[0]
    return 0

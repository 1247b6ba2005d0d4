"""What names a row: one column, or a thing and a day; and whether it comes twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from federation.file_reading.header import cell_at
from federation.file_reading.names import names_a_code, words_of
from federation.file_reading.values import Cell, Column, Key, Row

_CODE_LIKE = re.compile(r"[\w.*/-]*\d[\w.*/-]*")
_NEARLY = 0.95
_CONTACTS = frozenset({"email", "phone", "plate", "nir"})


def find_key(
    columns: Sequence[Column], rows: Sequence[Row], texts: dict[int, Sequence[str]], sheet: str
) -> Key | None:
    """`rows`: those that are data; `texts`: the different values by position."""
    if len(rows) < 2:
        return None
    first_day = next((at.position for at in columns if at.type in {"date", "timestamp"}), 1 << 20)
    near = set(words_of(sheet))
    candidates = [
        column for column in columns
        if _may_name(column, texts.get(column.position, ()), len(rows))
        and (column.position < first_day or column.position == columns[0].position)
    ]  # fmt: skip
    if candidates:
        best = max(
            candidates,
            key=lambda column: (len(near & set(words_of(column.name))) > 1, -column.position),
        )
        return _key([best], rows)
    return _pair(columns, rows)


def _may_name(column: Column, texts: Sequence[str], rows: int) -> bool:
    if column.filled < rows or column.unit or column.personal_kind in _CONTACTS:
        return False
    if column.type == "date":
        return column.position == 1 and column.distinct is None and len(texts) == rows
    if column.type != "string" or (column.distinct or 0) < _NEARLY * rows:
        return False
    if column.concept == "commune":
        return column.distinct == rows
    if names_a_code(column.name):
        return True
    return bool(texts) and sum(
        _CODE_LIKE.fullmatch(text) is not None for text in texts
    ) >= 0.95 * len(texts)


def _pair(columns: Sequence[Column], rows: Sequence[Row]) -> Key | None:
    """The first column and the day, where together they name nearly every row."""
    first = columns[0]
    day = next((column for column in columns if column.type == "date"), None)
    if day is None or first is day or first.type != "string" or first.filled < len(rows):
        return None
    if (first.distinct or 0) > 0.5 * len(rows):
        return None
    key = _key([first, day], rows)
    return key if key.duplicate_rows <= 0.01 * len(rows) else None


def _key(columns: Sequence[Column], rows: Sequence[Row]) -> Key:
    named: Counter[tuple[Cell, ...]] = Counter()
    whole: Counter[tuple[Cell, ...]] = Counter()
    for row in rows:
        named[tuple(cell_at(row, column.position - 1) for column in columns)] += 1
        whole[tuple(row)] += 1
    again = sum(count - 1 for count in named.values())
    return Key(
        [column.name for column in columns],
        [column.position for column in columns],
        not again,
        again,
        sum(count - 1 for count in whole.values()),
    )

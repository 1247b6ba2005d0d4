"""The key that names a row: one column that is no day and no measure, or a thing and a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence

from intake.file_reading.names import names_a_code, names_a_quantity, words_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Column, Key, Row
from intake.file_reading.vocabulary import vocabulary

_CODE_LIKE = re.compile(r"[\w.*/-]*\d[\w.*/-]*")
_NEARLY, _MOSTLY, _SEVERAL = 0.95, 0.7, 0.5
_MOMENTS = frozenset({"timestamp", "timestamp_tz"})
_DAYS = _MOMENTS | {"date"}
_TWICE = 0.05
_CONTACTS = frozenset({"email", "phone", "plate", "nir"})
_NUMBERING = vocabulary(
    "no nr num numero numeros ticket bon bordereau id ident identifiant uid uuid gid"
)
_REFERRING = frozenset({"ref", "reference"})
"""First only: a value of reference is a measure."""


def find_key(
    columns: Sequence[Column], rows: Sequence[Row], texts: dict[int, Sequence[str]], sheet: str
) -> Key | None:
    """A column that numbers things, or else one of codes before the day, or else a thing and a day.

    `rows`: those that are data; `texts`: the different values by position.
    """
    if len(rows) < 2:
        return None
    near = set(words_of(sheet))

    def nearness(column: Column) -> tuple[bool, int]:
        return len(near & set(words_of(column.name))) > 1, -column.position

    numbering = [
        column for column in columns
        if _numbers_things(column, texts.get(column.position, ()), len(rows))
    ]  # fmt: skip
    if numbering:
        # One that comes twice would name the rows less well than another that never does.
        return _key(
            [max(numbering, key=lambda one: (_times(one, texts) == len(rows), nearness(one)))], rows
        )
    first_day = next((at.position for at in columns if at.type in {"date", "timestamp"}), 1 << 20)
    candidates = [
        column for column in columns
        if _may_name(column, texts.get(column.position, ()), len(rows))
        and (column.position < first_day or column.position == columns[0].position)
    ]  # fmt: skip
    return _key([max(candidates, key=nearness)], rows) if candidates else _pair(columns, rows)


def _times(column: Column, texts: dict[int, Sequence[str]]) -> int:
    """The number of different values of the column."""
    return len(texts.get(column.position, ()))


def _numbers_things(column: Column, texts: Sequence[str], rows: int) -> bool:
    """`N° ticket`, `Référence`, `id`: codes or whole numbers, named so and one for each row.

    A number that is somebody's (`N° abonné`) numbers persons: it may come again in the next file.
    """
    if column.concept is not None or column.personal or column.filled < rows:
        return False
    if _measures_or_reaches(column):
        return False
    words = words_of(column.name)
    if not words or names_a_quantity(column.name) or len(texts) < _NEARLY * rows:
        return False
    if words[0] not in _NUMBERING | _REFERRING and words[-1] not in _NUMBERING:
        return False
    return column.type == "integer" or (column.type == "string" and _are_codes(texts))


def _measures_or_reaches(column: Column) -> bool:
    return column.unit is not None or column.personal_kind in _CONTACTS


def numbered_again(
    columns: Sequence[Column], rows: Sequence[Row], texts: dict[int, Sequence[str]]
) -> tuple[str, int] | None:
    """(the name of a column of numbers of things, how many rows bear one seen before), where such
    rows are nearly those before: a permit with two applicants, its area on both.
    """
    for column in columns:
        words = words_of(column.name)
        count = _times(column, texts)
        is_number = words and (words[0] in _NUMBERING | _REFERRING or words[-1] in _NUMBERING)
        if not is_number or column.personal or not _SEVERAL * len(rows) <= count < len(rows):
            continue
        names = [text.replace(" ", "") for text in texts.get(column.position, ())]
        if column.filled < len(rows) or not _are_codes(names):
            continue
        others = [one for one in columns if one is not column]
        again = _alike(column, others, rows)
        if again and again >= _MOSTLY * (len(rows) - count):
            return column.name, again
    return None


def _alike(column: Column, others: Sequence[Column], rows: Sequence[Row]) -> int:
    """Rows with a number seen before, most of whose cells and one measure are those of its row."""
    measures = {one.position for one in others if one.type in {"integer", "decimal"}}
    first: dict[object, Row] = {}
    again = 0
    for row in rows:
        before = first.setdefault(cell_at(row, column.position - 1), row)
        if before is row:
            continue
        pairs = {
            one.position: (cell_at(row, one.position - 1), cell_at(before, one.position - 1))
            for one in others
        }
        same = [at for at, (one, other) in pairs.items() if one is not None and one == other]
        present = sum(one is not None or other is not None for one, other in pairs.values())
        again += len(same) >= _MOSTLY * present and bool(measures & set(same))
    return again


def _may_name(column: Column, texts: Sequence[str], rows: int) -> bool:
    """Neither a day nor a measure: they differ from row to row by chance."""
    if column.filled < rows or _measures_or_reaches(column):
        return False
    if column.type != "string" or (column.distinct or 0) < _NEARLY * rows:
        return False
    if column.concept == "commune":
        return column.distinct == rows
    return names_a_code(column.name) or _are_codes(texts)


def _are_codes(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(
        _CODE_LIKE.fullmatch(text) is not None for text in texts
    ) >= 0.95 * len(texts)


def _pair(columns: Sequence[Column], rows: Sequence[Row]) -> Key | None:
    """The first column and the day or the moment, where together they name nearly every row.

    An hour that comes twice, when clocks are put back, is one in so many of a day's.
    """
    first = columns[0]
    day = next((column for column in columns if column.type in _DAYS), None)
    if day is None or first is day or first.type != "string" or first.filled < len(rows):
        return None
    if (first.distinct or 0) > 0.5 * len(rows):
        return None
    key = _key([first, day], rows)
    most = _TWICE if day.type in _MOMENTS else 0.01
    return key if key.duplicate_rows <= most * len(rows) else None


def _key(columns: Sequence[Column], rows: Sequence[Row]) -> Key:
    indexes = [column.position - 1 for column in columns]

    def name_of(row: Row) -> Hashable:
        cells = tuple(cell_at(row, index) for index in indexes)
        return cells if len(cells) > 1 else cells[0]

    named = Counter(name_of(row) for row in rows)
    # Rows that are the same have the same name.
    whole = Counter(tuple(row) for row in rows if named[name_of(row)] > 1)
    again = sum(count - 1 for count in named.values())
    return Key(
        [column.name for column in columns],
        [column.position for column in columns],
        not again,
        again,
        sum(count - 1 for count in whole.values()),
    )

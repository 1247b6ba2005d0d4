"""A filled model of a standard: its example and its explanations are no data, wherever they stand.

The example is known by its values, as the model gives them: a person may copy it under the
headers, rename its sheet, or save it by another program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import takewhile

from catalog.fold import fold
from catalog.standards.model_sheets import EXPLAINED, LISTS, example_of
from catalog.standards.table_schemas import table_schemas
from intake.file_reading.cell_text import shown
from intake.file_reading.day_text import moment_of
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Cell, Flag, Reason, Row, Sheet

_LEAST = 3
_LOOKED_AT = 20
_MOST_SAID = 3
_EXAMPLE = re.compile(r"(?:ex\.? ?:|[(\[]?(?:exemple|example)s?\b(?! d[eu']))")
_EXPLAINED = [fold(text) for text in EXPLAINED]
_TRUE = frozenset({"vrai", "true", "oui", "yes"})
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([ T].*)?")


def is_explanations(sheet: Sheet) -> bool:
    """Its headers are those under which a model explains its columns."""
    return any(
        [fold(shown(cell)) for cell in row[: len(EXPLAINED)]] == _EXPLAINED
        for row in sheet.rows[:_LOOKED_AT]
    )


def is_lists(sheet: Sheet) -> bool:
    """The hidden sheet of the values to choose from."""
    return sheet.hidden and fold(sheet.name or "") == fold(LISTS)


def set_example_aside(sheet: Sheet, header: Header, rows: Rows) -> None:
    """Takes each row that is a model's example, or says that it is one, out of the data."""
    first = list(takewhile(lambda at: _says_example(sheet.rows[at]), rows.data))
    if len(first) <= _MOST_SAID and len(first) < len(rows.data):
        rows.leave(sheet, first, Reason.EXAMPLE)
    names = {fold(header.names[column]): column for column in header.columns}
    for example in _examples():
        columns = {names[name]: text for name, text in example.items() if name in names}
        if len(columns) < min(_LEAST, len(example)):
            continue
        copies = [at for at in rows.data if _is_example(sheet.rows[at], header, columns)]
        rows.leave(sheet, copies, Reason.EXAMPLE)


def _is_example(row: Row, header: Header, columns: Mapping[int, str]) -> bool:
    present = filled(row, header.columns)
    return (
        len(present) >= min(_LEAST, len(columns))
        and all(at in columns for at in present)
        and all(_is_value(row[at], columns[at]) for at in present)
        and 2 * len(present) > len(columns)
    )


def _says_example(row: Row) -> bool:
    """`Ex. : PAV01-9999`, `Exemple`, `(exemple)`, in its first cell."""
    first = next((shown(cell) for cell in row if cell is not None), "")
    return _EXAMPLE.match(fold(first).strip()) is not None


def _examples() -> Sequence[Mapping[str, str]]:
    """The example of each standard, by folded names of its columns."""
    return [
        {fold(field["name"]): example_of(field) for field in schema["fields"]}
        for schema in table_schemas().values()
    ]


def _is_value(cell: Cell, example: str) -> bool:
    """True where the cell may be what a program made of the example's text."""
    match cell:
        case Flag():
            return example.lower() in _TRUE and cell is Flag.TRUE
        case int() | float():
            return _number(example) == Decimal(repr(cell))
        case date():
            return _day(example) == _without_time(cell)
    text = shown(cell).strip().lstrip("'")
    number = _number(example)
    return (
        fold(text) == fold(example)
        or (_PLAIN_DATE.fullmatch(example) is not None and _day(text) == _day(example))
        or (number is not None and _number(text) == number)
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", "."))
    except InvalidOperation:
        return None


def _day(text: str) -> object:
    return _without_time(moment_of(text, "dmy"))


def _without_time(moment: object) -> object:
    return moment.date() if isinstance(moment, datetime) else moment

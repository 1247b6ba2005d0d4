"""Rules of every workbook that is handed out: text stays text, numbers keep their digits."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import xlsxwriter

_EXACT_DIGITS: Final = 15
"""A spreadsheet keeps numbers as doubles: what has more digits is written as text."""
_LONGEST_CELL: Final = 32_000
_LONGEST_NAME: Final = 31
_REFUSED_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


def new_workbook(target: io.BytesIO) -> Any:
    """Nothing of it is a formula or an address by its mere look."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(target, options)


def add_sheet(workbook: Any, name: str) -> Any:
    """Under a name that a spreadsheet accepts; numbered where another has it already."""
    plain = name.translate(_REFUSED_IN_NAMES)
    taken = {sheet.get_name().lower() for sheet in workbook.worksheets()}
    shown, number = plain[:_LONGEST_NAME] or "1", 1
    while shown.lower() in taken:
        number += 1
        ending = f" {number}"
        shown = plain[: _LONGEST_NAME - len(ending)] + ending
    return workbook.add_worksheet(shown)


def write_texts(sheet: Any, row: int, texts: Sequence[str], style: Any = None) -> None:
    for place, text in enumerate(texts):
        sheet.write_string(row, place, text[:_LONGEST_CELL], style)


def write_cell(sheet: Any, row: int, place: int, value: object, *, numeric: bool) -> None:
    """Nothing where there is nothing; a number as text where a double would change it."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
        return
    number = _number(str(value)) if numeric else None
    if number is None:
        sheet.write_string(row, place, str(value)[:_LONGEST_CELL])
    else:
        sheet.write_number(row, place, number)


def _number(text: str) -> float | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or _significant_digits(value) > _EXACT_DIGITS:
        return None
    return float(value)


def _significant_digits(value: Decimal) -> int:
    """Zeros at either end aside. `normalize` would round to the 28 digits of Python's context."""
    digits = "".join(map(str, value.as_tuple().digits))
    return len(digits.strip("0"))

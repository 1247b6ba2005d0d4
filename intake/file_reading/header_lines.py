"""Judges whether a line is the second of a header: figures are not, labels under codes are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.file_reading.cell_text import is_label, is_number, is_year, shown, sort_of
from intake.file_reading.empties import stands_for_nothing
from intake.file_reading.row_cells import cell_at, filled
from intake.file_reading.values import Cell, Row, Sheet

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,11}")
_PLAIN = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OTHERS, _SAMPLED = 2, 200
_LEAST, _LOOKED_AT = 3, 12
_CODED, _MOST_OF_FORM = 4, 0.6


def are_figures(cells: Sequence[Cell]) -> bool:
    """Of a sum that names no chapter, above its rows; codes under names are of one length."""
    numbers = [
        str(cell).strip() for cell in cells
        if isinstance(cell, str) and is_number(cell) and not is_year(cell)
    ]  # fmt: skip
    lengths = set(map(len, numbers))
    are_codes = all(map(str.isdecimal, numbers)) and len(lengths) < 2 and len(numbers) > 1
    return bool(numbers) and not (are_codes and len(numbers) == len(cells))


def are_codes_over_labels(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    """`MTEMPL` over `Part employeur`, `id_pav` over `Identifiant`, in each column, and something
    else than words below.
    """
    upper, lower = ([_cell(sheet, line, column) for column in columns] for line in (at, at + 1))
    if len(columns) < _LEAST or not all(map(is_label, lower)):
        return False
    below = range(at + 2, min(at + 2 + _LOOKED_AT, len(sheet.rows)))
    sorts = [{sort_of(cell) for line in below if (cell := _cell(sheet, line, column)) is not None}
             for column in columns]  # fmt: skip
    others = sum(bool(sort) and "text" not in sort for sort in sorts)
    if all(isinstance(cell, str) and _CODE.fullmatch(cell.strip()) for cell in upper):
        return others > 0 and not any(str(cell).isupper() for cell in lower)
    return others >= _OTHERS and _are_plain_over_labels(upper, lower, sheet.rows[at + 2 :])


def _are_plain_over_labels(upper: Sequence[Cell], lower: Sequence[Cell], rows: list[Row]) -> bool:
    """A program's own names over words, none of which is a value that comes again below."""
    are_plain = all(isinstance(cell, str) and _PLAIN.fullmatch(cell.strip()) for cell in upper)
    has_joined = any("_" in str(cell) for cell in upper)
    words = [shown(cell).strip() for cell in lower]
    again = {shown(cell).strip() for row in rows[:_SAMPLED] for cell in row if cell is not None}
    return (
        are_plain
        and has_joined
        and len(set(words)) == len(words)
        and all(word[:1].isupper() for word in words)
        and not any(stands_for_nothing(word, among_text=False) or word in again for word in words)
    )


def has_forms_of(head: Row, others: Sequence[Row], columns: Sequence[int]) -> bool:
    """Each cell is formed as most cells below it are, and figures are among its letters."""
    cells = [_at(head, at) for at in columns]
    if not others or not all(isinstance(cell, str) and len(cell) >= _CODED for cell in cells):
        return False
    forms = [_form_of(str(cell)) for cell in cells]
    below = [[_form_of(shown(_at(row, at))) for row in others] for at in columns]
    return all("9" in form for form in forms) and all(
        forms_of.count(form) >= _MOST_OF_FORM * len(forms_of)
        for form, forms_of in zip(forms, below, strict=True)
    )


def may_head(cell: Cell) -> bool:
    return is_label(cell) or is_year(cell)


def _form_of(text: str) -> str:
    """`AAA9` for `NOM12`: each letter, and each run of figures, as one sign."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d+", "9", text))


def _cell(sheet: Sheet, line: int, column: int) -> Cell:
    return _at(sheet.rows[line], column)


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def fields_go_on(rows: Sequence[Row], head: int, at: int, columns: Sequence[int]) -> bool:
    """A row under words over fewer columns, with figures or days where the rows beside it have some
    too: fields that go on past the header make it no header.
    """
    if at <= head or head + 2 >= len(rows):
        return False
    words = filled(rows[head], columns)
    first, second, own = (
        [sort_of(cell_at(rows[row], column)) for column in columns]
        for row in (head + 1, head + 2, at)
    )
    # Years and months head columns as well.
    figures = [column for column in columns if sort_of(cell_at(rows[at], column)) != "text"
               and not is_year(cell_at(rows[at], column))]  # fmt: skip
    return (
        2 * len(words) >= len(columns) and words == list(columns[: len(words)])
        and all(is_label(rows[head][column]) for column in words)
        and first == second == own and len(figures) > 1
    )  # fmt: skip

"""Marks of footnotes stuck to figures: `14 920 (1)`, `663,0*`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalog.fold import fold
from intake.file_reading.cell_text import is_number, shown
from intake.file_reading.header import Header
from intake.file_reading.names import names_a_code
from intake.file_reading.number_text import parts_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.row_reasons import Rows
from intake.file_reading.superscripts import SIGNS, without_call
from intake.file_reading.values import Cell, Row, Sheet

FOOTNOTE_MARKS, PROVISIONAL = "footnote_marks", "provisional"
_MARKED = re.compile(
    r"(?P<number>.*\d.*?)\s*(?P<mark>\*{1,3}|\((?:\d{1,2}|[a-z]|est\.?|prov\.?)\)"
    rf"|[{SIGNS}]+(?:[,;\s]+[{SIGNS}]+)*|(?<=\s)(?:[bdepruz]|est\.|prov\.|estimée?|provisoire))"
)
_KNOWN = frozenset({"(e)", "(p)", "(r)", "(est)", "(est.)", "(prov)", "(prov.)"})
"""Estimated, provisional, revised: as statistics mark them, without a legend."""
_NOT_FINAL = re.compile(r"estim|provis|previs|a confirmer|non defini|partiel|prelim|projet")
_MARKS_NOT_FINAL = frozenset(
    {"(e)", "(p)", "(est)", "(est.)", "(prov)", "(prov.)", "e", "p", "est.", "prov."}
)
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
_ENDS = (
    "*",
    ")",
    *(f" {letter}" for letter in "bdepruz"),
    "est.",
    "prov.",
    "estimé",
    "estimée",
    "provisoire",
    *_RAISED,
)
_CALLS = tuple(_RAISED)
_MOSTLY, _OFTEN = 0.5, 5
_LONGEST = 80
"""Characters of a figure and its mark."""


def without_footnote_marks(sheet: Sheet, header: Header, rows: Rows) -> Sheet:
    """A copy where marks were taken off, that knows the sheet as the file has it.

    A mark in brackets is one only where a line outside the rows explains it.
    """
    lines = _legend(sheet, rows)
    legend = " ".join(lines)
    changed: dict[int, Row] = {}
    not_final: set[int] = set()
    for column in header.columns:
        if names_a_code(header.names[column]):
            continue
        for at, (number, mark) in _marked(sheet, column, rows.data, legend).items():
            row = changed.setdefault(at, list(sheet.rows[at]))
            row[column] = number
            if _is_not_final(mark, lines):
                not_final.add(at)
        for at in rows.data:
            cell = cell_at(sheet.rows[at], column)
            if type(cell) is str and cell.endswith(_CALLS) and without_call(cell) != cell:
                changed.setdefault(at, list(sheet.rows[at]))[column] = without_call(cell)
    if not changed:
        return sheet
    rows.questions[FOOTNOTE_MARKS] = sorted(set(changed) - not_final)
    rows.questions[PROVISIONAL] = sorted(not_final)
    kept = [changed.get(at, row) for at, row in enumerate(sheet.rows)]
    return replace(sheet, rows=kept, whole=sheet.whole or sheet)


def _legend(sheet: Sheet, rows: Rows) -> list[str]:
    lines = (sheet.rows[row.row - 1] for row in rows.ignored)
    return [str(cell).strip() for line in lines for cell in line if isinstance(cell, str)]


def _is_not_final(mark: str, lines: Sequence[str]) -> bool:
    """By itself, or as the line that begins with it explains."""
    plain = fold(mark)
    if plain in _MARKS_NOT_FINAL or _NOT_FINAL.match(plain):
        return True
    return any(line.startswith(mark) and _NOT_FINAL.search(fold(line[:200])) for line in lines)


def _marked(
    sheet: Sheet, column: int, data: Sequence[int], legend: str
) -> dict[int, tuple[str, str]]:
    """The figure and its mark by row; none in a column where most other cells are words."""
    marked: dict[int, tuple[str, str]] = {}
    for at in data:
        number = _number_before_mark(cell_at(sheet.rows[at], column), legend)
        if number is not None:
            marked[at] = number
    if not marked or _are_part_of_codes(sheet, column, data, marked, legend):
        return {}
    cells = [cell_at(sheet.rows[at], column) for at in data if at not in marked]
    others = [cell for cell in cells if cell is not None]
    figures = sum(map(is_number, others))
    return (
        marked if figures and figures + len(marked) > _MOSTLY * (len(others) + len(marked)) else {}
    )


def _are_part_of_codes(
    sheet: Sheet, column: int, data: Sequence[int], marked: Mapping[int, tuple[str, str]],
    legend: str,
) -> bool:  # fmt: skip
    """`2130*` among `6210`: few whole numbers that come again and again, each always with a mark
    that no line explains, or always without.
    """
    with_mark = Counter(number for number, _ in marked.values())
    others = Counter(
        shown(cell).strip() for at in data
        if at not in marked and (cell := cell_at(sheet.rows[at], column)) is not None
    )  # fmt: skip
    numbers = {*with_mark, *others}
    is_explained = any(mark in legend for _, mark in marked.values())
    if is_explained or with_mark.keys() & others.keys() or not all(map(str.isdecimal, numbers)):
        return False
    is_repeated = _OFTEN * len(numbers) <= with_mark.total() + others.total()
    return is_repeated and min(map(len, numbers)) > 2 and min(with_mark.values()) > 1


def _number_before_mark(cell: Cell, legend: str) -> tuple[str, str] | None:
    if type(cell) is not str or not cell.rstrip().endswith(_ENDS):
        return None
    text = cell.strip()
    match = _MARKED.fullmatch(text) if len(text) <= _LONGEST else None
    if text.endswith(_CALLS) and parts_of(text) is not None:
        # `3,5 m³`: the sign is of the unit.
        return None
    if match is None or parts_of(match["number"]) is None:
        return None
    mark = match["mark"]
    is_explained = not mark.startswith("(") or mark in legend or mark in _KNOWN
    return (match["number"], mark) if is_explained else None

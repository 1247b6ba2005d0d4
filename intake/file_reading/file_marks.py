"""The marks of decimals and thousands that the columns of one file prove for each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.names import names_a_code

_GROUPED = re.compile(r"[-$€£ ]*\d{1,3}(?:,\d{3})+\.\d+")
_SURE_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+,\d+|0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
_DOT_OF_TWO = re.compile(r"-?\d+\.\d{1,2}")
_DECIMAL_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")


@dataclass(frozen=True, slots=True)
class FileMarks:
    """`has_comma`: some column has decimals after a comma; `has_groups`: one has commas between
    thousands; `has_dot`: one has decimals after a dot, and none surely after a comma.
    """

    has_comma: bool
    has_groups: bool
    has_dot: bool


def marks_of_file(columns: Sequence[ColumnCells]) -> FileMarks:
    """By the first different cells of each column."""
    is_sure = _any_cell(columns, _SURE_COMMA)
    has_dot = not is_sure and any(map(_parts_decimals_by_dots, columns))
    # Beside `2.40`, `2,395` may have its thousands parted: it proves no decimals.
    has_comma = not has_dot and (is_sure or _any_cell(columns, _DECIMAL_COMMA))
    has_groups = not is_sure and _any_cell(columns, _GROUPED)
    return FileMarks(has_comma, has_groups, has_dot)


def _any_cell(columns: Sequence[ColumnCells], form: re.Pattern[str]) -> bool:
    return any(
        isinstance(cell, str) and form.fullmatch(cell)
        for column in columns for cell in list(column.cells)[:500]
    )  # fmt: skip


def _parts_decimals_by_dots(column: ColumnCells) -> bool:
    """Half of the different cells have one decimal or two; degrees and codes prove nothing of how
    the other figures of a file are written.
    """
    cells = list(column.cells)[:500]
    dotted = sum(
        isinstance(cell, str) and _DOT_OF_TWO.fullmatch(cell) is not None for cell in cells
    )
    return len(cells) <= 2 * dotted > 0 and not names_a_code(column.name)

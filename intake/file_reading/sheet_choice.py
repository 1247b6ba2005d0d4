"""Chooses the sheets of a workbook that hold the data, and tells why the others are left aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.fold import fold
from intake.file_reading.amount_sides import AMOUNT_SIDES, with_signed_amounts
from intake.file_reading.answers import AS_DATA, ReadingAnswers
from intake.file_reading.comment_lines import comments_of, without_comments
from intake.file_reading.forms import forms_among
from intake.file_reading.forms_below import are_forms_below
from intake.file_reading.header import Header, find_header
from intake.file_reading.index_letters import set_letters_aside
from intake.file_reading.joined_sheets import join_sheets
from intake.file_reading.lying_tables import LYING, is_lying, stood_up
from intake.file_reading.model_files import (
    is_explanations,
    is_lists,
    set_example_aside,
)
from intake.file_reading.moved_columns import with_columns_aligned
from intake.file_reading.numbered_columns import set_column_numbers_aside
from intake.file_reading.records_over_lines import RECORDS_OVER_LINES, lines_of_a_record
from intake.file_reading.row_reasons import Rows, sort_rows
from intake.file_reading.row_repairs import repaired
from intake.file_reading.sheet_copies import copies_among
from intake.file_reading.sheet_totals import lists_totals_of
from intake.file_reading.sheet_units import other_units
from intake.file_reading.side_by_side import split_beside
from intake.file_reading.stacked import split_stacked
from intake.file_reading.sum_sheets import find_sum_sheets
from intake.file_reading.sums_aside import set_sums_aside
from intake.file_reading.tables import Table
from intake.file_reading.values import LeftSheet, Reason, Sheet

_PIVOT = ("etiquettes de lignes", "row labels", "somme de ", "nombre de ", "sum of ")
_LARGE_TOO = 0.5
MOVED_COLUMNS = "moved_columns"
SUM_SHEET = "sum_sheet"


@dataclass(slots=True)
class Choice:
    """`tables` have the same headers; `rivals`: sheets that might be meant as well."""

    tables: list[Table]
    left: list[LeftSheet] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)
    sums: list[Table] = field(default_factory=list)
    """Sheets that are left aside because their names alone say that they add up the others."""
    below: list[str] = field(default_factory=list)
    """Tables on the sheet of one that is read, and not read: from which row on."""
    without_header: list[str] = field(default_factory=list)
    """Sheets that go on with the main one, without headers of their own."""
    aligned: list[str] = field(default_factory=list)
    """Sheets whose columns were put under those of the main one."""


def choose_sheets(sheets: Sequence[Sheet], answers: ReadingAnswers) -> Choice:
    """No tables where no sheet holds one."""
    plain = [without_comments(sheet, comments_of(sheet)) for sheet in sheets]
    stacked = [
        part for sheet in plain
        for part in ([sheet] if sheet.names or are_forms_below(sheet) else split_stacked(sheet))
    ]  # fmt: skip
    sheets = [part for sheet in stacked for part in split_beside(sheet)]
    tables, left = _tables_in(sheets, answers)
    own = [table for table in tables if (table.sheet.name or "") not in left]
    candidates = own or tables
    if not candidates:
        return Choice([], _named(sheets, left))
    shown = [table for table in candidates if not table.sheet.hidden] or candidates
    wanted = answers.of("sheet")
    main = max(shown, key=lambda table: (table.sheet.name == wanted, table.size))
    joined = join_sheets(shown, main)
    candidates = [*joined.tables, *(table for table in candidates if table not in shown)]
    shown, main = joined.tables, joined.main
    together = [table for table in shown if table is main or _has_names_of(table, main)]
    copies = copies_among(together, main)
    together = [table for table in together if table not in [copy for copy, _ in copies]]
    sums = find_sum_sheets(together)
    named = sums.named if answers.of(SUM_SHEET) is None else []
    if answers.of(SUM_SHEET) != AS_DATA:
        gone = [*sums.proven, *sums.named]
        together = [table for table in together if table not in gone]
        left |= {table.sheet.name or "": "sum of the others" for table in gone}
        candidates = [table for table in candidates if table not in gone]
        main = main if main in together else max(together, key=lambda table: table.size)
    rivals = []
    for table in candidates:
        name = table.sheet.name or ""
        if table in together:
            left.pop(name, None)
            continue
        if same := [is_whole for copy, is_whole in copies if copy is table]:
            left[name] = "copy" if same[0] else "another table"
            rivals += [] if same[0] or main.sheet.name == wanted else [name]
            continue
        if main.sheet.name != wanted and lists_totals_of(table, together):
            left[name] = "sum of the others"
            continue
        is_list = len(table.header.columns) == 1 < len(main.header.columns)
        left[name] = "hidden" if table.sheet.hidden else ("notes" if is_list else "another table")
        if (
            left[name] == "another table"
            and table.size >= _LARGE_TOO * main.size
            and (main.sheet.name != wanted)
        ):
            rivals.append(name)
    read = {table.sheet.name or "" for table in together}
    return Choice(
        together, _named(sheets, left), rivals, named, _on_same_sheet(sheets, together),
        [name for name in joined.without_header if name in read],
        [name for name in joined.aligned if name in read],
    )  # fmt: skip


def _on_same_sheet(sheets: Sequence[Sheet], together: Sequence[Table]) -> list[str]:
    read = [table.sheet for table in together]
    wholes = [sheet.whole for sheet in read if sheet.whole is not None]
    names = {sheet.name for sheet in read}
    return [
        str(sheet.begins + 1)
        for sheet in sheets
        if any(sheet.whole is whole for whole in wholes) and sheet.name not in names
    ]


def _tables_in(
    sheets: Sequence[Sheet], answers: ReadingAnswers
) -> tuple[list[Table], dict[str, str]]:
    """(every table, why a sheet is left aside whatever the others are)."""
    tables: list[Table] = []
    left: dict[str, str] = {}
    has_header = answers.of("no_header") == "header"
    header_row = None if answers.header_row is None else answers.header_row - 1
    forms = forms_among(sheets)
    for number, sheet in enumerate(sheets):
        name = sheet.name or ""
        why = None if sheet.names else _why_no_table(sheet, is_form=number in forms)
        header = None if why else find_header(sheet, has_one=has_header, row=header_row)
        if header is not None and lines_of_a_record(sheet, header) > 1:
            why = RECORDS_OVER_LINES
        if why:
            left[name] = why
            continue
        moved: list[int] = []
        sided: list[int] = []
        if header is not None:
            sheet, moved = with_columns_aligned(sheet, header)  # noqa: PLW2901 - it is that sheet
            sheet, sided = with_signed_amounts(sheet, header)  # noqa: PLW2901 - it is that sheet
        rows = None if header is None else sort_rows(sheet, header)
        if header is not None and rows is not None:
            rows.questions[MOVED_COLUMNS] = moved
            rows.questions[AMOUNT_SIDES] = sorted(set(sided).intersection(rows.data))
            if is_lying(sheet, header, rows):
                sheet, header, rows = _stood_up(sheet, header, rows)  # noqa: PLW2901 - the same
            set_example_aside(sheet, header, rows)
            set_letters_aside(sheet, header, rows)
            set_column_numbers_aside(sheet, header, rows)
            sheet = repaired(sheet, header, rows)  # noqa: PLW2901 - it is that sheet
            set_sums_aside(sheet, header, rows, answers)
        if header is None or rows is None or not rows.data:
            left[name] = "example" if rows is not None and _is_example(rows) else "notes"
            continue
        if _is_pivot(sheet, header):
            left[name] = "pivot table of the data"
        tables.append(Table(sheet, header, rows))
    return tables, left


def _why_no_table(sheet: Sheet, *, is_form: bool) -> str | None:
    if is_explanations(sheet) or is_lists(sheet):
        return "explanations"
    if not any(cell is not None for row in sheet.rows for cell in row):
        return "empty"
    return "form" if is_form else None


def _stood_up(sheet: Sheet, header: Header, rows: Rows) -> tuple[Sheet, Header, Rows]:
    """As it is where no table comes out."""
    standing = stood_up(sheet, header, rows)
    upright = find_header(standing)
    if upright is None or not upright.rows:
        return sheet, header, rows
    sorted_rows = sort_rows(standing, upright)
    sorted_rows.questions[LYING] = list(sorted_rows.data)
    return standing, upright, sorted_rows


def _is_example(rows: Rows) -> bool:
    return any(row.reason is Reason.EXAMPLE for row in rows.ignored)


def _named(sheets: Sequence[Sheet], left: dict[str, str]) -> list[LeftSheet]:
    return [
        LeftSheet(sheet.name or "", left[sheet.name or ""])
        for sheet in sheets
        if (sheet.name or "") in left
    ]


def _has_names_of(table: Table, main: Table) -> bool:
    ours, theirs = (
        [fold(each.header.names[column]) for column in each.header.columns]
        for each in (table, main)
    )
    if ours == theirs:
        return bool(main.header.rows)
    return other_units(table.header, main.header) is not None


def _is_pivot(sheet: Sheet, header: Header) -> bool:
    first = [fold(header.names[column]) for column in header.columns[:2]]
    return sheet.is_pivot or any(name.startswith(_PIVOT[:2]) for name in first) or (
        len(first) > 1 and any(fold(sheet.name or "").startswith(word) for word in ("tcd", "pivot"))
    )  # fmt: skip

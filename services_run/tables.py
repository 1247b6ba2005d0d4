"""One file as rows of values: what `file_reading` understands of it, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalog.cog import load_cog
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import is_number
from intake.file_reading.column_cells import collect, fill_down
from intake.file_reading.column_types import type_column
from intake.file_reading.communes import kind_of_places
from intake.file_reading.meanings import concept_after_typing, concept_before_typing
from intake.file_reading.opening import open_file
from intake.file_reading.problems import NoTableFound
from intake.file_reading.row_cells import cell_at
from intake.file_reading.sheet_choice import choose_sheets
from intake.file_reading.tables import Table
from intake.file_reading.turned_tables import TURNED, turned_table
from intake.file_reading.typed import Typed
from intake.file_reading.values import Cell, IgnoredRow


@dataclass(slots=True)
class TableColumn:
    """`type` as in `file_reading`; `values`: one for each row, None where nothing is read."""

    name: str
    type: str
    unit: str | None
    concept: str | None
    values: list[object]
    unread: dict[int, str] = field(default_factory=dict)
    """By the number of the row in the file, what stands in a cell that the type does not hold."""
    written: list[object] = field(default_factory=list)
    """Of dates, the cells as they are written: an invoice may be numbered `2024-01`."""


@dataclass(slots=True)
class FileTable:
    """`rows`: the number that a spreadsheet shows for each row of values."""

    file: str
    columns: list[TableColumn]
    rows: list[int]
    ignored: list[IgnoredRow]
    """Titles, totals and notes, which are no data."""
    is_document: bool = False
    """Of a JSON document: its columns bear the names of the role's fields."""
    sources: list[str] = field(default_factory=list)
    """Of rows that come from several data, the name of each row's own."""
    is_key_hidden: bool = False
    """True where the key that tells rows apart is not read whole: two rows alike are then two."""


def read_table(data: bytes, name: str, *, places: bool = True) -> FileTable:
    """Sheets with the same headers are read together; `places`: whether commune codes are looked
    for. Raises the problems of `file_reading`.
    """
    opened = open_file(data, name)
    tables = choose_sheets(opened.sheets, ReadingAnswers()).tables
    turned = turned_table(tables)
    if turned is not None:
        return replace(read_table(turned, TURNED, places=places), file=name)
    if not tables:
        raise NoTableFound(
            file=name,
            why_fr="aucune feuille n'a de titres suivis de lignes",
            why_en="no sheet has headers followed by rows",
        )
    main = max(tables, key=lambda table: table.size)
    for table in tables:
        fill_down(table.sheet, table.header, table.rows.data)
        table.repeat_labels(ReadingAnswers())
    typed = _typed(main, [table for table in tables if table is not main], places=places)
    rows = [(table, at) for table in tables for at in table.rows.data]
    numbers = [at + 1 for _, at in rows]
    return FileTable(
        file=name,
        columns=[_column(one, rows, numbers) for one in typed],
        rows=numbers,
        ignored=[row for table in tables for row in table.rows.ignored],
    )


def _typed(main: Table, others: Sequence[Table], *, places: bool) -> list[Typed]:
    columns = collect(main.sheet, main.header, main.rows.data)
    for table in others:
        more_columns = collect(table.sheet, table.header, table.rows.data)
        for column, more in zip(columns, more_columns, strict=True):
            column.rows += more.rows
            column.cells += more.cells
            column.errors += more.errors
    cog = load_cog() if places else None
    has_comma = any(
        isinstance(cell, str) and "," in cell and cell.replace(",", "").lstrip("-").isdecimal()
        for column in columns
        for cell in list(column.cells)[:500]
    )
    typed = []
    for column in columns:
        concept = concept_before_typing(column.name, column.cells)
        if cog is not None and concept is None:
            kind = kind_of_places(cog, column.name, column.cells)
            concept = "commune" if kind == "code" else None
        one = type_column(column, concept, ReadingAnswers(), comma_elsewhere=has_comma)
        texts = [str(value) for value in list(one.values.values())[:500]]
        one.column.concept = one.column.concept or concept_after_typing(one.column, texts)
        typed.append(one)
    return typed


def _says_nothing(one: Typed, cell: Cell) -> bool:
    """A figure such as -999: nobody is asked here, so it is told as a cell that was not read."""
    return str(cell) in one.nothing and cell not in one.values and is_number(cell)


def _column(one: Typed, rows: Sequence[tuple[Table, int]], numbers: list[int]) -> TableColumn:
    index = one.column.position - 1
    cells: list[Cell] = [cell_at(table.sheet.rows[at], index) for table, at in rows]
    read = one.values
    unread = {}
    if one.misfits or one.nothing:
        unread = {
            number: str(cell)
            for number, cell in zip(numbers, cells, strict=True)
            if cell is not None and (cell in one.misfits or _says_nothing(one, cell))
        }
    return TableColumn(
        name=one.column.name,
        type=one.column.type,
        unit=one.column.unit,
        concept=one.column.concept,
        values=[None if cell is None else read.get(cell) for cell in cells],
        unread=unread,
        written=list(cells) if one.column.type == "date" else [],
    )

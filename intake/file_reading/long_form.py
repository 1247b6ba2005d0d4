"""A wide table made long: one row for each filled cell of its months, years or things."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from intake.file_reading.column_types import plain
from intake.file_reading.day_text import month_named, month_number
from intake.file_reading.typed_rows import ReadColumn, ReadFile, SourceRow
from intake.file_reading.values import Cell, Column, ErrorCell, FileReading, Note, Unpivot

_NAMES = {"mois": "Mois", "annee": "Année", "colonne": "Colonne"}
_NUMBERS = frozenset({"integer", "decimal"})


def long_form(file: ReadFile) -> ReadFile:
    """The columns that name a row, then the period or the thing, then the value.

    Empty cells give no row; those that cannot be read give one, and are counted. Columns of
    figures after the run (a total of the year) are left aside, which a note tells.
    """
    unpivot = file.reading.unpivot
    if unpivot is None:
        return file
    values = [column for column in file.columns if _is_at(column, unpivot.value_columns)]
    names, left = _names(file, unpivot)
    labels = {column.column.position: _label(column, values, unpivot.year) for column in values}
    rows: list[SourceRow] = []
    for row in file.rows():
        kept = [row.cell(column) for column in names]
        for column in values:
            cell = row.cell(column)
            if cell in column.values or cell in column.misfits or isinstance(cell, ErrorCell):
                cells = [*kept, labels[column.column.position], cell]
                rows.append(dataclasses.replace(row, cells=cells))
    columns = [_repeated(column, at, rows) for at, column in enumerate(names, start=1)]
    columns.append(_variable(unpivot, list(labels.values()), len(columns) + 1, len(rows)))
    columns.append(_value(unpivot, values, len(columns) + 1, file))
    reading = _reading(file.reading, columns, names, rows, left)
    return ReadFile(reading, columns, file.tables, rows)


def _is_at(column: ReadColumn, positions: Sequence[int]) -> bool:
    return column.made is None and column.column.position in positions


def _names(file: ReadFile, unpivot: Unpivot) -> tuple[list[ReadColumn], list[ReadColumn]]:
    """(columns that come again in each row, columns of figures that are left aside)."""
    names: list[ReadColumn] = []
    left: list[ReadColumn] = []
    for column in file.columns:
        if _is_at(column, unpivot.value_columns):
            continue
        is_figure = column.column.type in _NUMBERS and not _is_at(column, unpivot.ids)
        (left if is_figure else names).append(column)
    return names, left


def _label(column: ReadColumn, values: Sequence[ReadColumn], year: int | None) -> Cell:
    """The part of a header after the words that all headers begin with; a month as its first day,
    where the year is known.
    """
    common = _common_words([one.name for one in values])
    own = " ".join(column.name.split()[common:]) or column.name
    month = month_number(own)
    if month is not None and year is not None:
        return date(year, month, 1)
    return month_named(own) or own


def _common_words(names: Sequence[str]) -> int:
    count = 0
    for words in zip(*(name.split()[:-1] for name in names), strict=False):
        if len(set(words)) > 1:
            break
        count += 1
    return count


def _repeated(column: ReadColumn, position: int, rows: Sequence[SourceRow]) -> ReadColumn:
    """Its figures counted again, over the long rows; its cells are copies, so it is not made."""
    cells = [row.cells[position - 1] for row in rows]
    described = dataclasses.replace(column.column, position=position)
    described.filled = (
        len(cells)
        if column.empty is not None
        else sum(cell in column.values for cell in cells if cell is not None)
    )
    described.unread = sum(cell in column.misfits for cell in cells if cell is not None)
    described.error_cells = sum(isinstance(cell, ErrorCell) for cell in cells)
    described.unread += described.error_cells
    if described.sum is not None:
        figures = [column.values[cell] for cell in cells if cell in column.values]
        described.sum = plain(sum((one for one in figures if isinstance(one, Decimal)), Decimal(0)))
    return dataclasses.replace(column, column=described, made=None, of=0)


def _variable(unpivot: Unpivot, labels: Sequence[Cell], position: int, rows: int) -> ReadColumn:
    is_day = all(isinstance(label, date) for label in labels)
    column = Column(position, _NAMES[unpivot.variable], "date" if is_day else "string", filled=rows)
    if is_day:
        column.concept = "date"
    else:
        column.distinct = len(set(labels))
    return ReadColumn(column, {label: label for label in labels})


def _value(
    unpivot: Unpivot, values: Sequence[ReadColumn], position: int, file: ReadFile
) -> ReadColumn:
    first = values[0].column
    is_decimal = any(column.column.type == "decimal" for column in values)
    merged: dict[Cell, object] = {}
    misfits: dict[Cell, str] = {}
    for column in values:
        merged.update(column.values)
        misfits.update(column.misfits)
    described = dataclasses.replace(
        first,
        position=position,
        name=_value_name(unpivot, values, file),
        type="decimal" if is_decimal else "integer",
        filled=sum(column.column.filled for column in values),
        sum=unpivot.sum,
        unread=sum(column.column.unread for column in values),
        error_cells=sum(column.column.error_cells for column in values),
        hidden=False,
        derived=None,
    )
    return ReadColumn(
        described, merged, {cell: why for cell, why in misfits.items() if cell not in merged}
    )


def _value_name(unpivot: Unpivot, values: Sequence[ReadColumn], file: ReadFile) -> str:
    names = [column.name for column in values]
    common = " ".join(names[0].split()[: _common_words(names)])
    name = common or unpivot.value
    taken = {column.name for column in file.columns}
    return name if name not in taken else f"{name} (valeur)"


def _reading(
    reading: FileReading,
    columns: Sequence[ReadColumn],
    names: Sequence[ReadColumn],
    rows: Sequence[SourceRow],
    left: Sequence[ReadColumn],
) -> FileReading:
    moved: Mapping[int, int] = {
        column.column.position: at for at, column in enumerate(names, start=1)
    }
    key = reading.key
    if key is not None and key.unique and set(key.positions) <= moved.keys():
        variable = columns[-2]
        key = dataclasses.replace(
            key,
            columns=[*key.columns, variable.name],
            positions=[moved[at] for at in key.positions] + [variable.column.position],
        )
    else:
        key = None
    notes = [note for note in reading.notes if note.code != "wide_form"]
    if left:
        listed = ", ".join(f"« {column.name} »" for column in left)
        listed_en = ", ".join(f'"{column.name}"' for column in left)
        notes.append(
            Note(
                "left_of_long_form", None,
                f"Le tableau est mis en long : {listed} est laissé de côté.",
                f"The table is made long: {listed_en} is left aside.",
            )
        )  # fmt: skip
    return dataclasses.replace(
        reading,
        rows_kept=len(rows),
        shape="table",
        columns=[column.column for column in columns],
        unpivot=None,
        key=key,
        communes=[
            dataclasses.replace(places, position=moved[places.position])
            for places in reading.communes
            if places.position in moved
        ],
        unread_count=sum(column.column.unread for column in columns),
        notes=notes,
    )

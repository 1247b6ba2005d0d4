"""Sheets of one form of which a header says another unit: kWh in May, MWh in June."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from catalog.fold import fold
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import is_number, shown
from intake.file_reading.doubts import MOST_ROWS, Doubt
from intake.file_reading.header import Header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.unit_factors import factor_between
from intake.file_reading.units import unit_in_name, unit_sign
from intake.file_reading.values import Cell, Flag, Row, ShownRow

SHEET_UNIT, CONVERT, AS_WRITTEN = "unit_between_sheets", "convert", "as_written"
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def other_units(table: Header, main: Header) -> dict[int, Decimal] | None:
    """By column, what takes its figures to the unit of `main`; None where the names differ by more
    than units.
    """
    if len(table.columns) != len(main.columns) or not (table.rows and main.rows):
        return None
    factors: dict[int, Decimal] = {}
    for column, other in zip(table.columns, main.columns, strict=True):
        name, wanted = table.names[column], main.names[other]
        if column != other:
            return None
        if fold(name) == fold(wanted):
            continue
        source, target = unit_in_name(name), unit_in_name(wanted)
        if source is None or target is None or _without_unit(name) != _without_unit(wanted):
            return None
        factor = factor_between(source, target)
        if factor is None:
            return None
        factors[column] = factor
    return factors


def _without_unit(name: str) -> str:
    return fold(_BRACKETS.sub("", name)).strip()


def follow_sheet_units(tables: Sequence[Table], answers: ReadingAnswers) -> list[Doubt]:
    """Converts in place to the unit of the largest table, and asks whether the header is right."""
    main = max(tables, key=lambda table: table.size)
    doubts: list[Doubt] = []
    for table in tables:
        for column, factor in (other_units(table.header, main.header) or {}).items():
            name = main.header.names[column]
            answer = answers.of(SHEET_UNIT, name)
            if answer is None:
                doubts.append(_question(table, main, column, factor))
            if answer != AS_WRITTEN:
                _convert(table, column, factor)
    return doubts


def _convert(table: Table, column: int, factor: Decimal) -> None:
    """Totals too: they are held against the rows later."""
    unit = unit_in_name(table.header.names[column])
    for row in table.sheet.rows[table.header.first_data :]:
        cell = cell_at(row, column)
        if cell is not None:
            row[column] = _converted(cell, factor, unit)


def _converted(cell: Cell, factor: Decimal, unit: str | None) -> Cell:
    """A text says its unit itself from now on."""
    if isinstance(cell, Flag):
        return cell
    if isinstance(cell, int | float):
        value = Decimal(repr(cell)) * factor
        return int(value) if value == value.to_integral_value() else float(value)
    is_bare = isinstance(cell, str) and is_number(cell) and cell.strip()[-1:].isdigit()
    return f"{cell} {unit}" if is_bare else cell


def _question(table: Table, main: Table, column: int, factor: Decimal) -> Doubt:
    own, wanted = (
        unit_sign(unit_in_name(each.header.names[column]) or "") for each in (table, main)
    )
    rows: list[ShownRow] = []
    for at in table.rows.data[:MOST_ROWS]:
        row: Row = table.sheet.rows[at]
        cell = cell_at(row, column)
        if isinstance(cell, int | float):
            value = f"{(Decimal(repr(cell)) * factor).normalize():f}".replace(".", ",")
            text = shown(cell).replace(".", ",")
            rows.append(ShownRow(at + 1, text, (f"{value} {wanted}", f"{text} {wanted}")))
    return Doubt(
        SHEET_UNIT, main.header.names[column], (f"{table.sheet.name} : {own}",), tuple(rows),
        (CONVERT, AS_WRITTEN),
    )  # fmt: skip

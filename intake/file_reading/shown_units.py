"""Figures as their formats show them: in thousands, or each in the unit of its own format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import shown
from intake.file_reading.column_units import in_words
from intake.file_reading.doubts import MOST_ROWS, Doubt
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.unit_factors import factor_between
from intake.file_reading.units import unit_in_name, unit_named, unit_sign
from intake.file_reading.values import Cell, Flag, ShownRow

MIXED = "mixed_units"
_THOUSAND = Decimal(1000)


def follow_formats(tables: Sequence[Table], answers: ReadingAnswers) -> list[Doubt]:
    """Puts figures, in place, as their formats show them, in one unit; tells it, or asks."""
    doubts: list[Doubt] = []
    main = max(tables, key=lambda table: table.size)
    for column in main.header.columns:
        shows = [(table, _formats(table, column)) for table in tables]
        if any(formats for _, formats in shows):
            doubts += _in_thousands(shows, column, main)
            doubts += _in_one_unit(shows, column, main, answers)
    return doubts


def _formats(table: Table, column: int) -> dict[int, tuple[str | None, int]]:
    """By row of data with a number: the unit that its format says, and its thousands."""
    rows: dict[int, tuple[str | None, int]] = {}
    data = set(table.rows.data)
    for first, last, words, thousands in table.sheet.formats.get(column + 1, ()):
        unit = unit_named(words)
        if unit is None and not thousands:
            continue
        for at in range(first - 1, last):
            if at in data and _is_figure(cell_at(table.sheet.rows[at], column)):
                rows[at] = unit, thousands
    return rows


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, Flag)


def _in_thousands(
    shows: Sequence[tuple[Table, Mapping[int, tuple[str | None, int]]]], column: int, main: Table
) -> Iterator[Doubt]:
    divided = False
    for table, formats in shows:
        for at, (_, thousands) in formats.items():
            if thousands:
                divided = True
                _multiply(table, at, column, 1 / _THOUSAND**thousands)
    if divided:
        yield Doubt("shown_in_thousands", main.header.names[column])


def _in_one_unit(
    shows: Sequence[tuple[Table, Mapping[int, tuple[str | None, int]]]], column: int, main: Table,
    answers: ReadingAnswers,
) -> Iterator[Doubt]:  # fmt: skip
    name = main.header.names[column]
    own = main.header.units.get(column) or unit_in_name(name)
    units = Counter(unit for _, formats in shows for unit, _ in formats.values() if unit)
    if not units:
        return
    answer = answers.of(MIXED, name)
    target = own or units.most_common(1)[0][0]
    if answer is not None and answer in units:
        target = answer
    factors = {
        unit: Decimal(1) if unit == target else factor_between(unit, target) for unit in units
    }
    if None in factors.values():
        return
    for table, formats in shows:
        table.header.units[column] = target
        for at, (unit, _) in formats.items():
            if unit is not None and unit != target:
                _multiply(table, at, column, factors[unit] or Decimal(1))
    if set(units) != {target} and answer is None:
        yield Doubt(
            MIXED, name, tuple(map(unit_sign, units)), tuple(_shown(shows, column, units, target)),
            tuple(units),
        )  # fmt: skip


def _multiply(table: Table, at: int, column: int, factor: Decimal) -> None:
    row = table.sheet.rows[at]
    value = Decimal(repr(row[column])) * factor
    row[column] = int(value) if value == value.to_integral_value() else float(value)


def _shown(
    shows: Sequence[tuple[Table, Mapping[int, tuple[str | None, int]]]], column: int,
    units: Mapping[str, int], target: str,
) -> Iterator[ShownRow]:  # fmt: skip
    """Of those in another unit than most, as they are in each."""
    left = MOST_ROWS
    for table, formats in shows:
        for at, (unit, _) in formats.items():
            if left and unit not in {None, target}:
                left -= 1
                value = Decimal(repr(table.sheet.rows[at][column]))
                readings = tuple(
                    f"{in_words(value * (factor_between(target, other) or 1))} {unit_sign(other)}"
                    for other in units
                )
                yield ShownRow(at + 1, shown(table.sheet.rows[at][column]), readings)

"""A column read in another type than its dataset has, as a person chose: what changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from catalog.actions.retyping import as_retyped
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import DAYS, NUMBERS, TYPES
from catalog.model.dataset import Classification, Column, ColumnType, Dataset, ScalarType
from intake.deposits.cell_values import CellValues, own_type
from intake.deposits.column_names import safe_text
from intake.deposits.column_pairs import Pair
from intake.deposits.values import MatchCause, MatchQuestion
from intake.file_reading.cell_text import shown
from intake.file_reading.sentences import number_in_words
from intake.file_reading.typed_rows import ReadFile
from intake.file_reading.values import Cell

_MOST_DIGITS = 38
_MOST_SHOWN, _LONGEST = 3, 60
_ROOM = {ScalarType.INTEGER: 10, ScalarType.BIGINT: 19}


@dataclass(frozen=True, slots=True)
class RetypedCells:
    """`column` as it will be, under its present id; `rows` of the file, by what became of them.

    `samples`: what a cell says, and as what it is read; `lost`: cells that would be empty, and
    their rows. Neither is told of what concerns persons.
    """

    column: Column
    before: ColumnType
    rows_read: int
    rows_lost: int
    samples: tuple[tuple[str, str], ...]
    lost: tuple[tuple[int, str], ...]


def retyped_cells(
    dataset: Dataset, file: ReadFile, paired: Sequence[Pair], chosen: Mapping[str, str]
) -> tuple[RetypedCells, ...]:
    """Of the columns for which a type was chosen (`chosen`, by header) that they do not have."""
    retyped = []
    for pair in paired:
        if chosen.get(pair.read.name):
            wanted = _wider(pair.column.type, own_type(pair.read))
            if wanted != pair.column.type:
                column = as_retyped(pair.column, wanted, pair.read.column.unit)
                retyped.append(_cells(pair, column, file, dataset.time_zone))
    return tuple(retyped)


def _wider(known: ColumnType, read: ColumnType) -> ColumnType:
    """Of one kind, the one that holds the values of both: nothing is cut by choosing a number."""
    both = {known.scalar, read.scalar}
    if both <= DAYS:
        return read if known.scalar is ScalarType.DATE else known
    if not both <= NUMBERS or known.scalar is ScalarType.FLOAT:
        return read if not both <= NUMBERS else known
    if read.scalar is not ScalarType.DECIMAL and known.scalar is ScalarType.DECIMAL:
        return known
    if read.scalar is ScalarType.DECIMAL:
        scale = max(read.scale or 0, known.scale or 0)
        whole = max(_whole_digits(read), _whole_digits(known))
        return ColumnType(ScalarType.DECIMAL, min(whole + scale, _MOST_DIGITS), scale)
    return read if known.scalar is ScalarType.INTEGER else known


def _whole_digits(kind: ColumnType) -> int:
    return _ROOM.get(kind.scalar) or (kind.precision or 0) - (kind.scale or 0)


def _cells(pair: Pair, column: Column, file: ReadFile, zone: str) -> RetypedCells:
    values = CellValues(pair.read, column.type, zone=zone)
    samples: dict[str, str] = {}
    lost: list[tuple[int, str]] = []
    rows_read = rows_lost = 0
    for row in file.rows():
        cell = row.cell(pair.read)
        value = values.value(cell)
        if value is not None:
            rows_read += 1
            if len(samples) < _MOST_SHOWN:
                samples.setdefault(_short(cell), str(value))
        elif cell in values.misfits:
            rows_lost += 1
            if len(lost) < _MOST_SHOWN:
                lost.append((row.number, _short(cell)))
    if column.classification >= Classification.PERSONAL:
        samples = {}
        lost = [(number, "•••") for number, _ in lost]
    return RetypedCells(
        column, pair.column.type, rows_read, rows_lost, tuple(samples.items()), tuple(lost)
    )


def _short(cell: Cell) -> str:
    return safe_text(shown(cell))[:_LONGEST]


def questions_of(
    retyped: Sequence[RetypedCells], dataset: Dataset, emptied: Collection[str]
) -> tuple[MatchQuestion, ...]:
    """Of cells that would be lost: no type drops them before a person has said so."""
    return tuple(
        _question(each, is_key=each.column.id in dataset.primary_key)
        for each in retyped
        if each.rows_lost and each.column.name not in emptied
    )


def _question(cells: RetypedCells, *, is_key: bool) -> MatchQuestion:
    fr, en = TYPES[cells.column.type.scalar].words
    label, count = cells.column.label_fr, cells.rows_lost
    more = " …" if count > len(cells.lost) else ""
    cited_fr = ", ".join(f"ligne {row} « {text} »" for row, text in cells.lost) + more
    cited_en = ", ".join(f'row {row} "{text}"' for row, text in cells.lost) + more
    rows_fr = (
        "1 case ne se lit pas ainsi et resterait vide"
        if count == 1
        else (f"{number_in_words(count, 'fr')} cases ne se lisent pas ainsi et resteraient vides")
    )
    rows_en = (
        "1 cell is not read so and would stay empty"
        if count == 1
        else (f"{number_in_words(count, 'en')} cells are not read so and would stay empty")
    )
    text = Bilingual(
        f"Lu comme « {fr} », « {label} » perd des valeurs : {rows_fr} ({cited_fr}).",
        f'Read as "{en}", "{label}" loses values: {rows_en} ({cited_en}).',
    )
    return MatchQuestion(MatchCause.RETYPED, cells.column.name, text, () if is_key else ("empty",))

"""The rows of a file as Arrow batches of declared types, a few thousand rows at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pyarrow as pa

from catalog.model.dataset import ColumnType
from intake.arrow_types import arrow_type
from intake.deposits.cell_values import CellValues, own_type
from intake.file_reading.cell_text import shown
from intake.file_reading.typed_rows import ReadColumn, ReadFile, SourceRow
from intake.file_reading.values import Cell, UnreadCell

ROWS_AT_ONCE = 8_192
_MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Target:
    """One column to be written; `read` is None where the file does not have it.

    `may_empty`: a person has said that what does not fit its type stays empty; it is counted.
    """

    name: str
    kind: ColumnType
    read: ReadColumn | None
    factor: Decimal = Decimal(1)
    zone: str = "Europe/Paris"
    may_empty: bool = False


@dataclass(slots=True)
class ColumnTally:
    """`filled`, `unread`, `rounded` count rows; `total` is the sum of the values written.

    `noise`: how far rounding may have moved that sum.
    """

    filled: int = 0
    unread: int = 0
    rounded: int = 0
    total: Decimal = Decimal(0)
    noise: Decimal = Decimal(0)


@dataclass(slots=True)
class RowBatches:
    """After the last batch, `tallies` by column name and `unread` say what became of each cell."""

    file: ReadFile
    targets: Sequence[Target]
    rows: int = 0
    tallies: dict[str, ColumnTally] = field(default_factory=dict)
    unread: list[UnreadCell] = field(default_factory=list)
    _values: list[CellValues | None] = field(init=False)

    def __post_init__(self) -> None:
        self._values = [
            None if target.read is None
            else CellValues(target.read, target.kind, target.factor, target.zone)
            for target in self.targets
        ]  # fmt: skip
        self.tallies = {target.name: ColumnTally() for target in self.targets}

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(target.name, arrow_type(target.kind)) for target in self.targets])

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        chunk: list[SourceRow] = []
        for row in self.file.rows():
            chunk.append(row)
            if len(chunk) == ROWS_AT_ONCE:
                yield self._batch(chunk)
                chunk = []
        if chunk or not self.rows:
            yield self._batch(chunk)

    def _batch(self, rows: Sequence[SourceRow]) -> pa.RecordBatch:
        self.rows += len(rows)
        arrays = [
            self._array(target, values, rows)
            for target, values in zip(self.targets, self._values, strict=True)
        ]
        return pa.record_batch(arrays, schema=self.schema)

    def _array(
        self, target: Target, values: CellValues | None, rows: Sequence[SourceRow]
    ) -> pa.Array:
        kind = arrow_type(target.kind)
        if values is None or target.read is None:
            return pa.nulls(len(rows), kind)
        read = target.read
        cells = [row.cell(read) for row in rows]
        converted = [values.value(cell) for cell in cells]
        self._count(self.tallies[target.name], values, cells, converted)
        if values.misfits:
            self._list(read, values, rows, cells)
        return pa.array(converted, kind)

    @staticmethod
    def _count(
        tally: ColumnTally, values: CellValues, cells: Sequence[Cell], converted: Sequence[object]
    ) -> None:
        tally.filled += sum(value is not None for value in converted)
        counts = Counter(converted)
        for value, times in counts.items():
            if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
                tally.total += Decimal(repr(value) if isinstance(value, float) else value) * times
        for cell in cells if values.rounded else ():
            if (by := values.rounded.get(cell)) is not None:
                tally.rounded += 1
                tally.noise += by
        if values.misfits:
            tally.unread += sum(cell in values.misfits for cell in cells if cell is not None)

    def _list(
        self, read: ReadColumn, values: CellValues, rows: Sequence[SourceRow], cells: Sequence[Cell]
    ) -> None:
        for row, cell in zip(rows, cells, strict=True):
            if len(self.unread) >= _MOST_LISTED:
                return
            if cell is not None and (why := values.misfits.get(cell)) is not None:
                position = read.of or read.column.position
                self.unread.append(UnreadCell(row.number, position, shown(cell)[:60], why))


def own_targets(file: ReadFile) -> list[Target]:
    """Every column of the file under its own name and type."""
    return [Target(read.name, own_type(read), read) for read in file.columns]


def rows_as_table(file: ReadFile) -> pa.Table:
    """For small files and tests; a large one goes batch by batch."""
    batches = RowBatches(file, own_targets(file))
    return pa.Table.from_batches(list(batches), schema=batches.schema)

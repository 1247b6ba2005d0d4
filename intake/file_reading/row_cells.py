"""Cells of a row that may be shorter than its table."""

from __future__ import annotations

from collections.abc import Sequence

from intake.file_reading.values import Cell, Row


def cell_at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def filled(row: Row, columns: Sequence[int]) -> list[int]:
    width = len(row)
    return [column for column in columns if column < width and row[column] is not None]

"""One list printed in two blocks of columns: each block is a sheet of its own from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from intake.file_reading.header import SAME_TABLE, find_header
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Row, Sheet


def split_beside(sheet: Sheet) -> list[Sheet]:
    """The sheet itself where it holds one block; else one a block, all in the first one's columns.

    Rows keep their numbers: what stands over the header stays with the first block.
    """
    header = find_header(sheet)
    if header is None or len(header.rows) != 1:
        return [sheet]
    blocks = _runs([left.position - 1 for left in header.left if left.why == SAME_TABLE])
    if not blocks:
        return [sheet]
    taken = {column for block in blocks for column in block}
    head = header.rows[0]
    first = [
        [None if at in taken else cell for at, cell in enumerate(row)] for row in sheet.rows
    ]  # fmt: skip
    sheets = [replace(sheet, rows=first, whole=sheet.whole or sheet)]
    for block in blocks:
        rows: list[Row] = [[] for _ in range(head)]
        rows += [_moved(row, block, header.columns) for row in sheet.rows[head:]]
        words = f"colonnes {block[0] + 1} à {block[-1] + 1}"
        name = f"{sheet.name} : {words}" if sheet.name else words
        sheets.append(replace(sheet, name=name, rows=rows, whole=sheet.whole or sheet))
    return sheets


def _runs(columns: Sequence[int]) -> list[list[int]]:
    runs = [[columns[0]]] if columns else []
    for column, after in pairwise(columns):
        if after == column + 1:
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


def _moved(row: Row, block: Sequence[int], columns: Sequence[int]) -> Row:
    moved: Row = [None] * (columns[-1] + 1)
    for source, to in zip(block, columns, strict=True):
        moved[to] = cell_at(row, source)
    return moved

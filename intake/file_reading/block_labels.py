"""A label that stands on the first row of its block alone, as a pivot table is exported: it holds
for the rows below it, down to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from catalog.fold import fold
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import is_day, is_label, shown
from intake.file_reading.header import Header
from intake.file_reading.names import names_a_quantity
from intake.file_reading.number_text import parts_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Cell, Row, Sheet

FILL_DOWN, _EMPTY = "fill_down", "empty"
_LEAST_ROWS, _MOST_COLUMNS = 4, 4
_FEWEST, _MOST = 0.2, 0.97
_FULL = 0.9
_TOTAL = re.compile(
    r"^(?:sous[- ]?total|total|totaux|somme|s/t|st)\b(?: (?:de|du|pour)\b)?|\btotal$"
)


@dataclass(frozen=True, slots=True)
class BlockLabel:
    """`at`: of the column, from 0; `rows`: those without a label of their own; `is_plain`: what
    stands beside it begins anew in each block, so that nobody need be asked.
    """

    at: int
    rows: list[int]
    is_plain: bool
    is_settled: bool = False
    """A person has said it."""


def block_labels(sheet: Sheet, header: Header, data: Sequence[int]) -> list[BlockLabel]:
    """The leftmost columns alone: a remark to the right is left empty on purpose."""
    if len(data) < _LEAST_ROWS:
        return []
    labels: list[BlockLabel] = []
    starts = frozenset(data[:1])
    for place, column in enumerate(header.columns[:_MOST_COLUMNS]):
        cells = [cell_at(sheet.rows[at], column) for at in data]
        if not _may_label(header.names[column], cells):
            break
        opens = [at for at, cell in zip(data, cells, strict=True) if cell is not None]
        # A block of the column before begins one of this column too.
        if not starts <= set(opens) or len(opens) < 2:
            break
        rows = [at for at, cell in zip(data, cells, strict=True) if cell is None]
        detail = _detail(sheet, header.columns[place + 1 :], data)
        if detail is None:
            break
        if not labels and not _are_distinct(sheet, column, opens):
            break
        labels.append(BlockLabel(column, rows, _begins_anew(sheet, detail, data, set(opens))))
        starts = frozenset(opens)
    for place, (label, inner) in enumerate(pairwise(labels)):
        # What begins anew in a block of blocks is the labels of those inside.
        outer_opens = set(data) - set(label.rows)
        inside = [at for at in data if at not in set(inner.rows)]
        is_plain = inner.is_plain and _begins_anew(sheet, inner.at, inside, outer_opens)
        labels[place] = replace(label, is_plain=label.is_plain or is_plain)
    return labels


def _may_label(name: str, cells: Sequence[Cell]) -> bool:
    empty = sum(cell is None for cell in cells)
    present = [cell for cell in cells if cell is not None]
    if cells[0] is None or not _FEWEST <= empty / len(cells) <= _MOST:
        return False
    words = sum(_is_name(cell) for cell in present)
    return words >= _FULL * len(present) and not names_a_quantity(name)


def _is_name(cell: Cell) -> bool:
    """A word, a day, or a code of digits; no amount."""
    if is_label(cell) or is_day(cell):
        return True
    if isinstance(cell, int):
        return True
    parts = parts_of(cell) if isinstance(cell, str) else None
    return parts is not None and parts.digits.isdecimal()


def _detail(sheet: Sheet, columns: Sequence[int], data: Sequence[int]) -> int | None:
    """The first column to the right that is full."""
    for column in columns:
        full = sum(cell_at(sheet.rows[at], column) is not None for at in data)
        if full >= _FULL * len(data):
            return column
    return None


def _are_distinct(sheet: Sheet, column: int, opens: Sequence[int]) -> bool:
    texts = [shown(cell_at(sheet.rows[at], column)) for at in opens]
    follow = sum(one == other for one, other in pairwise(texts))
    return not follow and len(set(texts)) >= 0.7 * len(texts)


def _begins_anew(sheet: Sheet, column: int, data: Sequence[int], opens: set[int]) -> bool:
    """In each block the words beside come once, and the blocks have words in common."""
    blocks: list[list[str]] = []
    for at in data:
        if at in opens or not blocks:
            blocks.append([])
        cell = cell_at(sheet.rows[at], column)
        if cell is not None and not _is_name(cell):
            return False
        blocks[-1].append(shown(cell))
    if any(len(set(block)) < len(block) for block in blocks):
        return False
    everywhere = [word for block in blocks for word in block]
    shared = sum(everywhere.count(word) > 1 for word in set(everywhere))
    return 2 * shared >= len(set(everywhere))


def settled_labels(
    sheet: Sheet, header: Header, data: Sequence[int], answers: ReadingAnswers,
    totals: Collection[str] = (),
) -> list[BlockLabel]:  # fmt: skip
    """The labels to repeat, up to the first whose cells a person says are empty on purpose.
    `totals`: the texts of rows of sums; where each block has its own (`Total Centre`), it is plain.
    """
    totalled = {_TOTAL.sub("", fold(text)).strip(" :.-") for text in totals}
    labels = []
    for label in block_labels(sheet, header, data):
        answer = answers.of(FILL_DOWN, header.names[label.at])
        if answer == _EMPTY:
            break
        is_plain = label.is_plain or _texts_of(sheet, label, data) <= totalled
        labels.append(replace(label, is_plain=is_plain, is_settled=answer is not None))
    return labels


def _texts_of(sheet: Sheet, label: BlockLabel, data: Sequence[int]) -> set[str]:
    empty = set(label.rows)
    cells = (cell_at(sheet.rows[at], label.at) for at in data if at not in empty)
    return {fold(shown(cell)).strip(" :.-") for cell in cells}


def with_labels_repeated(sheet: Sheet, labels: Sequence[BlockLabel], data: Sequence[int]) -> Sheet:
    """A copy, that knows the sheet as the file has it."""
    rows: list[Row] = list(sheet.rows)
    for label in labels:
        empty = set(label.rows)
        last: Cell = None
        for at in data:
            if at not in empty:
                last = cell_at(rows[at], label.at)
                continue
            row = list(rows[at])
            row.extend([None] * (label.at + 1 - len(row)))
            row[label.at] = last
            rows[at] = row
    return replace(sheet, rows=rows, whole=sheet.whole or sheet)

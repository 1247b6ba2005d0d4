"""The keys of datasets as columns of a standard's table: by them its pages have one order.

They are no fields of the standard. A statement of ours names them, where rows of several datasets
are to be told apart; `SELECT *` and callers do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlglot import exp

from catalog.model.dataset import Column, ScalarType
from catalog.model.transform import Transform
from federation.binding import BoundDataset
from federation.rewrites.expressions import TEXT, cast, column, null

ROW_KEYS: Final = ("row_key_1", "row_key_2", "row_key_3")
"""Of each row the parts of its key, as texts; none of a longer key."""
_ONE_TEXT: Final = frozenset(
    {ScalarType.STRING, ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DATE}
)
"""Types of which every engine writes the same text."""


def row_keys(bound: BoundDataset) -> tuple[Column, ...]:
    """The primary key's columns, where all of them are given as they are; else none."""
    dataset = bound.dataset
    columns = tuple(dataset.column(each) for each in dataset.primary_key)
    if len(columns) > len(ROW_KEYS) or not all(_is_clear(each, bound) for each in columns):
        return ()
    return columns


def _is_clear(key: Column, bound: BoundDataset) -> bool:
    cells = [each.columns.get(key.name) for each in bound.branches]
    is_given = all(cell is not None and cell.transform is Transform.CLEAR for cell in cells)
    return is_given and key.type.scalar in _ONE_TEXT


def row_key_cell(name: str, keys: Sequence[Column], source: str) -> exp.Expr:
    """Of one of ROW_KEYS: a bare column, as text, so that rows that are stacked stay cells."""
    position = ROW_KEYS.index(name)
    if position >= len(keys):
        return null(TEXT)
    key = keys[position]
    value = column(key.name, source)
    return value if key.type == TEXT else cast(value, TEXT)

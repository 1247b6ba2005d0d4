"""Cells as JSON where long numbers are numbers: what programs of tables and maps read."""

from __future__ import annotations

import pyarrow as pa

from federation.logical import WireType
from federation.results.formats.text_cells import TextColumn, json_cells

_LONG_NUMBERS = frozenset({WireType.BIGINT, WireType.DECIMAL})


def cells_with_numbers(
    column: pa.Array, wire: WireType, *, long_as_text: bool = False
) -> TextColumn:
    """JSON within a cell is its text. `long_as_text`: what may have more digits than a double."""
    if wire is WireType.JSON:
        return json_cells(column, WireType.STRING)
    cells = json_cells(column, wire)
    return TextColumn(cells.cells) if wire in _LONG_NUMBERS and not long_as_text else cells

"""The cells that come out empty though something stands there."""

from __future__ import annotations

from collections.abc import Sequence

from federation.file_reading.cell_text import shown
from federation.file_reading.header import cell_at
from federation.file_reading.sheet_choice import Table
from federation.file_reading.typed import Typed
from federation.file_reading.values import ErrorCell, UnreadCell

_MOST_UNREAD_TOLD = 200


def unread_cells(tables: Sequence[Table], typed: Sequence[Typed]) -> tuple[list[UnreadCell], int]:
    """Each cell that comes out empty though something stands there, and how many they are."""
    listed: list[UnreadCell] = []
    count = 0
    reasons = {each.column.position: each.misfits for each in typed}
    suspect = [each.column.position for each in typed if each.misfits or each.column.unread]
    for table in tables:
        beyond = max(list(table.header.columns) + [left.position - 1 for left in table.header.left])
        for at in table.rows.data:
            row = table.sheet.rows[at]
            for position in suspect:
                cell = cell_at(row, position - 1)
                known = reasons[position].get(cell)
                why = cell.why if isinstance(cell, ErrorCell) else known
                if why is not None:
                    count += 1
                    listed.append(UnreadCell(at + 1, position, shown(cell)[:60], why))
            for index in range(beyond + 1, len(row)):
                if row[index] is not None:
                    count += 1
                    listed.append(
                        UnreadCell(at + 1, index + 1, shown(row[index])[:60], "beyond_the_header")
                    )
            del listed[_MOST_UNREAD_TOLD:]
    return listed, count

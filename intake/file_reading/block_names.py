"""The name of a block of rows, as it stands alone above the headers of the block."""

from __future__ import annotations

from intake.file_reading.cell_text import is_label, is_year, shown
from intake.file_reading.row_cells import filled
from intake.file_reading.values import Row

_MOST_PAIRS = 3


def name_of_block(row: Row) -> str | None:
    """`Déchèterie nord`; of `Poste : | RD 157` the value, and of several such pairs all of their
    text. None for any other row.
    """
    present = filled(row, range(len(row)))
    if len(present) == 1:
        names = is_label(row[present[0]]) or is_year(row[present[0]])
        return shown(row[present[0]]).strip() if names else None
    labels, values = present[::2], present[1::2]
    if not labels or len(labels) != len(values) or len(labels) > _MOST_PAIRS:
        return None
    if not all(is_label(row[at]) and shown(row[at]).rstrip().endswith(":") for at in labels):
        return None
    if len(values) == 1:
        return shown(row[values[0]]).strip()
    return " ".join(shown(row[at]).strip() for at in present)

"""A text that ends in the middle of a record: what came behind was never written, or was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intake.file_reading.values import Row

_FEWEST, _ALL = 5, 0.99


def is_cut_short(rows: Sequence[Row]) -> bool:
    """True where the last record alone has fewer fields than the others; its text had no end."""
    filled = [row for row in rows if any(cell is not None for cell in row)]
    if len(filled) <= _FEWEST:
        return False
    width, count = Counter(len(row) for row in filled[:-1]).most_common(1)[0]
    is_even = width > 1 and count >= _ALL * (len(filled) - 1)
    # A line of one field alone is a remark.
    return is_even and 1 < len(filled[-1]) < width

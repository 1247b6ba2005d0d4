"""CSV that a French spreadsheet opens as it should, and that runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = frozenset("=+-@\t\r")
_BOM = "\ufeff"
"""By which Excel knows that a file is UTF-8."""


def write_csv(lines: Iterable[Sequence[str]], *, bom: bool = True) -> bytes:
    """UTF-8, `;` between cells, lines ended by CR LF; a cell that begins like a formula is text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in line] for line in lines)
    return ((_BOM if bom else "") + text.getvalue()).encode()


def _guarded(cell: str) -> str:
    # A spreadsheet skips spaces before it looks for a formula.
    begins = cell.lstrip(" \n")[:1]
    return f"'{cell}" if begins in _STARTS_A_FORMULA and begins else cell

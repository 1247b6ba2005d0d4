"""CSV that a French spreadsheet opens as it should, and that runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from catalog.exports.formulas import guarded

_BOM = "\ufeff"
"""By which Excel knows that a file is UTF-8."""


def write_csv(lines: Iterable[Sequence[str]], *, bom: bool = True) -> bytes:
    """UTF-8, `;` between cells, lines ended by CR LF; a cell that begins like a formula is text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return ((_BOM if bom else "") + text.getvalue()).encode()

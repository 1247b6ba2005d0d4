"""Errors of formulas as a spreadsheet writes them into a text: `#DIV/0!`, `#N/D`, `Err:502`."""

from __future__ import annotations

import re

from intake.file_reading.values import ErrorCell, Row

_ERROR = re.compile(
    r"#(?:N/A|N/D|(?:DIV/0|REF|NOM|NAME|VALEUR|VALUE|NOMBRE|NUM|NUL|NULL|SPILL|EPARS|ÉPARS|CALC"
    r"|CHAMP|FIELD|BUSY|BLOCKED|CONNECT)[!?]|GETTING_DATA)|Err ?:\d{3}",
    re.IGNORECASE,
)


def mark_errors(rows: list[Row]) -> bool:
    """Makes them errors, in place; True where there were any."""
    has_any = False
    for row in rows:
        for at, cell in enumerate(row):
            if type(cell) is str and cell[:1] in "#Ee" and _ERROR.fullmatch(cell.strip()):
                row[at] = ErrorCell(cell.strip())
                has_any = True
    return has_any

"""Durations longer than a day: `99:15`, `27h45`, `102:42:00` are hours that can be added up."""

from __future__ import annotations

import re
from collections import Counter
from datetime import time
from decimal import Decimal

from intake.file_reading.column_cells import ColumnCells
from intake.file_reading.names import words_of
from intake.file_reading.typed import ENOUGH, Typed
from intake.file_reading.values import Cell
from intake.file_reading.vocabulary import vocabulary

_DURATION = re.compile(
    r"(?P<sign>[-−]?)\s?(?P<h>\d{1,5})\s?(?::|h)\s?(?:(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?:\s?min)?)?",
    re.IGNORECASE,
)
_DAY, _FEWEST, _SEVERAL = 24, 3, 2
_OF_HOURS = vocabulary("heures hours h hh duree durees")
_OF_CLOCKS = vocabulary(
    "heure horaire horaires departure arrival depart arrivee time passage debut fin ouverture "
    "fermeture minutes secondes min sec mm ss"
)
"""Times of a service day go beyond 24:00; minutes and seconds are no hours."""
_PLACES = Decimal("0.000001")
UNIT = "h"


def as_durations(cells: ColumnCells, typed: Typed, real: Counter[Cell]) -> bool:
    """Decimal hours, to a millionth, under a name that says hours, or where the cells do; False
    where fewer than two cells are beyond a day, as no time is.
    """
    hours = {cell: value for cell in real if (value := _hours(cell)) is not None}
    fits = sum(real[cell] for cell in hours)
    if len(hours) < _FEWEST or fits < ENOUGH * sum(real.values()):
        return False
    words = set(words_of(cells.name))
    is_said = bool(words & _OF_HOURS) or all("h" in str(cell) for cell in hours)
    beyond = sum(abs(value) > _DAY for value in hours.values())
    if beyond < _SEVERAL or not is_said or words & _OF_CLOCKS or cells.unit not in {None, UNIT}:
        return False
    typed.column.type, typed.column.unit = "decimal", UNIT
    typed.column.format["duration"] = "h:mm"
    typed.values.update(hours)
    typed.misfits.update({cell: "not_a_number" for cell in real if cell not in hours})
    first = max(hours, key=lambda cell: abs(hours[cell]))
    typed.doubts["durations"] = (f"{first} → {hours[first].normalize():f} h".replace(".", ","),)
    return True


def _hours(cell: Cell) -> Decimal | None:
    if isinstance(cell, time):
        cell = cell.isoformat()
    match = _DURATION.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if match is None:
        return None
    seconds = 3600 * int(match["h"]) + 60 * int(match["m"] or 0) + int(match["s"] or 0)
    hours = (Decimal(seconds) / 3600).quantize(_PLACES)
    return -hours if match["sign"] else hours

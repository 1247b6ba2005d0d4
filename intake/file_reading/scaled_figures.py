"""`12,4 k`, `1,1 M`, `3 Md`: thousands, millions, milliards, as statistics of websites show them.

A capital M is also a metre: it counts millions where a thousand stands in the column too, or where
the bare figures beside are of the size that millions have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from intake.file_reading.number_text import Written, parts_of
from intake.file_reading.values import Cell, Flag

_SCALED = re.compile(
    r"(?P<figure>[-+−]?\d[\d\s.,]*?)\s*(?P<scale>[kK]|M|Md|Mds|Mrd|Mrds|Mio|[Mm]illiers?|mille"
    r"|[Mm]illions?|[Mm]illiards?)"
)
_POWERS = {"k": 3, "mille": 3, "millier": 3, "milliers": 3, "M": 6, "Mio": 6, "million": 6,
           "millions": 6, "milliard": 9, "milliards": 9}  # fmt: skip
_ALONE = frozenset({"M"})
_LARGE = 1_000


def scaled_figures(cells: Mapping[Cell, int]) -> dict[Cell, Written]:
    """By cell the number that it writes, its power of ten with it; empty where a sign may be a
    unit.
    """
    figures: dict[Cell, Written] = {}
    scales: set[str] = set()
    largest_alone = largest_bare = 0.0
    for cell in cells:
        if isinstance(cell, int | float) and not isinstance(cell, Flag):
            largest_bare = max(largest_bare, abs(float(cell)))
        if not isinstance(cell, str) or isinstance(cell, Flag):
            continue
        match = _SCALED.fullmatch(cell.strip())
        number = parts_of(match["figure"] if match else cell)
        if number is None or number.suffix:
            continue
        if match is None:
            largest_bare = max(largest_bare, _size(number))
            continue
        scale = match["scale"]
        if scale in _ALONE:
            largest_alone = max(largest_alone, _size(number))
        scales.add(scale)
        figures[cell] = replace(number, power=_power(scale))
    if scales and scales <= _ALONE and largest_bare < _LARGE * largest_alone:
        return {}
    return figures


def _power(scale: str) -> int:
    return _POWERS.get(scale) or _POWERS.get(scale.lower()) or 9


def _size(number: Written) -> float:
    """Roughly, whatever parts its thousands."""
    whole = re.split(r"[.,](?=\d{1,2}$)", number.digits)[0]
    return float(re.sub(r"\D", "", whole) or 0)

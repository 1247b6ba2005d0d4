"""Units of measures: read from their text, divided, and compared by what they measure.

`kg` and `t` measure one thing and are not one unit: nothing here converts a value. A number of
things bears no unit of physics: it takes the noun that people give it (`bornes`, `abonnés`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

_KNOWN: Final[Mapping[str, tuple[Fraction, str]]] = {
    name: (Fraction(factor), dimension)
    for dimension, names in {
        "kg": {"g": "1/1000", "kg": "1", "t": "1000", "tonne": "1000", "tonnes": "1000"},
        "m3": {"l": "1/1000", "litre": "1/1000", "litres": "1/1000", "hl": "1/10", "m3": "1"},
        "kwh": {"wh": "1/1000", "kwh": "1", "mwh": "1000", "gwh": "1000000"},
        "kw": {"w": "1/1000", "kw": "1", "mw": "1000"},
        "eur": {
            "eur": "1", "euro": "1", "euros": "1", "€": "1",
            "k€": "1000", "keur": "1000", "m€": "1000000",
        },
        "h": {"h": "1", "heure": "1", "heures": "1", "min": "1/60"},
        "m": {"cm": "1/100", "m": "1", "km": "1000"},
        "m2": {"m2": "1", "ha": "10000", "km2": "1000000"},
        "hab": {"hab": "1", "habitant": "1", "habitants": "1", "inhabitant": "1"},
        "an": {"an": "1", "ans": "1", "année": "1", "year": "1"},
        "mois": {"mois": "1", "month": "1"},
        "": {"": "1", "%": "1/100", "pt": "1/100", "points": "1/100", "‰": "1/1000"},
    }.items()
    for name, factor in names.items()
}  # fmt: skip
_ALIASES: Final = {"m³": "m3", "m²": "m2", "km²": "km2", "pourcent": "%"}
_COUNTED: Final = "#"
"""Before the name of things that are counted and bear no unit."""
_PIECES: Final = re.compile(r"\s*/\s*|\s+(?:par|per|pour|for)\s+|^(?:par|per|pour|for)\s+")
_NUMBER: Final = re.compile(r"(\d[\d \u00a0\u202f]*)\s*(.*)")
_BESIDE: Final = re.compile(r"\s*\(.*?\)")


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` times the product of `dimensions`, by name, each with its exponent."""

    factor: Fraction
    dimensions: tuple[tuple[str, int], ...]

    def __truediv__(self, other: Unit) -> Unit:
        exponents = Counter(dict(self.dimensions))
        exponents.subtract(dict(other.dimensions))
        return Unit(self.factor / other.factor, _sorted(exponents))

    def per(self, inhabitants: int) -> Unit:
        """By so many inhabitants."""
        return self / Unit(Fraction(inhabitants), (("hab", 1),))

    def is_alike(self, other: Unit) -> bool:
        """True where values of both may be subtracted."""
        return self.factor == other.factor and _things_alike(self) == _things_alike(other)

    def may_be_called(self, other: Unit) -> bool:
        """True where `other` is the same unit: things that are counted take a noun, or none."""
        ours, theirs = _parted(self), _parted(other)
        if self.factor != other.factor or ours[0] != theirs[0]:
            return False
        counted = [exponent for name, exponent in ours[1] if name.startswith(_COUNTED)]
        nouns = [pair for pair in theirs[1] if pair not in ours[1]]
        unlike_counted = [pair for pair in ours[1] if not pair[0].startswith(_COUNTED)]
        left = Counter(exponent for _, exponent in nouns)
        return all(pair in theirs[1] for pair in unlike_counted) and left <= Counter(counted)

    def in_a(self, period: str) -> Unit:
        """Of a value that is told by the `year` or the `month`: `kg/hab./an` is then `kg/hab.`"""
        dimension = {"year": "an", "month": "mois"}.get(period)
        remaining = [pair for pair in self.dimensions if pair != (dimension, -1)]
        return Unit(self.factor, tuple(remaining))


def read_unit(text: str | None) -> Unit:
    """Of a text like `kg`, `kWh/m²`, `€ par tonne`, `bornes pour 1 000 hab.`; another word is a
    thing that is counted.
    """
    pieces = _PIECES.split(_BESIDE.sub("", text or "").strip().casefold())
    factor, exponents = Fraction(1), Counter[str]()
    for place, piece in enumerate(pieces):
        number, dimension = _read_piece(piece)
        power = 1 if place == 0 else -1
        factor *= number**power
        if dimension:
            exponents[dimension] += power
    return Unit(factor, _sorted(exponents))


def unit_of_things(name: str) -> Unit:
    """Of rows or values that are counted, which bear no unit."""
    return Unit(Fraction(1), ((f"{_COUNTED}{name}", 1),))


def _read_piece(piece: str) -> tuple[Fraction, str]:
    number, word = Fraction(1), piece.strip().rstrip(".")
    numbered = _NUMBER.fullmatch(word)
    if numbered is not None:
        number, word = Fraction(re.sub(r"\D", "", numbered[1])), numbered[2].rstrip(".")
    word = _ALIASES.get(word, word)
    reading = _KNOWN.get(word)
    return (number, word) if reading is None else (number * reading[0], reading[1])


def _sorted(exponents: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, power) for name, power in exponents.items() if power))


def _parted(unit: Unit) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Dimensions of physics, and things that are counted."""
    reading = {dimension for _, dimension in _KNOWN.values()}
    physical = [pair for pair in unit.dimensions if pair[0] in reading]
    return physical, [pair for pair in unit.dimensions if pair[0] not in reading]


def _things_alike(unit: Unit) -> list[tuple[str, int]]:
    return sorted(
        (_COUNTED if name.startswith(_COUNTED) else name, power) for name, power in unit.dimensions
    )

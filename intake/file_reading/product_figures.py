"""`2 x 36` among figures: two lamps of 36 W are 72 W, as the total under them counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from intake.file_reading.names import names_a_quantity, words_of
from intake.file_reading.number_text import Written, parts_of
from intake.file_reading.units import unit_named
from intake.file_reading.values import Cell, Flag
from intake.file_reading.vocabulary import vocabulary

_PRODUCT = re.compile(
    r"(?P<times>\d{1,3})\s*[xX×*]\s*(?P<each>\d{1,6}(?:[.,]\d{1,3})?)\s*(?P<unit>[^\W\d_]{0,4}|€)"
)
_SHAPES = vocabulary(
    "dimension dimensions dim format taille section modele type reference ref pneu pneus largeur "
    "longueur hauteur profondeur diametre code lot classe calibre"
)
_BARE = Written("", is_negative=False, in_brackets=False, unit=None, suffix="", power=0)
_LEAST_PLAIN, _FEWEST = 0.3, 3


def product_of(text: str) -> Decimal | None:
    match = _PRODUCT.fullmatch(text.strip())
    if match is None or (match["unit"] and unit_named(match["unit"]) is None):
        return None
    return int(match["times"]) * Decimal(match["each"].replace(",", "."))


def _unit_of(text: str) -> str | None:
    match = _PRODUCT.fullmatch(text.strip())
    return unit_named(match["unit"]) if match is not None and match["unit"] else None


def product_figures(
    name: str, cells: Mapping[Cell, int], unit: str | None
) -> dict[Cell, Written]:  # fmt: skip
    """By cell the number that comes out; empty where no plain figures stand beside, or where the
    name is of a shape (`120 x 80`) or of nothing that is measured.
    """
    if (unit is None and not names_a_quantity(name)) or set(words_of(name)) & _SHAPES:
        return {}
    products: dict[Cell, Written] = {}
    plain = 0
    for cell, count in cells.items():
        if isinstance(cell, Flag) or cell is None:
            continue
        if not isinstance(cell, str) or parts_of(cell) is not None:
            plain += count
        elif (value := product_of(cell)) is not None:
            digits = f"{value.normalize():f}".replace(".", ",")
            products[cell] = replace(_BARE, digits=digits, unit=_unit_of(cell))
    is_among = plain >= max(_FEWEST, _LEAST_PLAIN * sum(cells.values()))
    return products if is_among else {}

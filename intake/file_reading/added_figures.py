"""The figures of a table that may be added up, in thousandths: no codes, prices, rates or years."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from intake.file_reading.header import Header
from intake.file_reading.names import (
    names_a_code,
    names_a_count,
    names_a_price,
    names_money,
    words_of,
)
from intake.file_reading.number_text import Written, marks_of, parts_of, value_of
from intake.file_reading.product_figures import product_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.unit_factors import factor_between
from intake.file_reading.units import unit_in_name
from intake.file_reading.units_above import unit_above
from intake.file_reading.values import Cell, Sheet
from intake.file_reading.vocabulary import vocabulary

SCALE = 1_000
_HEAD = re.compile(r"(-?\d{1,9}(?:[.,]\d{1,2})?)\s+[^\W\d]{2,6}\.?")
_NEARLY_ALL = 0.9
LEAST_ROWS = 3
_NEVER_ADDED = vocabulary(
    "annee an exercice mois trimestre semaine jour chapitre article nature fonction imputation "
    "rang ordre ligne no numero lot latitude longitude lat lon taux tx pourcentage pct part "
    "moyenne moy ratio index indice cumul solde age"
)
_STATES = vocabulary("habitants population pop puissance surface superficie capacite altitude")
_OF_STATES = frozenset({"kVA", "kW", "kWc", "W", "MW", "hab", "m2", "ha", "V", "A"})
"""Units of a state, as the power of a thing: nothing that its rows share out."""
_EACH = vocabulary("prix tarif tarifs unitaire pu plafond quotite coefficient valeur")


def figures_by_column(
    sheet: Sheet, header: Header, data: Sequence[int], least: int = LEAST_ROWS
) -> dict[int, tuple[dict[int, int], bool]]:
    """By column that may be added up: its figures by row in thousandths, and whether its name says
    that it is a quantity. `least`: so many figures make a column of figures.
    """
    columns: dict[int, tuple[dict[int, int], bool]] = {}
    above = unit_above(sheet, header)
    for column in header.columns:
        name = header.names[column]
        if not may_be_added(sheet, header, column):
            continue
        cells = {at: cell for at in data if (cell := cell_at(sheet.rows[at], column)) is not None}
        figures = figures_of(cells, header.units.get(column) or unit_in_name(name) or above)
        if len(figures) < max(0.5 * len(cells), least):
            continue
        is_quantity = (
            unit_in_name(name) is not None or names_money(name) or names_a_count(name)
            or any(value % SCALE for value in figures.values())
        )  # fmt: skip
        columns[column] = figures, is_quantity
    return columns


def may_be_added(sheet: Sheet, header: Header, column: int) -> bool:
    """False of codes, prices, rates, years and the like."""
    return column + 1 not in sheet.percent and not _is_never_added(header.names[column])


def is_of_a_group(sheet: Sheet, header: Header, column: int) -> bool:
    """An amount that stands once for several rows is theirs together, a price is each one's."""
    name = header.names[column]
    unit = header.units.get(column) or unit_in_name(name)
    is_price = bool(set(words_of(name)) & (_EACH | _STATES)) or unit in _OF_STATES
    return column + 1 not in sheet.percent and not is_price and not _is_rate_or_code(name)


def _is_never_added(name: str) -> bool:
    return names_a_price(name) or _is_rate_or_code(name)


def _is_rate_or_code(name: str) -> bool:
    unit = unit_in_name(name) or ""
    is_rate = unit in {"%", "ratio", "°C"} or "/" in unit
    words = set(words_of(name))
    return is_rate or names_a_code(name) or bool(words & _NEVER_ADDED)


def figures_of(cells: Mapping[int, Cell], unit: str | None = None) -> dict[int, int]:
    """In thousandths, by the same keys; what is no figure is left out.

    `unit`: the header's; a cell that says another one is converted to it.
    """
    written = {
        at: parts for at, cell in cells.items()
        if isinstance(cell, str) and (parts := parts_of(cell)) is not None
    }  # fmt: skip
    if 2 * len(written) < sum(isinstance(cell, str) for cell in cells.values()):
        written = {**_before_words(cells), **written}
    marks = marks_of((parts, 1) for parts in written.values())
    if marks.is_unsure and not marks.is_mixed:
        # `1.234` reads two ways: as it stands, its figures add up alike.
        marks.is_unsure = False
    figures: dict[int, int] = {}
    for at, cell in cells.items():
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if math.isfinite(cell) and abs(cell) < 1e15:
                figures[at] = round(cell * SCALE)
        elif at in written and (value := value_of(written[at], marks)) is not None:
            figures[at] = round(value * _factor(written[at].unit, unit) * SCALE)
        elif isinstance(cell, str) and (product := product_of(cell)) is not None:
            figures[at] = round(product * SCALE)
    return figures


def _before_words(cells: Mapping[int, Cell]) -> dict[int, Written]:
    """Of `15 esp`, `40 chq` the figures, where nearly all cells are so."""
    texts = {at: cell for at, cell in cells.items() if isinstance(cell, str)}
    heads = {at: match[1] for at, cell in texts.items() if (match := _HEAD.fullmatch(cell.strip()))}
    if len(heads) < _NEARLY_ALL * len(texts):
        return {}
    return {at: parts for at, head in heads.items() if (parts := parts_of(head)) is not None}


def _factor(source: str | None, target: str | None) -> Decimal:
    """1 where no fixed number leads from one unit to the other."""
    is_other = source is not None and target is not None and source != target
    return (factor_between(source or "", target or "") if is_other else None) or Decimal(1)

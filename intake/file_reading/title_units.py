"""Units that stand above the table alone: « Montants en k€ », « en milliers d'euros »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalog.fold import fold
from intake.file_reading.cell_text import is_day, is_number
from intake.file_reading.day_text import is_month_word, month_named
from intake.file_reading.doubts import Doubt
from intake.file_reading.measured_runs import run_of_one_measure
from intake.file_reading.names import (
    names_a_code,
    names_a_count,
    names_a_day,
    names_money,
    words_of,
)
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.total_columns import parts_of_totals
from intake.file_reading.units import MONEY, unit_in_name, unit_named, unit_sign
from intake.file_reading.units_above import CURVED, first_unit
from intake.file_reading.values import Cell, Column, Reason, UncomputedCell
from intake.file_reading.vocabulary import vocabulary

_NAMED_UNIT = re.compile(
    r"([^\W\d_]{3,24})\s+(?:sont\s+|exprimée?s?\s+)?en\s+"
    r"([^\W\d_]{1,9}(?:\s+d['\u2019][^\W\d_]{1,9})?|[k€M]{1,2})(?![\w³/])",
    re.IGNORECASE,
)
"""« incitations en centimes d'euro »."""
_ANY_UNIT = re.compile(
    r"(?:\ben|unités?\s*:|\bexprimée?s?\s+en)\s+([^\s,.;()]{1,12})", re.IGNORECASE
)
_OF = {
    "t": vocabulary("tonnage tonnages poids masse quantite quantites apports collecte"),
    "kWh": vocabulary("consommation consommations conso energie electricite gaz production"),
    "m3": vocabulary("volume volumes consommation consommations conso eau"),
}
_RATED = vocabulary(
    "ratio ratios performance performances debit debits moyenne moyennes cout couts"
)
_NO_MONEY = vocabulary(
    "taux part pourcentage ratio indice evolution evol variation duree heures etp surface longueur "
    "distance age note score annee rang moyenne population habitants latitude longitude lat lon tva"
)
_OF_AMOUNTS = vocabulary(
    "emprunte engage engages mandate mandates verse verses paye payes realise realises vote votes "
    "prevu prevus inscrit demande accorde restant reste amorti total ht ttc"
)
"""Under a title in thousands of euros."""
_MOSTLY = 0.7
_FEW = 4
_LIKE = {"kg": "t", "MWh": "kWh", "GWh": "kWh"}


def lend_remarks_units(tables: Sequence[Table]) -> list[Doubt]:
    """Gives a column the unit that a note on its header says."""
    doubts = []
    for table in tables:
        for column in table.header.columns:
            name = table.header.names[column]
            texts = [table.sheet.remarks.get((at + 1, column + 1), "") for at in table.header.rows]
            text = " ".join(" ".join(texts).split())
            unit = _unit_of_remark(text) if text else None
            if unit is None or table.header.units.get(column) or unit_in_name(name):
                continue
            table.header.units[column] = unit
            doubts.append(Doubt("unit_in_title", name, (unit_sign(unit), text[:60])))
    return doubts


def _unit_of_remark(text: str) -> str | None:
    """`en heures`, `Unité : kWh`, `k€`."""
    if (whole := unit_named(text.strip(" ."))) is not None:
        return whole
    match = _ANY_UNIT.search(text)
    words = match[1] if match is not None else text.rpartition(":")[2]
    return unit_named(words.strip(" ."))


def lend_title_units(tables: Sequence[Table]) -> list[Doubt]:
    """Gives columns without a unit the one that a title says for what they measure."""
    doubts = []
    for table in tables:
        titles = [row.text for row in table.rows.ignored if row.reason is Reason.TITLE]
        doubts += _lend_to_named(table, titles)
        if (first := first_unit(titles)) is None:
            continue
        unit, title = first
        if unit in MONEY:
            parts = parts_of_totals(table) | _amounts_beside(table)
        else:
            parts = run_of_one_measure(table, says_measure=_names_measure(title, unit))
        lent = []
        for column in table.header.columns:
            name = table.header.names[column]
            is_meant = column in parts or _fits(name, unit) or _is_of_a_period(table, column)
            if table.header.units.get(column) or unit_in_name(name) or not is_meant:
                continue
            if not _holds_figures(table, column):
                continue
            table.header.units[column] = unit
            lent.append(name)
        doubts += _told_of_title(lent, unit_sign(unit), title)
    return doubts


def _told_of_title(names: Sequence[str], sign: str, title: str) -> list[Doubt]:
    """One note a column; one for all of them where they are many."""
    if len(names) <= _FEW:
        return [Doubt("unit_in_title", name, (sign, title)) for name in names]
    return [Doubt("units_in_title", None, (sign, f"{names[0]} … {names[-1]}", title))]


def _lend_to_named(table: Table, titles: Iterable[str]) -> list[Doubt]:
    """To a column that a title names before a unit."""
    named = {
        fold(match[1]).rstrip("s"): (unit, title)
        for title in titles
        for match in _NAMED_UNIT.finditer(title)
        if (unit := unit_named(match[2].replace(CURVED, "'"))) is not None
    }
    doubts = []
    for column in table.header.columns if named else ():
        name = table.header.names[column]
        words = [word.rstrip("s") for word in words_of(name)]
        lent = next((named[word] for word in words if word in named), None)
        if lent is None or table.header.units.get(column) or unit_in_name(name):
            continue
        table.header.units[column] = lent[0]
        doubts.append(Doubt("unit_in_title", name, (unit_sign(lent[0]), lent[1])))
    return doubts


def _amounts_beside(table: Table) -> set[int]:
    """Figures with decimals, or formulas without results, in one run with a column of money; where
    no column names money, all columns of such figures, and years.
    """
    header = table.header
    columns = header.columns
    amounts = {at for at in columns if names_money(header.names[at]) and _holds_figures(table, at)}
    if not amounts:
        return {
            at for at in columns
            if _is_year(header.names[at]) or _has_decimals(_figures(table, at))
        }  # fmt: skip
    for order in (columns, columns[::-1]):
        is_beside = False
        for at in order:
            if at in amounts:
                is_beside = True
            elif is_beside and _has_decimals(_figures(table, at)):
                amounts.add(at)
            else:
                is_beside = False
    return amounts


def _figures(table: Table, column: int) -> list[Cell]:
    """None of a column that counts, numbers, dates or rates something."""
    name = table.header.names[column]
    if names_a_count(name) or names_a_day(name) or set(words_of(name)) & _NO_MONEY:
        return []
    cells = [
        cell for at in table.rows.data
        if (cell := cell_at(table.sheet.rows[at], column)) is not None
    ]  # fmt: skip
    figures: list[Cell] = [
        cell for cell in cells if is_number(cell) or isinstance(cell, UncomputedCell)
    ]
    is_measured = len(figures) >= _MOSTLY * len(cells)
    return figures if is_measured else []


def _holds_figures(table: Table, column: int) -> bool:
    """`Mois prévu` over months and `Soldé` over crosses are in no unit, whatever their name."""
    cells = [
        cell for at in table.rows.data
        if (cell := cell_at(table.sheet.rows[at], column)) is not None and not is_day(cell)
    ]  # fmt: skip
    figures = sum(
        is_number(cell) or isinstance(cell, UncomputedCell) or _begins_with_a_figure(cell)
        for cell in cells
    )
    return figures * 2 >= len(cells) > 0


def _begins_with_a_figure(cell: Cell) -> bool:
    """`48 500 €`."""
    return isinstance(cell, str) and re.match(r"\s*[-+(~<>]?\s*\d", cell) is not None


def _has_decimals(figures: Sequence[Cell]) -> bool:
    return any(
        isinstance(cell, UncomputedCell) or (
            re.search(r"\d[.,]\d{1,2}$", cell.strip()) is not None if isinstance(cell, str)
            else isinstance(cell, float) and not cell.is_integer()
        )
        for cell in figures
    )  # fmt: skip


def _is_of_a_period(table: Table, column: int) -> bool:
    """A month or a year heads figures, and it is one of several."""
    periods = [at for at in table.header.columns if _is_period(table.header.names[at])]
    return column in periods and len(periods) > 1 and bool(_figures(table, column))


def _is_period(name: str) -> bool:
    return _is_year(name) or is_month_word(name) or month_named(name) is not None


def _is_year(name: str) -> bool:
    return re.fullmatch(r"(?:bp|ca|dm|budget|exercice)?\s*(?:19|20)\d\d", fold(name)) is not None


def _names_measure(title: str, unit: str) -> bool:
    """`Tonnages collectés par flux (en tonnes)`."""
    of = unit.partition("/")[0]
    words = set(words_of(title))
    is_rated = "/" in unit and bool(words & _RATED)
    return is_rated or bool(words & _OF.get(_LIKE.get(of, of), frozenset()))


def _fits(name: str, unit: str) -> bool:
    words = set(words_of(name))
    if unit.startswith("EUR/"):
        return names_money(name)
    if unit not in MONEY and unit not in _OF and unit not in _LIKE:
        return False
    if unit in MONEY:
        return names_money(name) or (unit != "EUR" and bool(words & _OF_AMOUNTS))
    return bool(words & _OF[_LIKE.get(unit, unit)]) and not names_a_code(name)


def lend_units(columns: Sequence[Column]) -> list[Doubt]:
    """Two readings of a meter are in the unit of the consumption beside them."""
    lenders = {
        column.unit: column.name for column in columns
        if column.unit in {"m3", "kWh", "MWh", "l"}
    }  # fmt: skip
    doubts = []
    for column in columns:
        is_index = column.name.lower().startswith("index") and column.type in {"integer", "decimal"}
        if is_index and column.unit is None and len(lenders) == 1:
            ((unit, lender),) = lenders.items()
            column.unit = unit
            doubts.append(Doubt("unit_beside", column.name, (unit_sign(unit or ""), lender)))
    return doubts

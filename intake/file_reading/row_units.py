"""A column of units beside figures: `Unité` says kWh, then MWh, row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from catalog.fold import fold
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import is_number, shown
from intake.file_reading.doubts import Doubt
from intake.file_reading.header import Header
from intake.file_reading.names import (
    names_a_code,
    names_a_count,
    names_a_day,
    names_money,
    words_of,
)
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.unit_factors import factor_between
from intake.file_reading.units import CURRENCIES, MONEY, unit_in_name, unit_named, unit_sign
from intake.file_reading.values import AsideCell, Cell, Flag, Row
from intake.file_reading.vocabulary import vocabulary

_UNIT_WORDS = vocabulary("unite unites uom udm um unit units devise devises monnaie currency")
_UNIT_SHORT = frozenset({"u", "un", "ut", "uq", "um", "uo", "uc", "ub", "uv", "ua", "us", "uf"})
"""`U.`, `UQ`, `U.M.`: a unit where it is all of a name."""
_THINGS = vocabulary(
    "u un unite unites ml pce pces piece pieces ens ensemble ft fft forfait lot lots nb ntu "
    "nfu ufc paquet sac carton palette bac rame rouleau boite bidon voyage rotation ea pc pcs "
    "st pal rol kar crt pqt bte btl bouteille bouteilles bouteillon seau tube kit ramette "
    "barquette plaque pot pots sachet sachets poche poches cart cond caisse caisses sem "
    "semaine fut futs big-bag bigbag jeu paire passage prestation intervention fois"
)
"""Words that may stand among units of quantities for things that are counted or measured."""
_CODES = {
    "to": "t", "tne": "t", "kgm": "kg", "grm": "g", "ltr": "l", "hlt": "hl", "mtq": "m3",
    "mtk": "m2", "mtr": "m", "kmt": "km", "kwt": "kW",
}  # fmt: skip
"""Units as SAP and the codes of UN/CEFACT write them."""
_NO_MEASURE = vocabulary(
    "annee an mois rang ordre longitude latitude lon lat taux part nb nbre nombre effectif "
    "remarque remarques qualification statut validite validation fiabilite conformite qualite"
)
_QUANTITIES = vocabulary(
    "quantite quantites qte qtes qtite volume volumes conso consommation consommations poids "
    "tonnage valeur resultat mesure relevee releve livre livree sortie sorties entree entrees stock"
)
_ENOUGH, _MOSTLY, _SOME = 0.8, 0.6, 0.3
_LONGEST, _MOST_UNITS = 14, 25
_MOST_TOLD = 3
_BLOCK = "Groupe"
"""The column that the names of blocks become."""
_PADDED = re.compile(r"\s*0\d+\s*")
"""`0070620`: a number of something, whatever the name says."""
_LABEL = re.compile(r"[^()\[\]]+[(\[]([^()\[\]]{1,12})[)\]]")


def follow_row_units(tables: Sequence[Table], answers: ReadingAnswers) -> list[Doubt]:
    """Converts each figure to one unit by what its row says, in place, and tells it.

    The unit becomes the column's. Units of several quantities (kWh, m³) are left as they are.
    """
    doubts: list[Doubt] = []
    main = max(tables, key=lambda table: table.size)
    for unit_column in _unit_columns(main):
        for column in _measures_beside(main, unit_column):
            doubts += _followed(tables, column, unit_column, answers)
    for unit_column in _columns_of_things(main, _unit_columns(main)):
        for column in _measures_beside(main, unit_column):
            doubts.append(_of_several_things(tables, column, unit_column))
    for tax_column in _columns_of_taxes(main):
        for column in _measures_by_name(main, is_money=True):
            for table in tables:
                table.header.units.setdefault(column, "EUR")
            doubts.append(_of_several_things(tables, column, tax_column))
    for label_column in _columns_of_labels(main):
        for column in _measures_beside(main, label_column):
            doubts.append(_of_several_things(tables, column, label_column))
    return doubts + _of_blocks(tables, main)


def _of_blocks(tables: Sequence[Table], main: Table) -> list[Doubt]:
    """Blocks of several units under their names: `Électricité (kWh)`, then `Eau (m³)`."""
    names = dict.fromkeys(group for group in main.rows.groups if group)
    units = {unit for name in names if (unit := _unit_of_label(name)) is not None}
    if len(units) < 2:
        return []
    doubts = []
    for column in main.header.columns:
        if not _is_measure(main, main.header, column, is_money=False):
            continue
        for table in tables:
            table.header.units_beside[column] = _BLOCK
        name = main.header.names[column]
        doubts.append(Doubt("units_of_several_things", name, (_BLOCK, *names)))
    return doubts


def _columns_of_taxes(table: Table) -> list[int]:
    """Columns that say of each amount whether it holds the tax: `HT`, `TTC`."""
    return [
        column for column in table.header.columns
        if {fold(str(cell)).replace(".", "").strip() for _, cell in _cells(table, column)
            if cell is not None} == {"ht", "ttc"}
    ]  # fmt: skip


def _columns_of_labels(table: Table) -> list[int]:
    """Columns of which most cells name what is measured with its unit: `Tonnage (t)`."""
    columns = []
    for column in table.header.columns:
        cells = [cell for _, cell in _cells(table, column) if cell is not None]
        units = [_unit_of_label(cell) for cell in cells]
        known = [unit for unit in units if unit is not None]
        if len(set(known)) > 1 and len(known) >= _MOSTLY * len(cells):
            columns.append(column)
    return columns


def _unit_of_label(cell: Cell) -> str | None:
    match = _LABEL.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return None if match is None else unit_named(match[1])


def _of_several_things(tables: Sequence[Table], column: int, unit_column: int) -> Doubt:
    header = max(tables, key=lambda table: table.size).header
    beside = header.names[unit_column]
    things = Counter(
        str(cell).strip()
        for table in tables
        for row, cell in _cells(table, unit_column)
        if cell is not None and cell_at(row, column) is not None
    )
    for table in tables:
        table.header.units_beside[column] = beside
    return Doubt("units_of_several_things", header.names[column], (beside, *things))


def _unit_columns(table: Table) -> list[int]:
    """Columns of which the cells are units: all of them where no name says so."""
    columns = []
    for column in table.header.columns:
        cells = [cell for _, cell in _cells(table, column) if cell is not None]
        units = sum(_unit(cell) is not None for cell in cells)
        if not cells or units < _ENOUGH * len(cells):
            continue
        is_plain = units == len(cells) and _are_plain_units(cells)
        if is_plain or _is_named_unit(table.header.names[column]):
            columns.append(column)
    return columns


def _is_named_unit(name: str) -> bool:
    words = words_of(name)
    # `U/F`: the unit that is invoiced.
    letters = ["".join(words)] if len(words) == 2 and "/" in name else words
    is_short = len(letters) == 1 and letters[0] in _UNIT_SHORT
    return bool(set(words) & _UNIT_WORDS) or is_short


def _are_plain_units(cells: Sequence[Cell]) -> bool:
    """Several, and not only letters that may be sizes: `kWh`, `m³`."""
    texts = {str(cell).strip() for cell in cells}
    return len(texts) > 1 and any(len(text) > 1 for text in texts)


def _columns_of_things(table: Table, known: Sequence[int]) -> list[int]:
    """Columns of short words, of which some only are units that are known: those named `Unité`,
    and those nearly all of whose words are units or what is counted.
    """
    columns = []
    for column in table.header.columns:
        if column in known:
            continue
        is_named = _is_named_unit(table.header.names[column])
        cells = [cell for _, cell in _cells(table, column) if cell is not None]
        texts = Counter(str(cell).strip() for cell in cells)
        is_short = all(len(text) <= _LONGEST and not text.isdecimal() for text in texts)
        like = sum(count for text, count in texts.items() if _is_like_a_unit(text))
        is_like = like >= _SOME * len(cells) if is_named else _are_units_by_themselves(texts)
        if 1 < len(texts) <= _MOST_UNITS and is_short and is_like:
            columns.append(column)
    return columns


def _are_units_by_themselves(texts: Counter[str]) -> bool:
    """True, whatever the name says, where all are like units and most are, not by letters alone."""
    known = [text for text in texts if unit_named(text) is not None]
    is_spelt = any(len(text) > 1 for text in known)
    are_most = sum(texts[text] for text in known) >= _MOSTLY * texts.total()
    return len(known) > 1 and is_spelt and are_most and all(map(_is_like_a_unit, texts))


def _is_like_a_unit(text: str) -> bool:
    return unit_named(text) is not None or fold(text).strip(" .") in _THINGS or "/" in text


def _cells(table: Table, column: int) -> Iterator[tuple[Row, Cell]]:
    for at in table.rows.data:
        row = table.sheet.rows[at]
        yield row, cell_at(row, column)


def _unit(cell: Cell) -> str | None:
    if not isinstance(cell, str):
        return None
    return unit_named(cell) or _CODES.get(cell.strip().lower())


def _measures_beside(table: Table, unit_column: int) -> list[int]:
    """The figures on its left and its right that say no unit themselves."""
    columns = table.header.columns
    at = columns.index(unit_column)
    seen = _seen([table], unit_column)
    is_money = bool(seen) and all(unit in MONEY | CURRENCIES for unit in seen)
    measures = []
    for run in (reversed(columns[:at]), columns[at + 1 :]):
        for column in run:
            if not _is_measure(table, table.header, column, is_money=is_money):
                break
            measures.append(column)
    return measures or _measures_by_name(table, is_money=is_money)


def _measures_by_name(table: Table, *, is_money: bool) -> list[int]:
    """The quantities, or amounts, by their names, where none stands beside the unit."""
    columns = [
        column for column in table.header.columns
        if _is_measure(table, table.header, column, is_money=is_money)
    ]  # fmt: skip
    names = {column: table.header.names[column] for column in columns}
    if is_money:
        return [column for column, name in names.items() if names_money(name)]
    named = [column for column, name in names.items() if set(words_of(name)) & _QUANTITIES]
    return named or (columns if len(columns) == 1 else [])


def _is_measure(table: Table, header: Header, column: int, *, is_money: bool) -> bool:
    name = header.names[column]
    words = set(words_of(name))
    is_other = names_a_code(name) or names_a_day(name) or words & _NO_MEASURE
    if is_other or header.units.get(column) or unit_in_name(name):
        return False
    if names_a_count(name) if is_money else names_money(name):
        return False
    cells = [cell for _, cell in _cells(table, column) if cell is not None]
    padded = sum(isinstance(cell, str) and _PADDED.fullmatch(cell) is not None for cell in cells)
    are_numbers = bool(cells) and sum(map(is_number, cells)) >= _MOSTLY * len(cells)
    return are_numbers and padded < _SOME * len(cells)


def _seen(tables: Sequence[Table], unit_column: int) -> Counter[str]:
    return Counter(
        unit
        for table in tables
        for _, cell in _cells(table, unit_column)
        if (unit := _unit(cell)) is not None
    )


def _followed(
    tables: Sequence[Table], column: int, unit_column: int, answers: ReadingAnswers
) -> list[Doubt]:
    header = max(tables, key=lambda table: table.size).header
    name, beside = header.names[column], header.names[unit_column]
    units = Counter(
        unit
        for table in tables
        for row, cell in _cells(table, unit_column)
        if (unit := _unit(cell)) is not None and cell_at(row, column) is not None
    )
    if not units:
        return []
    chosen = answers.of("mixed_units", name)
    target = chosen if chosen is not None and chosen in units else units.most_common(1)[0][0]
    factors = {
        unit: Decimal(1) if unit == target else factor_between(unit, target) for unit in units
    }
    if None in factors.values():
        for table in tables:
            table.header.units_beside[column] = beside
        return [Doubt("units_of_several_things", name, (beside, *map(unit_sign, units)))]
    examples: list[str] = []
    for table in tables:
        table.header.units[column] = target
        table.header.units_by_row.add(column)
        for row, cell in _cells(table, unit_column):
            figure = cell_at(row, column)
            if figure is None or (len(units) == 1 and _unit(cell) is None):
                continue
            row[column] = _in_unit(figure, _unit(cell), factors, target)
            if _unit(cell) not in {None, target} and len(examples) < _MOST_TOLD:
                examples.append(f"{shown(figure)} {cell}".replace(".", ","))
    if len(units) == 1:
        return []
    return [Doubt("unit_by_row", name, (beside, unit_sign(target), *examples))]


def _in_unit(figure: Cell, unit: str | None, factors: dict[str, Decimal | None], to: str) -> Cell:
    """A text says its unit itself from now on; a native number is multiplied at once."""
    if not is_number(figure) or isinstance(figure, Flag):
        return figure
    if unit is None:
        return AsideCell(f"{shown(figure)} (?)", "no_unit")
    factor = factors[unit]
    if unit == to or factor is None:
        return figure
    if isinstance(figure, int | float):
        value = Decimal(repr(figure)) * factor
        return int(value) if value == value.to_integral_value() else float(value)
    if not isinstance(figure, str):
        return figure
    plain = figure.strip()
    # `284,662-` of an accounting program: the sign stands before the unit no more.
    return f"-{plain[:-1]} {unit}" if plain.endswith("-") else f"{plain} {unit}"

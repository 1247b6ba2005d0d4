"""A column that says which way each amount counts: debit or credit, receipt or expense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from catalog.fold import fold
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.cell_text import is_day, is_number, shown
from intake.file_reading.doubts import MOST_ROWS, Doubt
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
from intake.file_reading.units import MONEY, unit_in_name
from intake.file_reading.values import Cell, Flag, Row, Sheet, ShownRow
from intake.file_reading.vocabulary import vocabulary

SIGN_COLUMN, AS_WRITTEN, MINUS = "sign_column", "as_written", "minus"
_OPPOSITES = (
    ("d", "c"), ("debit", "credit"), ("deb", "cred"), ("db", "cr"), ("dr", "cr"), ("+", "-"),
    ("plus", "moins"), ("recette", "depense"), ("recettes", "depenses"), ("r", "d"),
    ("encaissement", "decaissement"),
    ("facture", "avoir"), ("titre", "annulation"), ("mandat", "annulation"),
    ("paiement", "remboursement"), ("vente", "remboursement"), ("versement", "reversement"),
    ("income", "expense"), ("invoice", "credit note"), ("emission", "reduction"),
)  # fmt: skip
"""The second word is the one that is taken off."""
_OF_SIGNS = vocabulary(
    "mvt sens signe dc cd type nature mouvement operation sign side flux ecriture"
)
_NO_AMOUNT = vocabulary(
    "annee an exercice mois rang ordre ligne numero taux tva part compte chapitre article nature "
    "fonction age chap art cpte fonct nat"
)
_OF_BUDGETS = vocabulary("chapitre chap article art compte cpte nature fonction imputation fonct")
_WAYS = frozenset({"recette", "recettes", "depense", "depenses", "r", "d"})
"""Of a budget: there they are its two halves."""
_MOSTLY = 0.9


def signs_of(sheet: Sheet, header: Header, data: Sequence[int]) -> tuple[int, str, str] | None:
    """(the column, the word of amounts that add, that of those taken off), folded."""
    for column in header.columns:
        words = {
            fold(shown(cell)).strip(" .")
            for at in data
            if (cell := cell_at(sheet.rows[at], column)) is not None
        }
        if len(words) != 2:
            continue
        pair = next((pair for pair in _OPPOSITES if set(pair) == words), None)
        is_letter = pair is not None and max(map(len, pair)) == 1
        is_named = bool(set(words_of(header.names[column])) & _OF_SIGNS)
        if pair is not None and (is_named or not is_letter):
            return column, *pair
    return None


def is_taken_off(row: Row, signs: tuple[int, str, str]) -> bool:
    cell = cell_at(row, signs[0])
    return cell is not None and fold(shown(cell)).strip(" .") == signs[2]


def ask_of_signs(tables: Sequence[Table], answers: ReadingAnswers) -> list[Doubt]:
    """Asks how amounts count, which are all written without a sign; as answered, turns in place
    those that are taken off.
    """
    main = max(tables, key=lambda table: table.size)
    signs = signs_of(main.sheet, main.header, main.rows.data)
    if signs is None or _is_budget(main, signs):
        return []
    doubts = []
    for column in _amounts(main, signs):
        name = main.header.names[column]
        answer = answers.of(SIGN_COLUMN, name)
        if answer == MINUS:
            _turn(tables, column, signs)
        if answer is None:
            doubts.append(_question(main, column, signs))
    return doubts


def _is_budget(table: Table, signs: tuple[int, str, str]) -> bool:
    """Accounts by receipt and expense, and no day: nothing moves there, each half adds up alone."""
    if not {signs[1], signs[2]} <= _WAYS:
        return False
    columns = table.header.columns
    has_accounts = any(set(words_of(table.header.names[one])) & _OF_BUDGETS for one in columns)
    return has_accounts and not any(
        is_day(cell) for one in columns for cell in islice(_cells(table, one), 1)
    )


def _amounts(table: Table, signs: tuple[int, str, str]) -> list[int]:
    """Of money by its name, or right beside; never below zero."""
    columns, sign_column = table.header.columns, signs[0]
    at = columns.index(sign_column)
    near = {*columns[max(at - 1, 0) : at], *columns[at + 1 : at + 2]}
    return [
        column
        for column in columns
        if column != sign_column
        and _may_be_amount(
            table.header.names[column], is_near=column in near, counts=signs[1] == "+"
        )
        and _are_positive(_cells(table, column))
    ]


def _may_be_amount(name: str, *, is_near: bool, counts: bool) -> bool:
    """`counts`: things may be taken off too, by a sign."""
    unit = unit_in_name(name)
    if names_a_code(name) or names_a_day(name) or set(words_of(name)) & _NO_AMOUNT:
        return False
    if unit is not None:
        return unit in MONEY
    return names_money(name) or (is_near and (counts or not names_a_count(name)))


def _cells(table: Table, column: int) -> Iterator[Cell]:
    for at in table.rows.data:
        cell = cell_at(table.sheet.rows[at], column)
        if cell is not None:
            yield cell


def _are_positive(cells: Iterator[Cell]) -> bool:
    count = positive = 0
    for cell in cells:
        count += 1
        text = str(cell).strip()
        if text[:1] in {"-", "(", "\N{MINUS SIGN}"} or text.endswith("-"):
            return False
        positive += is_number(cell) and not isinstance(cell, Flag)
    return count > 1 and positive >= _MOSTLY * count


def _turn(tables: Sequence[Table], column: int, signs: tuple[int, str, str]) -> None:
    for table in tables:
        for at in table.rows.data:
            row = table.sheet.rows[at]
            cell = cell_at(row, column)
            if cell is None or not is_taken_off(row, signs):
                continue
            if isinstance(cell, str):
                row[column] = f"-{cell.strip()}"
            elif isinstance(cell, int | float):
                row[column] = -cell


def _question(table: Table, column: int, signs: tuple[int, str, str]) -> Doubt:
    rows, words = [], ""
    for at in table.rows.data:
        row = table.sheet.rows[at]
        cell = cell_at(row, column)
        if cell is not None and is_taken_off(row, signs):
            words = shown(row[signs[0]])
            text = shown(cell).replace(".", ",")
            rows.append(ShownRow(at + 1, f"{words} : {text}", (text, f"-{text}")))
            if len(rows) == MOST_ROWS:
                break
    header = table.header
    return Doubt(
        SIGN_COLUMN, header.names[column], (header.names[signs[0]], words), tuple(rows),
        (AS_WRITTEN, MINUS),
    )  # fmt: skip

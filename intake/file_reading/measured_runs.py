"""Columns that a title's unit is for, though no name of theirs says what they measure."""

from __future__ import annotations

from catalog.fold import fold
from intake.file_reading.cell_text import is_number
from intake.file_reading.day_text import is_month_word, month_named
from intake.file_reading.names import (
    names_a_code,
    names_a_count,
    names_a_day,
    names_money,
    words_of,
)
from intake.file_reading.row_cells import cell_at
from intake.file_reading.series import is_series
from intake.file_reading.tables import Table
from intake.file_reading.units import unit_by_meaning, unit_in_name
from intake.file_reading.vocabulary import vocabulary

_LEAST, _MOSTLY = 3, 0.7
_OTHER = vocabulary(
    "taux part pourcentage ratio indice evolution evol variation ecart duree heures etp surface "
    "longueur distance age note score annee rang moyenne population habitants latitude longitude "
    "lat lon tva passages visites visiteurs usagers abonnes levees bacs rotations bennes tournees "
    "foyers logements sites points rang jours agents dju temperature ph"
)
_PERIODS = vocabulary(
    "lundi mardi mercredi jeudi vendredi samedi dimanche t1 t2 t3 t4 s1 s2 trim trimestre semestre"
)


def run_of_one_measure(table: Table, *, says_measure: bool) -> frozenset[int]:
    """The longest run of figures beside each other without a unit, where they are hours, months or
    periods, or where the title `says_measure` and they are all figures of the table; else empty.
    """
    header = table.header
    runs: list[list[int]] = [[]]
    for column in header.columns:
        if _is_unnamed_measure(table, column):
            runs[-1].append(column)
        else:
            runs.append([])
    longest = max(runs, key=len)
    if len(longest) < _LEAST:
        return frozenset()
    names = [header.names[column] for column in longest]
    if is_series(names) or all(_is_of_a_period(table, column) for column in longest):
        return frozenset(longest)
    is_whole = sum(map(bool, runs)) == 1
    return frozenset(longest) if is_whole and says_measure else frozenset()


def _is_unnamed_measure(table: Table, column: int) -> bool:
    name = table.header.names[column]
    is_other = names_a_code(name) or names_a_count(name) or names_a_day(name) or names_money(name)
    has_unit = table.header.units.get(column) or unit_in_name(name)
    if is_other or has_unit or unit_by_meaning(name, None) or set(words_of(name)) & _OTHER:
        return False
    cells = [
        cell for at in table.rows.data
        if (cell := cell_at(table.sheet.rows[at], column)) is not None
    ]  # fmt: skip
    return bool(cells) and sum(map(is_number, cells)) >= _MOSTLY * len(cells)


def _is_of_a_period(table: Table, column: int) -> bool:
    """`Janvier`, `Janvier Prévu`, `2024`, `T1 2024`, `Lundi`: alone, or over what is counted."""
    group = table.header.groups.get(column, "")
    name = table.header.names[column]
    return any(_says_a_period(text) for text in (group, name, *name.split()[:1]) if text)


def _says_a_period(text: str) -> bool:
    words = fold(text).split()
    is_year = len(words) == 1 and words[0].isdecimal() and 1950 <= int(words[0]) <= 2100
    is_month = is_month_word(text) or month_named(text) is not None
    return is_year or is_month or bool(words and words[0].rstrip(".") in _PERIODS)

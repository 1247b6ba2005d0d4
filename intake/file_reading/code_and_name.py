"""Codes held against the names beside them: a postal code in the column of commune codes.

A code that belongs to another commune than the name on its row is never counted for that other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.cog import Cog
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.commune_names import (
    commune_now,
    communes_named,
    plain_name,
    today_of,
)
from intake.file_reading.communes import kind_of_places, names_a_place
from intake.file_reading.doubts import Doubt
from intake.file_reading.names import words_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.tables import Table
from intake.file_reading.values import AsideCell, Cell, ErrorCell, PostalCell, ShownRow
from intake.file_reading.vocabulary import vocabulary

NAME, CODE = "name", "code"
_POSTAL = "—"
"""A postal code alone is of no commune."""
_MOSTLY_ALIKE = 3
"""One row in so many may disagree, of two columns about the same places."""
_MOST_SHOWN = 3
_CODE = re.compile(r"\d[\dAB]\d{3}")
_SAMPLED, _COMPARED, _LEAST_CODES, _MOSTLY = 30, 300, 3, 0.7
_NAMES = vocabulary(
    "nom epci collectivite organisme denomination raison intercommunalite syndicat commune "
    "libelle structure entite"
)
_COMMON = vocabulary(
    "de du des la le les d l et en sur communaute communes commune agglomeration cc ca cu "
    "metropole syndicat intercommunal mairie ville pays"
)


@dataclass(frozen=True, slots=True)
class _Clash:
    """A row of which the code and the name disagree; `by_name`: the code that the name has."""

    table: Table
    at: int
    code: str
    name: str
    of_code: str
    by_name: str | None
    is_postal: bool = False


def hold_against_names(tables: Sequence[Table], cog: Cog, answers: ReadingAnswers) -> list[Doubt]:
    """Sets aside, in place, each code that disagrees with its row's name, and asks which holds.

    Where the code is a postal code of the name's département, its row is placed by the name.
    """
    main = max(tables, key=lambda table: table.size)
    doubts: list[Doubt] = []
    codes, names = _place_columns(tables, main, cog)
    main.header.commune_codes = _codes_beside_names(tables, main, names, cog)
    codes = sorted({*codes, *main.header.commune_codes})
    for column in codes:
        clashes = max(
            (_commune_clashes(tables, column, name, cog) for name in names),
            key=len, default=[],
        )  # fmt: skip
        doubts += _settled(main, column, clashes, answers)
    for column, name in _siren_pairs(main):
        doubts += _settled(main, column, _siren_clashes(tables, column, name, cog), answers)
    return doubts


def _counted(tables: Sequence[Table], column: int) -> Counter[Cell]:
    counts = Counter(
        cell_at(table.sheet.rows[at], column) for table in tables for at in table.rows.data
    )
    del counts[None]
    return counts


def _place_columns(tables: Sequence[Table], main: Table, cog: Cog) -> tuple[list[int], list[int]]:
    """(columns of commune codes, columns of communes by name)."""
    kinds: dict[int, str | None] = {}
    for column in main.header.columns:
        name = main.header.names[column]
        words = set(words_of(name))
        is_named = names_a_place(name) or "insee" in words
        if is_named and not words & {"cp", "postal"}:
            kinds[column] = kind_of_places(cog, name, _counted(tables, column))
    return (
        [column for column, kind in kinds.items() if kind == "code"],
        [column for column, kind in kinds.items() if kind == "name"],
    )


def _codes_beside_names(
    tables: Sequence[Table], main: Table, names: Sequence[int], cog: Cog
) -> set[int]:
    """`Localisation`, `Code`: columns whose codes are mostly those of the communes named beside,
    whatever they are called.
    """
    codes: set[int] = set()
    for column in main.header.columns if names else ():
        words = set(words_of(main.header.names[column]))
        if column in names or words & {"cp", "postal"} or not _may_be_codes(main, column):
            continue
        if any(_agree(tables, column, name, cog) for name in names):
            codes.add(column)
    return codes


def _may_be_codes(table: Table, column: int) -> bool:
    """By the first cells; one code alone proves nothing."""
    cells = [cell_at(table.sheet.rows[at], column) for at in table.rows.data[:_SAMPLED]]
    codes = {code for cell in cells if (code := _code_text(cell)) and _CODE.fullmatch(code)}
    held = sum(bool((code := _code_text(cell)) and _CODE.fullmatch(code)) for cell in cells)
    return len(codes) >= _LEAST_CODES and held >= _MOSTLY * len(cells)


def _agree(tables: Sequence[Table], column: int, name: int, cog: Cog) -> bool:
    compared = agreeing = 0
    for table in tables:
        for at in table.rows.data[:_COMPARED]:
            row = table.sheet.rows[at]
            code, label = cell_at(row, column), cell_at(row, name)
            if code is None or not isinstance(label, str):
                continue
            compared += 1
            comparison = _compared(cog, code, label)
            agreeing += comparison is not None and not comparison[0]
    return agreeing >= _MOSTLY * compared > 0


def _code_text(cell: Cell) -> str | None:
    if isinstance(cell, ErrorCell):
        return None
    if isinstance(cell, int | float):
        return str(int(cell)).zfill(5) if float(cell).is_integer() else None
    return cell.strip().upper().removesuffix(".0").zfill(5) if isinstance(cell, str) else None


def _commune_clashes(
    tables: Sequence[Table], column: int, name_column: int, cog: Cog
) -> list[_Clash]:
    """Rows whose code is another commune's than the name's.

    Where most rows disagree, the two columns are about different places: then only postal codes
    of the name's own département are meant.
    """
    known: dict[tuple[Cell, Cell], tuple[str, str, str | None, bool] | None] = {}
    compared = 0
    clashes: list[_Clash] = []
    for table in tables:
        for at in table.rows.data:
            row = table.sheet.rows[at]
            pair = cell_at(row, column), cell_at(row, name_column)
            if pair[0] is None or not isinstance(pair[1], str):
                continue
            if pair not in known:
                known[pair] = _compared(cog, *pair)
            comparison = known[pair]
            if comparison is None:
                continue
            compared += 1
            of_code, code, by_name, is_postal = comparison
            if of_code:
                clashes.append(_Clash(table, at, code, pair[1], of_code, by_name, is_postal))
    if len(clashes) * _MOSTLY_ALIKE <= compared:
        return clashes
    return [clash for clash in clashes if clash.is_postal]


def _compared(cog: Cog, cell: Cell, name: Cell) -> tuple[str, str, str | None, bool] | None:
    """(the name that the code has, the code, the code of the name, whether it is a postal code);
    an empty name where both agree; None where one of them says nothing.
    """
    code = _code_text(cell)
    now = None if code is None else commune_now(cog, code)
    candidates = communes_named(cog, str(name))[1]
    if code is None or not candidates:
        return None
    near = [each for each in candidates if each[:2] == code[:2]]
    by_name = near[0] if len(near) == 1 else None
    is_postal = cog.is_postal_code(code) and bool(near)
    if now is None:
        return (_POSTAL, code, by_name, True) if is_postal and by_name else None
    meant = {plain_name(meaning.nom) for meaning in cog.meanings(code)}
    if now in candidates or plain_name(str(name)) in meant:
        return "", code, None, False
    label = cog.label(now, today_of(cog))
    return label.nom if label else now, code, by_name, is_postal


def _siren_pairs(table: Table) -> list[tuple[int, int]]:
    """Each column of SIREN with the column of names that stands nearest."""
    header = table.header
    sirens = [column for column in header.columns if _is_of_sirens(table, column)]
    names = [
        column
        for column in header.columns
        if set(words_of(header.names[column])) & _NAMES and column not in sirens
    ]
    return [
        (column, min(names, key=lambda name, column=column: abs(name - column)))  # type: ignore[misc]
        for column in sirens if names
    ]  # fmt: skip


def _is_of_sirens(table: Table, column: int) -> bool:
    """By its name, and by the cells under it: `EPCI` may as well be a column of names."""
    if not set(words_of(table.header.names[column])) & {"siren", "epci"}:
        return False
    cells = _counted([table], column)
    sirens = sum(count for cell, count in cells.items() if _siren_text(cell) is not None)
    return sirens > 0.5 * sum(cells.values())


def _siren_clashes(
    tables: Sequence[Table], column: int, name_column: int, cog: Cog
) -> list[_Clash]:
    """Rows whose SIREN is that of an EPCI or a commune with no word in common with the name."""
    clashes, agreeing = [], 0
    known: dict[str, str | None] = {}
    for table in tables:
        for at in table.rows.data:
            row = table.sheet.rows[at]
            code, name = _siren_text(cell_at(row, column)), cell_at(row, name_column)
            if code is None or not isinstance(name, str):
                continue
            if code not in known:
                known[code] = _body_named(cog, code)
            official = known[code]
            if official is None:
                continue
            if _own_words(official) & _own_words(name) or not _own_words(name):
                agreeing += 1
            else:
                clashes.append(_Clash(table, at, code, name, official, None))
    return clashes if len(clashes) * 2 <= agreeing else []


def _siren_text(cell: Cell) -> str | None:
    text = str(cell).replace(" ", "").removesuffix(".0") if cell is not None else ""
    return text if len(text) == 9 and text.isdecimal() else None


def _body_named(cog: Cog, code: str) -> str | None:
    try:
        siren = Siren.parse(code)
    except Problem:
        return None
    names = cog.labels.epci_names.get(siren)
    if names:
        return names[max(names)]
    commune = cog.commune_of_siren(siren, today_of(cog))
    label = None if commune is None else cog.label(commune, today_of(cog))
    return None if label is None else label.nom


def _own_words(name: str) -> set[str]:
    return set(plain_name(name).split()) - _COMMON


def _settled(
    main: Table, column: int, clashes: Sequence[_Clash], answers: ReadingAnswers
) -> list[Doubt]:
    if not clashes:
        return []
    name = main.header.names[column]
    answer = answers.of("code_or_name", name)
    for clash in clashes:
        row = clash.table.sheet.rows[clash.at]
        if answer != CODE:
            row[column] = _instead(clash, answer)
    if answer is not None:
        return []
    rows = tuple(
        ShownRow(
            clash.at + 1,
            f"{clash.code}, {clash.name}",
            (f"{clash.name} ({clash.by_name or '?'})", f"{clash.of_code} ({clash.code})"),
        )
        for clash in clashes[:_MOST_SHOWN]
    )
    examples = tuple(f"{clash.code} : {clash.name}" for clash in clashes[:_MOST_SHOWN])
    return [Doubt("code_or_name", name, examples, rows, (NAME, CODE))]


def _instead(clash: _Clash, answer: str | None) -> Cell:
    """The name's own code where that is what is meant; a postal code is shown as it is written,
    and placed where its name is; another cell is set aside, and told.
    """
    if clash.by_name is not None and answer == NAME:
        return clash.by_name
    if clash.by_name is not None and clash.is_postal:
        cause = "postal_code" if clash.of_code == _POSTAL else "postal_code_false_friend"
        return PostalCell(clash.code, clash.by_name, cause)
    return AsideCell(f"{clash.code} ({clash.name})", "another_name")

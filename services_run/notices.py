"""Notices about the files before any figure: each tells an oddity, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from intake.file_reading.values import Reason
from services_run.tables import FileTable


@dataclass(frozen=True, slots=True)
class Notice:
    """`code` is stable; `text` says what was met and what happens to it."""

    code: str
    text: Bilingual
    file: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 0


_NAMED = 10
"""Names that a notice tells."""


def _lines(rows: Sequence[int]) -> str:
    return f"{len(rows)} ligne{'s' if len(rows) > 1 else ''}"


def _rows(rows: Sequence[int]) -> str:
    return f"{len(rows)} row{'' if len(rows) == 1 else 's'}"


def same_file(file: str, first: str) -> Notice:
    return Notice(
        "file_twice",
        Bilingual(
            f"« {file} » est, octet pour octet, le fichier « {first} » : il n'est lu qu'une fois.",
            f'"{file}" is, byte for byte, the file "{first}": it is read once.',
        ),
        file,
    )


def rows_twice(file: str, rows: Sequence[int]) -> Notice:
    return Notice(
        "rows_twice",
        Bilingual(
            f"« {file} » : {_lines(rows)} en double, mot pour mot (ligne {rows[0]}) : chacune"
            " compte une fois.",
            f'"{file}": {_rows(rows)} word for word as another (row {rows[0]}): each counts once.',
        ),
        file,
        tuple(rows[:20]),
        len(rows),
    )


def other_unit(file: str, column: str, written: str, needed: str) -> Notice:
    return Notice(
        "unit_converted",
        Bilingual(
            f"« {file} » : « {column} » est en {written} alors que le service compte en {needed} :"
            " les valeurs sont converties.",
            f'"{file}": "{column}" is in {written} where the service counts in {needed}: its values'
            " are converted.",
        ),
        file,
    )


def unread_cells(file: str, column: str, rows: Sequence[int]) -> Notice:
    return Notice(
        "cells_unread",
        Bilingual(
            f"« {file} » : « {column} » ne se lit pas sur {_lines(rows)} (ligne {rows[0]}) : la"
            " cellule reste vide, la ligne compte.",
            f'"{file}": "{column}" cannot be read in {_rows(rows)} (row {rows[0]}): the cell stays'
            " empty, the row counts.",
        ),
        file,
        tuple(rows[:20]),
        len(rows),
    )


def rows_incomplete(file: str, column: str, rows: Sequence[int]) -> Notice:
    return Notice(
        "cells_missing",
        Bilingual(
            f"« {file} » : « {column} » est vide sur {_lines(rows)} (ligne {rows[0]}).",
            f'"{file}": "{column}" is empty in {_rows(rows)} (row {rows[0]}).',
        ),
        file,
        tuple(rows[:20]),
        len(rows),
    )


def utc_moments(file: str, column: str) -> Notice:
    return Notice(
        "utc_moments",
        Bilingual(
            f"« {file} » : « {column} » est en temps universel (UTC) : les moments sont lus à"
            " l'heure de Paris.",
            f'"{file}": "{column}" is in universal time (UTC): its moments are read as Paris time.',
        ),
        file,
    )


def without_hours(file: str) -> Notice:
    return Notice(
        "hours_missing",
        Bilingual(
            f"« {file} » donne le jour sans l'heure : chaque ligne vaut pour son jour.",
            f'"{file}" gives the day without the hour: each row stands for its day.',
        ),
        file,
    )


def rows_left_out(table: FileTable) -> list[Notice]:
    """Totals and the like, which are no loads."""
    totals = {Reason.TOTAL, Reason.SUBTOTAL, Reason.AVERAGE, Reason.CARRIED_FORWARD}
    rows = tuple(row.row for row in table.ignored if row.reason in totals)
    if not rows:
        return []
    return [
        Notice(
            "total_row",
            Bilingual(
                f"« {table.file} » : laissé de côté, {_lines(rows)} de total (ligne {rows[0]}).",
                f'"{table.file}": left aside, {_rows(rows)} of totals (row {rows[0]}).',
            ),
            table.file,
            rows[:20],
            len(rows),
        )
    ]


def file_unused(file: str) -> Notice:
    return Notice(
        "file_unused",
        Bilingual(
            f"« {file} » ne sert à rien de ce service : il est laissé de côté.",
            f'"{file}" serves nothing of this service: it is left aside.',
        ),
        file,
    )


def perimeter_differs(year: int, left_out: Sequence[str], more: Sequence[str]) -> Notice:
    """The list of communes that was given, held against the members that the catalog knows."""
    fr, en = [], []
    if left_out:
        fr.append(f"il n'a pas {_listed(left_out)}")
        en.append(f"it has not {_listed(left_out)}")
    if more:
        fr.append(f"il a en plus {_listed(more)}")
        en.append(f"it also has {_listed(more)}")
    return Notice(
        "perimeter_differs",
        Bilingual(
            f"{year} : le périmètre donné n'est pas celui de vos adhésions ({' ; '.join(fr)})."
            " Vos adhésions comptent.",
            f"{year}: the perimeter that was given is not that of your memberships"
            f" ({'; '.join(en)}). Your memberships count.",
        ),
        count=len(left_out) + len(more),
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}…"

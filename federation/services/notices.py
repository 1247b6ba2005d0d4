"""What is said of the files before any figure: what is odd, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from federation.file_reading.values import Reason
from federation.services.tables import FileTable


@dataclass(frozen=True, slots=True)
class Notice:
    """`code` is stable; `text` says what was met and what happens to it."""

    code: str
    text: Bilingual
    file: str | None = None
    rows: tuple[int, ...] = ()
    count: int = 0


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
            f"« {file} » : {len(rows)} ligne(s) en répètent une autre mot pour mot"
            f" (ligne {rows[0]}) : chacune compte une fois.",
            f'"{file}": {len(rows)} row(s) repeat another word for word (row {rows[0]}): each'
            " counts once.",
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
            f"« {file} » : {len(rows)} cellule(s) de « {column} » ne se lisent pas (ligne"
            f" {rows[0]}) : elles restent vides, leur ligne compte.",
            f'"{file}": {len(rows)} cell(s) of "{column}" cannot be read (row {rows[0]}): they stay'
            " empty, their row counts.",
        ),
        file,
        tuple(rows[:20]),
        len(rows),
    )


def rows_incomplete(file: str, column: str, rows: Sequence[int]) -> Notice:
    return Notice(
        "cells_missing",
        Bilingual(
            f"« {file} » : « {column} » est vide sur {len(rows)} ligne(s) (ligne {rows[0]}).",
            f'"{file}": "{column}" is empty in {len(rows)} row(s) (row {rows[0]}).',
        ),
        file,
        tuple(rows[:20]),
        len(rows),
    )


def without_hours(file: str) -> Notice:
    return Notice(
        "hours_missing",
        Bilingual(
            f"« {file} » donne le jour sans l'heure : les lignes se rapprochent par jour.",
            f'"{file}" gives the day without the hour: rows are matched by day.',
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
                f"« {table.file} » : {len(rows)} ligne(s) de total (ligne {rows[0]}) sont laissées"
                " de côté.",
                f'"{table.file}": {len(rows)} row(s) of totals (row {rows[0]}) are left aside.',
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

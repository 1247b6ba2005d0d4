"""An operator's report: a line for each variable, a column for each year. It is read as a row for
each year, where the lines are called as a standard's fields are.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Sequence

from catalog.fold import fold
from intake.file_reading.cell_text import shown
from intake.file_reading.containers import extension_lies
from intake.file_reading.opening import OpenedFile
from intake.file_reading.row_cells import cell_at
from intake.file_reading.standard_names import names_a_standards_figure, plain_name
from intake.file_reading.tables import Table, part_of
from intake.file_reading.typed_rows import ReadFile
from intake.file_reading.values import Cell, Note

_YEAR = re.compile(r"(?:(?:annee|exercice|an)\s+)?((?:19|20)\d{2})(?:[.,]0+)?")
_STATED = re.compile(r"\s*(service|nom du service|entite de gestion)\s*:\s*(\S.*)")
_LEAST_LINES = 3
YEAR, TURNED = "annee", "turned.csv"


def turned_table(tables: Sequence[Table]) -> bytes | None:
    """The same table as delimited text, a row a year; None for a file of any other form.

    The words of an unknown line stay a column of their own; a title « Service : X » becomes one.
    """
    if len(tables) != 1:
        return None
    table = tables[0]
    years = _years(table)
    labels_at = _labels_at(table, years)
    if labels_at is None:
        return None
    labels = [header_of(cell_at(table.sheet.rows[at], labels_at)) for at in table.rows.data]
    figures = [label for label in labels if names_a_standards_figure(label)]
    if len(figures) < _LEAST_LINES or 2 * len(figures) < len(labels):
        return None
    stated = _stated(table)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow([YEAR, *stated, *labels])
    for column, year in years.items():
        cells = [shown(cell_at(table.sheet.rows[at], column)) for at in table.rows.data]
        rows.writerow([year, *stated.values(), *cells])
    return text.getvalue().encode()


def as_turned(file: ReadFile, opened: OpenedFile, tables: Sequence[Table], name: str) -> ReadFile:
    """The reading of a turned table under the file's own name, form and parts, with a note."""
    reading = dataclasses.replace(
        file.reading,
        file=name,
        container=opened.container,
        extension_lies=extension_lies(name, opened.container),
        encoding=opened.encoding,
        delimiter=opened.delimiter,
        parts=[part_of(table) for table in tables],
        notes=[
            *file.reading.notes,
            Note(
                "turned_table",
                None,
                "Chaque ligne est une variable, chaque colonne une année : le tableau est lu avec "
                "une ligne par année.",
                "Each line is a variable and each column a year: the table is read with a row a "
                "year.",
            ),
        ],
    )
    return dataclasses.replace(file, reading=reading)


def header_of(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def _years(table: Table) -> dict[int, str]:
    """By its column, the year that heads it; each year once, else none."""
    years = {}
    for column in table.header.columns:
        match = _YEAR.fullmatch(fold(table.header.names[column]).strip())
        if match is not None:
            years[column] = match[1]
    return years if len(set(years.values())) == len(years) else {}


def _labels_at(table: Table, years: dict[int, str]) -> int | None:
    """The one column before the years; None where there is none, or columns beside them."""
    others = [column for column in table.header.columns if column not in years]
    if not years or len(others) != 1 or others[0] > min(years):
        return None
    return others[0]


def _stated(table: Table) -> dict[str, str]:
    """The service that a title above the table names."""
    for row in table.rows.ignored:
        match = _STATED.fullmatch(fold(row.text))
        if match is not None:
            return {plain_name("service"): row.text.partition(":")[2].strip()}
    return {}

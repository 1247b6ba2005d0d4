"""A CSV or Parquet file as columns of text, for files that a person gives to a command."""

from __future__ import annotations

import csv
from pathlib import Path

from catalog.loading.problems import UnreadableTable
from catalog.loading.tables import ReadTable


def read_text_table(path: Path) -> ReadTable:
    """Every cell as text, nothing as empty. Raises UnreadableTable."""
    try:
        if path.suffix.lower() == ".parquet":
            return _read_parquet(path)
        return _read_csv(path)
    except FileNotFoundError:
        raise UnreadableTable(
            file=path.name, why_fr="il n'existe pas", why_en="it does not exist"
        ) from None
    except OSError as error:
        why = type(error).__name__
        raise UnreadableTable(file=path.name, why_fr=why, why_en=why) from None


def _read_csv(path: Path) -> ReadTable:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            separator = max(",;\t", key=first.count)
            rows = list(csv.reader(file, delimiter=separator, strict=True))
    except UnicodeDecodeError:
        raise UnreadableTable(
            file=path.name, why_fr="il n'est pas en UTF-8", why_en="it is not UTF-8"
        ) from None
    except csv.Error:
        raise UnreadableTable(
            file=path.name,
            why_fr="ses guillemets sont mal fermés",
            why_en="its quotes are not closed",
        ) from None
    if not rows:
        raise UnreadableTable(file=path.name, why_fr="il est vide", why_en="it is empty")
    header, *lines = rows
    for number, line in enumerate(lines, start=2):
        if len(line) != len(header):
            raise UnreadableTable(
                file=path.name,
                why_fr=f"la ligne {number} a {len(line)} cellules au lieu de {len(header)}",
                why_en=f"line {number} has {len(line)} cells instead of {len(header)}",
            )
    cells = list(zip(*lines, strict=True)) if lines else [()] * len(header)
    return ReadTable(path.name, dict(zip(header, cells, strict=True)))


def _read_parquet(path: Path) -> ReadTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except pa.ArrowInvalid:
        raise UnreadableTable(
            file=path.name, why_fr="ce n'est pas du Parquet", why_en="it is not Parquet"
        ) from None
    columns = {
        name: ["" if cell is None else str(cell) for cell in column.to_pylist()]
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return ReadTable(path.name, columns)

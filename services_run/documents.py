"""A JSON document as a table, by the paths that a service's folder gives.

`prix_t: price_eur_per_t` is of the row itself; `$.period[0]` of the whole document;
`$.indexation.coefficient[collector_code]` looks up by a value of the row; a list of paths takes
the first that leads to something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from intake.file_reading.json_paths import first_of, follow
from services_run.tables import FileTable, TableColumn

Path = str | Sequence[str]


def table_of_document(
    document: Any, name: str, rows_path: str, columns: Mapping[str, Path]
) -> FileTable:
    """One row for each object of the list at `rows_path`; cells are text or None."""
    rows = [row for row in follow(document, rows_path, {}) or [] if isinstance(row, dict)]
    made = []
    for column, path in columns.items():
        paths = [path] if isinstance(path, str) else list(path)
        cells = [first_of(document, row, paths) for row in rows]
        values: list[object] = [None if one is None else str(one) for one in cells]
        made.append(TableColumn(column, "string", None, None, values))
    return FileTable(name, made, list(range(1, len(rows) + 1)), [], is_document=True)

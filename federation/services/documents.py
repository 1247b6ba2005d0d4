"""A JSON document as a table, by the paths that a service's folder gives.

`prix_t: price_eur_per_t` is of the row itself; `$.period[0]` of the whole document;
`$.indexation.coefficient[collector_code]` looks up by a value of the row; a list of paths takes
the first that leads to something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from federation.services.tables import FileTable, TableColumn

_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]|\[([A-Za-z_]\w*)\]")
Path = str | Sequence[str]


def table_of_document(
    document: Any, name: str, rows_path: str, columns: Mapping[str, Path]
) -> FileTable:
    """One row for each object of the list at `rows_path`; cells are text or None."""
    rows = [row for row in _follow(document, rows_path, {}) or [] if isinstance(row, dict)]
    made = []
    for column, path in columns.items():
        paths = [path] if isinstance(path, str) else list(path)
        values: list[object] = [_first(document, row, paths) for row in rows]
        made.append(TableColumn(column, "string", None, None, values))
    return FileTable(name, made, list(range(1, len(rows) + 1)), [], is_document=True)


def _first(document: Any, row: dict[str, Any], paths: Sequence[str]) -> str | None:
    for path in paths:
        is_whole = path.startswith("$")
        value = _follow(document if is_whole else row, path.removeprefix("$"), row)
        if value is not None and not isinstance(value, dict | list):
            return str(value)
    return None


def _follow(value: Any, path: str, row: Mapping[str, Any]) -> Any:
    for step in _STEP.finditer(path):
        name, index, key = step.groups()
        if index is not None:
            value = (
                value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
            )
        else:
            wanted = name if name is not None else row.get(key)
            value = value.get(wanted) if isinstance(value, dict) else None
        if value is None:
            return None
    return value

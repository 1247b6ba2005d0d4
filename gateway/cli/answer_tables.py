"""An answer as tables: one a list of objects, one a lone object, columns by dotted name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, TextIO

from rich.console import Console

Row = dict[str, Any]
Path = tuple[str, ...]
_ANY_WIDTH = 10_000


def console_of_tables(file: TextIO | None = None) -> Console:
    """As wide as the terminal; in a file or a pipe, as wide as the rows: nothing is cut there."""
    is_seen = file is None and sys.stdout.isatty()
    return Console(file=file, width=None if is_seen else _ANY_WIDTH, highlight=False)


def tables_of(data: Any, stopped: frozenset[Path] = frozenset()) -> list[tuple[str, list[Row]]]:
    """(path, rows). A lone object is one row with what is in the objects below it, unless a list
    is there, which is a table of its own. `stopped`: the paths of errors, where nothing is shown.
    """
    return [(".".join(path), _even(rows)) for path, rows in _tables(data, (), stopped)]


def _tables(value: Any, path: Path, stopped: frozenset[Path]) -> Iterator[tuple[Path, list[Row]]]:
    if isinstance(value, list):
        yield path, [_flat(row) for row in value if isinstance(row, dict)]
        return
    if not isinstance(value, dict):
        return
    shown = {key: each for key, each in value.items() if (*path, key) not in stopped}
    # One row begins at the first object that says something by itself.
    has_cells = any(not isinstance(each, dict) and not _is_rows(each) for each in shown.values())
    below = {key: each for key, each in shown.items() if not has_cells or _holds_rows(each)}
    if has_cells:
        yield path, [_flat({key: each for key, each in shown.items() if key not in below})]
    for key, each in below.items():
        yield from _tables(each, (*path, key), stopped)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], dict))


def _holds_rows(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_rows, value.values()))
    return _is_rows(value)


def _flat(row: Row, prefix: str = "") -> Row:
    flat: Row = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list) and not _is_rows(value):
            flat[prefix + key] = ", ".join(str(each) for each in value)
        else:
            flat[prefix + key] = value
    return flat


def _even(rows: list[Row]) -> list[Row]:
    """An object that one row lacks is no column beside those of its cells in the others."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    begun = {name[:place] for name in names for place, sign in enumerate(name) if sign == "."}
    return [{name: row.get(name) for name in names if name not in begun} for row in rows]

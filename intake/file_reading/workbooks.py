"""A workbook's sheets, read in a child process that may die of them."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec

from intake.file_reading.formula_texts import FIGURE_FORMULA
from intake.file_reading.problems import FileLocked, FileTooLarge, FileUnreadable
from intake.file_reading.symbol_fonts import drawn
from intake.file_reading.values import (
    Cell,
    ErrorCell,
    Flag,
    Row,
    Sheet,
    Span,
    UncomputedCell,
)

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = "intake.file_reading.workbook_child"
_MOST_S = 120
_LITTLE_ROOM = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2"}
"""Allocators reserve far more addresses than they use: a bound on addresses would stop them."""
_TOO_LARGE = frozenset({70, -6, -9, -11, -24})
"""Memory refused, told or not, and processor time used up."""


def reader_environment() -> dict[str, str]:
    """Nothing of the gateway's own: a reader of foreign bytes needs no secret.

    Compiled modules are those of `./interco` where it keeps some: to compile all of them takes a
    child longer than most files do.
    """
    kept = sys.pycache_prefix
    compiled = {"PYTHONDONTWRITEBYTECODE": "1"} if kept is None else {"PYTHONPYCACHEPREFIX": kept}
    return {"PYTHONPATH": str(_ROOT), **compiled, **_LITTLE_ROOM}


def read_workbook(data: bytes, kind: str, name: str) -> list[Sheet]:
    """Raises FileTooLarge, FileLocked and FileUnreadable."""
    answer = msgspec.msgpack.decode(_answer(data, kind, name))
    match answer.get("stopped"):
        case "locked":
            raise FileLocked(file=name)
        case "too_large":
            raise _too_large(name)
        case "unreadable":
            raise _unreadable(name)
    return [_sheet(sheet) for sheet in answer["sheets"]]


def _answer(data: bytes, kind: str, name: str) -> bytes:
    try:
        child = subprocess.run(  # noqa: S603 - our own program, without a shell
            [sys.executable, "-P", "-m", _PROGRAM, kind],
            input=data,
            capture_output=True,
            check=False,
            timeout=_MOST_S,
            env=reader_environment(),
        )
    except subprocess.TimeoutExpired as late:
        raise _too_large(name) from late
    if child.returncode in _TOO_LARGE:
        raise _too_large(name)
    if child.returncode:
        raise _unreadable(name)
    return child.stdout


def _too_large(name: str) -> FileTooLarge:
    return FileTooLarge(
        file=name,
        why_fr="une feuille s'étend trop loin, ou demande trop de mémoire",
        why_en="a sheet reaches too far, or asks for too much memory",
    )


def _unreadable(name: str) -> FileUnreadable:
    return FileUnreadable(
        file=name,
        why_fr="le classeur est abîmé, incomplet ou d'une sorte inconnue",
        why_en="the workbook is broken, incomplete or of an unknown kind",
    )


def _sheet(answer: dict[str, Any]) -> Sheet:
    facts = answer["facts"]
    rows = _rows(answer["rows"])
    for row, column, text in facts.get("errors", ()):
        _place(rows, row, column, ErrorCell(text))
    for row, column, gives_figure in facts.get("uncomputed", ()):
        formula = UncomputedCell("=", FIGURE_FORMULA) if gives_figure else UncomputedCell("=")
        _place(rows, row, column, formula)
    for row, column, text in facts.get("texts", ()):
        _place(rows, row, column, text)
    for row, column, font in facts.get("drawn", ()):
        cell = rows[row - 1][column - 1] if _holds(rows, row, column) else None
        if isinstance(cell, str):
            rows[row - 1][column - 1] = drawn(cell, font)
    counted = facts.get("counted")
    return Sheet(
        name=answer["name"],
        rows=rows,
        hidden=answer["hidden"],
        hidden_rows=frozenset(facts.get("hidden_rows", ())),
        hidden_columns=frozenset(facts.get("hidden_columns", ())),
        merges=tuple(Span(*span) for span in facts.get("merges", ())),
        percent=frozenset(facts.get("percent", ())),
        padded={int(at): width for at, width in facts.get("padded", {}).items()},
        formats={
            int(at): [(first, last, words, thousands) for first, last, words, thousands in runs]
            for at, runs in facts.get("formats", {}).items()
        },
        remarks={(row, column): text for row, column, text in facts.get("remarks", ())},
        struck_rows=frozenset(facts.get("struck_rows", ())),
        crossed_out=tuple(facts.get("crossed_out", ())),
        is_pivot=facts.get("is_pivot", False),
        formulas=facts.get("formulas", 0),
        counted=None
        if counted is None
        else {int(at): (count, total) for at, (count, total) in counted.items()},
    )


def _rows(parts: list[bytes]) -> list[Row]:
    """Equal texts, whole numbers and days are one object each. Empties `parts`."""
    kept: dict[type, dict[Cell, Cell]] = {kind: {} for kind in (str, int, date, datetime, time)}
    rows: list[Row] = []
    parts.reverse()
    while parts:
        for row in msgspec.msgpack.decode(parts.pop()):
            cells = map(_cell, row)
            rows.append(
                [
                    cell if (same := kept.get(type(cell))) is None else same.setdefault(cell, cell)
                    for cell in cells
                ]
            )
    return rows


def _holds(rows: list[Row], row: int, column: int) -> bool:
    return row <= len(rows) and column <= len(rows[row - 1])


def _place(rows: list[Row], row: int, column: int, cell: str) -> None:
    """The reader ends where its own last cell is: an error may stand beyond."""
    while len(rows) < row:
        rows.append([])
    line = rows[row - 1]
    line.extend([None] * (column - len(line)))
    line[column - 1] = cell


def _cell(cell: Any) -> Cell:  # noqa: PLR0911 - one line a kind
    match cell:
        case bool():
            return Flag.TRUE if cell else Flag.FALSE
        case ["d", text]:
            return date.fromisoformat(text)
        case ["s", text]:
            return datetime.fromisoformat(text)
        case ["t", text]:
            return time.fromisoformat(text)
        case float() if math.isnan(cell):
            # So programs write that there is no number.
            return None
        case float() if math.isinf(cell):
            return ErrorCell(repr(cell))
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return int(cell)
    return None if isinstance(cell, str) and not cell.strip() else cell

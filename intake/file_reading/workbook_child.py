"""The program of the child process: bytes of a workbook in, its cells out as msgpack.

Started alone, without an environment, under limits that it gives itself: a workbook of 5 kB can
ask for more memory than a machine has, and its reader then ends the whole process.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec

MEMORY = 1 << 30
CPU_S = 60
DENSEST = 40_000_000
"""Cells of a sheet's bounding rectangle: the reader holds them all, filled or not."""
TOO_LARGE_EXIT = 70
ROWS_AT_ONCE = 1_000


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> int:
    limit()
    kind, data = sys.argv[1], sys.stdin.buffer.read()
    try:
        answer = read(kind, data)
    except MemoryError:
        return TOO_LARGE_EXIT
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
    sys.stdout.buffer.flush()
    return 0


def read(kind: str, data: bytes) -> dict[str, Any]:
    """`{"sheets": […]}`, or `{"stopped": "locked" | "too_large" | "unreadable"}`.

    The rows of a sheet come in parts, each encoded by itself: neither side holds all of them twice.
    """
    from python_calamine import CalamineError, PasswordError, load_workbook

    from intake.file_reading.sheet_facts import SheetTooWide

    if kind == "parquet":
        return read_parquet(data)
    try:
        facts, data, left = _facts(kind, data)
        book = load_workbook(io.BytesIO(data))
        sheets = []
        for meta in book.sheets_metadata:
            if str(meta.typ) != "SheetTypeEnum.WorkSheet":
                continue
            sheet = book.get_sheet_by_name(meta.name)
            known = facts.get(meta.name, {})
            if "merges" not in known:
                known["merges"] = [
                    (top + 1, left + 1, bottom + 1, right + 1)
                    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                ]
            struck_runs = known.pop("rows_with_struck_runs", ())
            known["crossed_out"] = [*_rows_with(left, sheet), *struck_runs]
            sheets.append(
                {
                    "name": meta.name,
                    "hidden": str(meta.visible) != "SheetVisibleEnum.Visible",
                    "rows": list(encoded(_from_a1(sheet))),
                    "facts": known,
                }
            )
    except PasswordError:
        return {"stopped": "locked"}
    except SheetTooWide:
        return {"stopped": "too_large"}
    except (CalamineError, ValueError, KeyError, OSError) as broken:
        return {"stopped": "locked" if "ncrypt" in str(broken) else "unreadable"}
    return {"sheets": sheets}


def _facts(kind: str, data: bytes) -> tuple[dict[str, dict[str, Any]], bytes, frozenset[str]]:
    """(facts by sheet name, the bytes to read, texts beside which others were crossed out)."""
    from intake.file_reading.ods_facts import ods_facts
    from intake.file_reading.rich_text import with_runs_read
    from intake.file_reading.sheet_facts import xlsx_facts
    from intake.file_reading.xls_facts import xls_facts

    if kind == "xlsx":
        return xlsx_facts(data, DENSEST), *with_runs_read(data)
    if kind == "ods":
        return ods_facts(data, DENSEST), data, frozenset()
    return (xls_facts(data) if kind == "xls" else {}), data, frozenset()


def _rows_with(texts: frozenset[str], sheet: Any) -> Iterator[int]:
    """From 0 at the first row of the sheet."""
    for at, row in enumerate(sheet.iter_rows() if texts else ()):
        if any(isinstance(cell, str) and cell.strip() in texts for cell in row):
            yield at


def read_parquet(data: bytes) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data), memory_map=False)
        names = file.schema_arrow.names
        if file.metadata.num_rows * len(names) > DENSEST:
            return {"stopped": "too_large"}
        rows = list(encoded(_records(file, names)))
    except (pa.ArrowException, OSError, ValueError):
        return {"stopped": "unreadable"}
    return {"sheets": [{"name": None, "hidden": False, "rows": rows, "facts": {}}]}


def _from_a1(sheet: Any) -> Iterator[list[Any]]:
    """Rows from the first of the sheet on, cells from its first column on."""
    beside = [""] * sheet.start[1] if sheet.start else []
    for row in sheet.iter_rows():
        yield beside + row


def _records(file: Any, names: list[str]) -> Iterator[Iterable[Any]]:
    yield names
    for batch in file.iter_batches(use_threads=False):
        columns = [column.to_pylist() for column in batch.columns]
        yield from zip(*columns, strict=True)


def encoded(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    part: list[list[Any]] = []
    for row in rows:
        part.append([plain(cell) for cell in row])
        if len(part) == ROWS_AT_ONCE:
            yield msgspec.msgpack.encode(part)
            part = []
    yield msgspec.msgpack.encode(part)


def plain(cell: Any) -> Any:  # noqa: PLR0911 - one line a type
    """Days and times as `[letter, text]`, the rest as it is; nothing for an empty text."""
    match cell:
        case "":
            return None
        case datetime():
            return ["s", cell.isoformat()]
        case date():
            return ["d", cell.isoformat()]
        case time():
            return ["t", cell.isoformat()]
        case Decimal():
            return int(cell) if cell == cell.to_integral_value() else float(cell)
        case bytes():
            return cell.hex()
        case list() | dict():
            return json.dumps(cell, ensure_ascii=False, default=str)
        case timedelta():
            return duration(cell)
    return cell


def duration(span: timedelta) -> str:
    """`26:30:00`: hours go on after a day."""
    seconds = round(span.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{rest:02d}"


if __name__ == "__main__":
    # The answer has left: what the threads of libraries do while an interpreter ends may fail, and
    # would be taken for a file that is too large.
    os._exit(main())

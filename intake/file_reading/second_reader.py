"""A second reading of the same bytes by other code: rows and sums must be the same.

What it met in each column is kept as it is written, for an opinion of its own (`second_kinds`).
"""

from __future__ import annotations

import math
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.file_reading.number_text import Marks, parts_of, value_of
from intake.file_reading.row_cells import cell_at
from intake.file_reading.values import Reconciliation, Sheet

_CLOSE = 1e-9
_MARK = re.compile(r"(?<=\d)(?:\s+(?:[bdepruz]|est\.|prov\.|estimée?|provisoire)|\s*\*{1,3})\s*$")
_MOST_TOLD, _HEADERS_WITHIN = 10, 60
_MOST_RECORDS, _MOST_FIELDS = 1_000, 30_000
_ORDINAL = re.compile(r"\s*(\d{1,2})(?:er|re|e|ème|eme|nd|nde)\b", re.IGNORECASE)
_WORDED = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s+[^\W\d_][^\d()+-]*")
_SPACES = r" \x{00a0}\x{202f}\x{2009}"
_SOMETHING = rf"[^\s{_SPACES}]"
_NEGATIVE = r"^\s*[(−–-]"


@dataclass(frozen=True, slots=True)
class Fields:
    """The first records of a text as the other reader parts them: nothing is cleaned or guessed."""

    records: Sequence[tuple[str | None, ...]] = ()


def check_workbook(sheets: Sequence[Sheet]) -> Reconciliation:
    """The bare numbers of each column, against those that the sheet's own XML was counted to hold.

    Call it before a cell is filled down.
    """
    differences: list[str] = []
    rows = 0
    is_counted = False
    for sheet in sheets:
        rows += sum(any(cell is not None for cell in row) for row in sheet.rows)
        if sheet.counted is None:
            continue
        is_counted = True
        ours: dict[int, list[float]] = {}
        for row in sheet.rows:
            for at, cell in enumerate(row, start=1):
                if isinstance(cell, int | float):
                    ours.setdefault(at, []).append(float(cell))
        for column in sorted(ours.keys() | sheet.counted.keys()):
            values = ours.get(column, [])
            count, total = sheet.counted.get(column, (0, 0.0))
            if len(values) != count or not _same(math.fsum(values), total):
                differences.append(f"{sheet.name}, {column}")
    return Reconciliation(
        "sheet_xml" if is_counted else None, rows, not differences, differences[:_MOST_TOLD]
    )


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=1e-6)


def check_delimited(
    sheet: Sheet, text: Iterable[str], delimiter: str, marks: dict[int, str]
) -> tuple[Reconciliation, Fields]:
    """DuckDB splits the same text: rows, filled cells by column, and sums of plain numbers.

    `text` comes in parts. `marks`: columns of numbers (positions from 1) and the decimal mark that
    we took; thousands, if any, by spaces. The other reader takes the mark that it sees itself.
    Every row of the file counts, totals and titles too.
    """
    width = max((len(row) for row in sheet.rows), default=0)
    rows = sum(any(cell is not None for cell in row) for row in sheet.rows)
    # Fields that we part ourselves, within one of the file's, are none of theirs.
    marks = {position: mark for position, mark in marks.items() if position <= width}
    counts = [0] * width
    for row in sheet.rows:
        for at, cell in enumerate(row):
            counts[at] += cell is not None
    theirs = _by_duckdb(text, delimiter, width, marks)
    if theirs is None:
        return Reconciliation(None, rows, agrees=True, differences=[]), Fields()
    differences = [] if theirs[0] == rows else [f"rows: {rows}, {theirs[0]}"]
    differences += [
        f"column {at}: {ours}, {filled}"
        for at, (ours, filled) in enumerate(zip(counts, theirs[1], strict=True), start=1)
        if ours != filled
    ]
    for position, mark in marks.items():
        total = _sum(sheet, position, mark)
        more = {0, _ordinals(sheet, position), _before_words(sheet, position, mark)}
        if not any(_same(total + each, theirs[2][position]) for each in more):
            differences.append(f"sum {position}: {total}, {theirs[2][position]}")
    checked = Reconciliation("duckdb", rows, not differences, differences[:_MOST_TOLD])
    return checked, Fields(theirs[3])


def _sum(sheet: Sheet, position: int, mark: str) -> float:
    marks = Marks(decimal=mark)
    values: list[float] = []
    cells = Counter(cell_at(row, position - 1) for row in sheet.rows)
    for cell, count in cells.items():
        # `12,5 p` and `12,5*` are figures for both.
        number = parts_of(_MARK.sub("", cell)) if isinstance(cell, str) else None
        # The other reader takes no power of ten and no sign at the end: neither counts them.
        is_other = number is None or number.power or str(cell).rstrip().endswith(("-", "+"))
        value = None if number is None or is_other else value_of(number, marks)
        if value is not None:
            values.append(float(value) * count)
    return math.fsum(values)


def _ordinals(sheet: Sheet, position: int) -> int:
    """Of `1er semestre` and the like, which head columns, the other reader takes the number."""
    cells = (cell_at(row, position - 1) for row in sheet.rows[:_HEADERS_WITHIN])
    matches = (_ORDINAL.match(cell) for cell in cells if isinstance(cell, str))
    return sum(int(match[1]) for match in matches if match is not None)


def _before_words(sheet: Sheet, position: int, mark: str) -> float:
    """`120 places` in a title: the other reader takes the number before any word."""
    marks = Marks(decimal=mark)
    values: list[float] = []
    for cell in (cell_at(row, position - 1) for row in sheet.rows):
        match = _WORDED.fullmatch(cell) if isinstance(cell, str) else None
        is_known = match is None or parts_of(match[0]) is not None
        number = None if match is None or is_known else parts_of(match[1])
        value = None if number is None else value_of(number, marks)
        if value is not None:
            values.append(float(value))
    return math.fsum(values)


def _by_duckdb(
    text: Iterable[str], delimiter: str, width: int, marks: dict[int, str]
) -> tuple[int, list[int], dict[int, float], list[tuple[str | None, ...]]] | None:
    """(rows, filled cells by column, sums by position, first records); None for a text that it
    refuses.
    """
    import duckdb

    names = [f"c{at}" for at in range(1, width + 1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(text)
        with duckdb.connect(":memory:", config={"threads": 1}) as engine:
            try:
                relation = engine.read_csv(
                    str(path), header=False, sep=delimiter, quotechar='"', escapechar='"',
                    dtype=dict.fromkeys(names, "VARCHAR"), names=names, null_padding=True,
                    strict_mode=False, parallel=False, auto_detect=False, max_line_size=1 << 24,
                )  # fmt: skip
                row = relation.aggregate(_aggregates(names, marks)).fetchone()
                most = max(1, min(_MOST_RECORDS, _MOST_FIELDS // max(width, 1)))
                records = relation.limit(most).fetchall()
            except duckdb.Error:
                return None
    if row is None:
        return None
    sums = {
        position: _own_sum(mark, row[1 + width + 4 * at : 1 + width + 4 * at + 4])
        for at, (position, mark) in enumerate(marks.items())
    }
    return int(row[0]), [int(count) for count in row[1 : 1 + width]], sums, records


def _own_sum(ours: str, figures: Sequence[Any]) -> float:
    """By the mark that stands before another number of figures than three more often."""
    commas, dots, by_comma, by_dot = (figure or 0 for figure in figures)
    mark = "," if commas > dots else "." if dots > commas else ours
    return float(by_comma if mark == "," else by_dot)


def _aggregates(names: list[str], marks: dict[int, str]) -> list[Any]:
    from duckdb import (
        CoalesceOperator,
        ColumnExpression,
        ConstantExpression,
        FunctionExpression,
    )

    def call(name: str, *arguments: Any) -> Any:
        return FunctionExpression(name, *(
            ConstantExpression(each) if isinstance(each, str | int) else each for each in arguments
        ))  # fmt: skip

    cells = [ColumnExpression(name) for name in names]
    filled = [
        CoalesceOperator(call("regexp_matches", cell, _SOMETHING), ConstantExpression(False))
        for cell in cells
    ]
    is_filled = filled[0]
    for condition in filled[1:]:
        is_filled = is_filled | condition
    parts = [call("count_if", is_filled).alias("n")]
    parts += [call("count_if", condition).alias(f"f{at}") for at, condition in enumerate(filled)]
    for position in marks:
        parts += _sums_of(position, cells[position - 1], call)
    return parts


def _sums_of(position: int, cell: Any, call: Any) -> list[Any]:
    """Expressions that count cells with a comma or dot before decimals, and sum by either mark."""
    from duckdb import CaseExpression, ConstantExpression

    decimals = r"([0-9]{1,2}|[0-9]{4,})\D*$"
    aggregates = [
        call("count_if", call("regexp_matches", cell, f"[0-9][{mark}]{decimals}")).alias(
            f"d{position}_{at}"
        )
        for at, mark in enumerate(",.")
    ]
    written = cell
    for at, mark in enumerate(",."):
        cell = call("regexp_replace", written, "^(-?[0-9]+) ?€ ?([0-9]{2})$", rf"\1{mark}\2")
        for sign, part in (("½", "5"), ("¼", "25"), ("¾", "75")):
            cell = call("regexp_replace", cell, f"([0-9]) ?{sign}", rf"\1{mark}{part}")
        digits = rf"[0-9][0-9{_SPACES}]*(?:[{mark}][0-9]+)?"
        before = rf"[(]?\s*[-+−–]?[{_SPACES}]*(?:€|\$|£|EUR|CHF|USD)?[{_SPACES}]*"
        whole = rf"{before}{digits}[)]?[{_SPACES}]*[^0-9()+-]*[23]?(?:/[a-z]+[23]?)?[)]?"
        figures = call(
            "regexp_replace", call("regexp_extract", cell, digits), f"[{_SPACES}]", "", "g"
        )
        number = CaseExpression(
            call("regexp_full_match", call("trim", cell), whole),
            call("replace", figures, mark, "."),
        ).cast("DOUBLE")
        is_negative = call("regexp_matches", cell, _NEGATIVE)
        signed = CaseExpression(is_negative, number * ConstantExpression(-1)).otherwise(number)
        aggregates.append(call("fsum", signed).alias(f"s{position}_{at}"))
    return aggregates

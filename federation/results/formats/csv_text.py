"""CSV as RFC 4180 says it, and as a French Excel reads it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from typing_extensions import override

from catalog.exports.formulas import PATTERN
from catalog.model.problem import Language, Problem
from federation.logical import WireType
from federation.results.formats.protocol import Columns, problem_line
from federation.results.formats.text_cells import TextColumn, join_lines, plain_text, quoted_field

_TEXT = (WireType.STRING, WireType.JSON)


class CsvEncoder:
    """UTF-8, commas, CRLF, a header; text is always quoted, so that "" is not a missing value.

    A failed answer ends inside a quoted field that is never closed.
    """

    media_type = "text/csv; charset=utf-8; header=present"
    extension = "csv"
    _separator = ","
    _mark = b""

    def __init__(self) -> None:
        self._columns: Columns = ()

    def begin(self, columns: Columns) -> bytes:
        self._columns = columns
        names = [self._text(pa.array([each.name])) for each in columns]
        return self._mark + join_lines(names, self._around(), "")

    def batch(self, batch: pa.RecordBatch) -> bytes:
        cells = [
            self._cells(cells, column.wire)
            for cells, column in zip(batch.columns, self._columns, strict=True)
        ]
        return join_lines(cells, self._around(), "")

    def end(self) -> bytes:
        return b""

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        said = problem_line(problem, language, request_id, rows).replace('"', '""')
        return b'"' + said.encode()

    def _around(self) -> list[str]:
        return ["", *[self._separator] * (len(self._columns) - 1), "\r\n"]

    def _cells(self, column: pa.Array, wire: WireType) -> TextColumn:
        return self._text(column) if wire in _TEXT else TextColumn(plain_text(column, wire))

    def _text(self, column: pa.Array) -> TextColumn:
        return quoted_field(column)


class FrenchExcelEncoder(CsvEncoder):
    """`;` between cells, a comma in numbers, a byte order mark: opened by a double click.

    Text that would be a formula has an apostrophe before it.
    """

    media_type = "text/csv; charset=utf-8; header=present; dialect=excel-fr"
    _separator = ";"
    _mark = b"\xef\xbb\xbf"

    @override
    def _cells(self, column: pa.Array, wire: WireType) -> TextColumn:
        if wire in (WireType.FLOAT, WireType.DECIMAL):
            return TextColumn(pc.replace_substring(plain_text(column, wire), ".", ","))
        return super()._cells(column, wire)

    @override
    def _text(self, column: pa.Array) -> TextColumn:
        formula = pc.match_substring_regex(column, PATTERN)
        if pc.any(formula).as_py():
            column = pc.if_else(formula, pc.binary_join_element_wise("'", column, ""), column)
        return super()._text(column)

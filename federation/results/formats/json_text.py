"""JSON as one document, and as lines: NDJSON."""

from __future__ import annotations

import msgspec
import pyarrow as pa

from catalog.model.problem import Language, Problem
from federation.results.formats.protocol import Columns, problem_facts
from federation.results.formats.text_cells import join_lines, json_cells


class JsonEncoder:
    """`{"columns": [{"name", "type"}], "rows": [[…]], "rowCount": 2}`; `"scope"` after it where
    rows of a standard were asked for. A column that is masked says how (`"masked": ["month"]`).

    A failed answer has `"problem"` in place of `"rowCount"` and no closing brace: it is no JSON.
    """

    media_type = "application/json"
    extension = "json"

    def __init__(self) -> None:
        self.scope: bytes | None = None
        self._count = 0
        self._columns: Columns = ()

    def begin(self, columns: Columns) -> bytes:
        self._columns = columns
        shown = [
            {"name": each.name, "type": each.type}
            | ({"masked": list(each.masks)} if each.masks else {})
            for each in columns
        ]
        return b'{"columns":' + msgspec.json.encode(shown) + b',"rows":['

    def batch(self, batch: pa.RecordBatch) -> bytes:
        around = [",[", *[","] * (batch.num_columns - 1), "]"]
        wires = [each.wire for each in self._columns]
        cells = [json_cells(each, wire) for each, wire in zip(batch.columns, wires, strict=True)]
        lines = join_lines(cells, around, "null")
        is_first, self._count = self._count == 0, self._count + batch.num_rows
        return lines[1:] if is_first else lines

    def end(self) -> bytes:
        scope = b"" if self.scope is None else b',"scope":' + self.scope
        return b'],"rowCount":%d%b}' % (self._count, scope)

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        facts = msgspec.json.encode(problem_facts(problem, language, request_id, rows))
        return b'],"problem":' + facts


class NdjsonEncoder:
    """One object a row, its keys the columns' names, in their order.

    A failed answer ends in a line that is cut off: no reader takes it for a row.
    """

    media_type = "application/x-ndjson"
    extension = "ndjson"

    def __init__(self) -> None:
        self._columns: Columns = ()
        self._around: list[str] = []

    def begin(self, columns: Columns) -> bytes:
        self._columns = columns
        keys = [msgspec.json.encode(each.name).decode() for each in columns]
        self._around = ["{" + keys[0] + ":", *("," + key + ":" for key in keys[1:]), "}\n"]
        return b""

    def batch(self, batch: pa.RecordBatch) -> bytes:
        wires = [each.wire for each in self._columns]
        cells = [json_cells(each, wire) for each, wire in zip(batch.columns, wires, strict=True)]
        return join_lines(cells, self._around, "null")

    def end(self) -> bytes:
        return b""

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        return b'{"problem":' + msgspec.json.encode(
            problem_facts(problem, language, request_id, rows)
        )

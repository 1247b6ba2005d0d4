"""The rows of a page as OData's JSON: what its encoder writes as they come, and one row alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import pyarrow as pa
from typing_extensions import override

from catalog.model.problem import Language, Problem
from federation.results.formats.protocol import Columns, Encoder
from federation.results.formats.text_cells import TextColumn, join_lines
from gateway.http.number_cells import cells_with_numbers
from gateway.http.odata.navigations import Related

NEXT, COUNT, CONTEXT = "@odata.nextLink", "@odata.count", "@odata.context"


@dataclass(frozen=True, slots=True)
class JsonForm:
    """The wishes of an Accept header: `metadata` is one of minimal, full and none."""

    metadata: str = "minimal"
    long_as_text: bool = False

    @property
    def media_type(self) -> str:
        texts = ";IEEE754Compatible=true" if self.long_as_text else ""
        return f"application/json;odata.metadata={self.metadata};odata.streaming=true{texts}"


@dataclass(slots=True)
class RowsJson(Encoder):
    """`visible` columns of each row, in their order: those behind them only say where it stands.

    `next_link` is asked once all rows have passed.
    """

    context: str
    visible: int
    form: JsonForm
    count: int | None
    next_link: Callable[[], str | None]
    related: Related | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    """Of the columns that `related` reads, by their ids."""
    extension: str = "json"
    _columns: Columns = ()
    _around: list[str] = field(default_factory=list)
    _is_begun: bool = False

    @property
    @override
    def media_type(self) -> str:  # type: ignore[override]
        return self.form.media_type

    @override
    def begin(self, columns: Columns) -> bytes:
        self._columns = columns[: self.visible]
        names = [each.name for each in self._columns]
        if self.related is not None:
            names += [each.name for each in self.related.navigations]
        self._around = around_of(names)
        head: dict[str, object] = {}
        if self.form.metadata != "none":
            head[CONTEXT] = self.context
        if self.count is not None:
            head[COUNT] = self.count
        opening = msgspec.json.encode(head)[:-1]
        return opening + (b"," if head else b"") + b'"value":['

    @override
    def batch(self, batch: pa.RecordBatch) -> bytes:
        lines = rows_text(batch, self._columns, self._around, self.form, self._led(batch))
        is_first, self._is_begun = not self._is_begun, True
        return lines[1:] if is_first else lines

    def _led(self, batch: pa.RecordBatch) -> list[TextColumn]:
        if self.related is None or not self.related.navigations:
            return []
        cells = {name: batch.column(place).to_pylist() for name, place in self.places.items()}
        texts = self.related.texts(cells, batch.num_rows)
        return [
            TextColumn(pa.array([text.decode() for text in texts[each.name]], pa.string()))
            for each in self.related.navigations
        ]

    @override
    def end(self) -> bytes:
        link = self.next_link()
        if link is None:
            return b"]}"
        return b'],"' + NEXT.encode() + b'":' + msgspec.json.encode(link) + b"}"

    @override
    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        """No closing brace: it is no JSON, and the transfer is broken off."""
        error = {
            "code": problem.code,
            "message": f"{problem.sentence(language)} {problem.next_step(language)}",
        }
        return b'],"error":' + msgspec.json.encode(error)


def around_of(names: Sequence[str]) -> list[str]:
    keys = [msgspec.json.encode(name).decode() for name in names]
    return [",{" + keys[0] + ":", *("," + key + ":" for key in keys[1:]), "}"]


def rows_text(
    batch: pa.RecordBatch,
    columns: Columns,
    around: list[str],
    form: JsonForm,
    beside: Sequence[TextColumn] = (),
) -> bytes:
    """`,{…},{…}`; `beside`: further cells of each row."""
    cells = [
        cells_with_numbers(batch.column(place), each.wire, long_as_text=form.long_as_text)
        for place, each in enumerate(columns)
    ]
    return join_lines([*cells, *beside], around, "null")

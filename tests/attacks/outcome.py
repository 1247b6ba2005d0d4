"""What a query came to, in a form that two worlds can be compared by."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa

from catalog.cog import CommuneLabel, load_cog
from catalog.model.problem import Problem
from federation.engine import Written
from federation.logical import SliceKind
from federation.plan import Plan
from federation.results.json_rows import write_rows
from schema.paging import finish_nodes
from tests.attacks.twins import CANARY

_FIRST_DAY = (date(1942, 4, 2) - date(1970, 1, 1)).days
_PATTERNS = (
    CANARY.encode(),
    *(struct.pack("<i", 4_242_421 + each) for each in range(9)),
    *(struct.pack("<i", 2_147_483_611 + each) for each in range(9)),
    *(struct.pack("<q", 4_242_421_000_000 + each) for each in range(9)),
    *(struct.pack("<d", 4242.5 + each) for each in range(9)),
    *(f"{4242 + each}.421".encode() for each in range(9)),
    *(struct.pack("<i", _FIRST_DAY + each) for each in range(9)),
    *(
        struct.pack("<q", timedelta(days=_FIRST_DAY + each, hours=4, minutes=2) // _TICK)
        for _TICK in (timedelta(microseconds=1),)
        for each in range(9)
    ),
)
_ANY = re.compile(b"|".join(re.escape(each) for each in _PATTERNS), re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """`code` of the problem, or the answer: its types, its rows, and the bytes that would leave."""

    code: str | None
    said: str
    rows: tuple[str, ...] = ()
    content: bytes = b""

    @property
    def canary(self) -> bytes | None:
        found = _ANY.search(self.content)
        return None if found is None else found[0]

    def with_written(self, written: Written, *, is_ordered: bool) -> Outcome:
        """Beside it, the page that the engine wrote itself: what is sent where it does."""
        page = [json.dumps(each) for each in json.loads(written.body)]
        end = f"{written.rows} {written.has_next} {written.last}"
        rows = (*self.rows, *(page if is_ordered else sorted(page)), end)
        return replace(self, rows=rows, content=self.content + written.body)

    def differs_from(self, other: Outcome) -> bool:
        return (self.code, self.said, self.rows) != (other.code, other.said, other.rows)


def failed(problem: Problem) -> Outcome:
    said = f"{problem} {problem.place}" if hasattr(problem, "place") else str(problem)
    return Outcome(problem.code, said, content=said.encode())


def outcome_of(table: pa.Table, plan: Plan, *, is_ordered: bool) -> Outcome:
    """Rows in their order where it was asked for; else sorted, since nothing promises one.

    A slice of GraphQL is compared as the JSON that is sent, page and cursor with it.
    """
    content, rows = _bytes(table), _rows(table)
    if plan.logical.kind is not SliceKind.SQL:
        finished = finish_nodes(plan.logical, table)
        rows = _rows(finished.table)
        body = write_rows(finished.table, plan.logical.shape, _LABELS)
        content += body
        rows = [*rows, f"{finished.has_next} {finished.last}"]
        if is_ordered:
            rows.append(body.decode())
    return Outcome(
        code=None,
        said=str(table.schema),
        rows=tuple(rows if is_ordered else sorted(rows)),
        content=content,
    )


def _rows(table: pa.Table) -> list[str]:
    return [repr(row) for row in zip(*(each.to_pylist() for each in table.columns), strict=True)]


def _bytes(table: pa.Table) -> bytes:
    """As it would leave, what lies below absent values too, but without the bits that say which
    these are: 28 present ones in a row are the bytes of a canary.
    """
    present = pa.table([_all_present(each) for each in table.columns], names=table.column_names)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, present.schema) as stream:
        stream.write_table(present)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _all_present(column: pa.ChunkedArray) -> pa.ChunkedArray:
    chunks = []
    for each in column.chunks:
        _, *values = each.buffers()
        chunks.append(
            pa.Array.from_buffers(each.type, len(each), [None, *values], offset=each.offset)
        )
    return pa.chunked_array(chunks, column.type)


class _Labels(dict[str, CommuneLabel | None]):
    def get(self, key: str, _: object = None) -> CommuneLabel | None:  # type: ignore[override]
        return load_cog().label_of_key(key)


_LABELS = _Labels()

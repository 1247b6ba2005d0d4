"""The protocol of a format: canonical batches in, bytes out, and an end that tells how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import pyarrow as pa

from catalog.model.column_types import TYPES
from catalog.model.problem import Language, Problem
from federation.logical import WireType
from federation.results.canonical import CANONICAL_TYPES
from federation.wire_types import SCALARS


class ShownColumn(NamedTuple):
    """`digits`: the (precision, scale) of a decimal, None where nothing says them. `masks`: how its
    cells are masked where they are not given as they are (`month`, `keyed_hash`…).
    """

    name: str
    wire: WireType
    digits: tuple[int, int] | None = None
    masks: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """As Trino calls it."""
        said = TYPES[SCALARS[self.wire]].result
        return said if self.digits is None else f"{said}({self.digits[0]},{self.digits[1]})"

    @property
    def arrow_type(self) -> pa.DataType:
        """The type that keeps numbers numbers: canonical, but for a decimal of known digits."""
        return CANONICAL_TYPES[self.wire] if self.digits is None else pa.decimal128(*self.digits)


Columns = Sequence[ShownColumn]
"""At least one; two may bear one name."""


class Encoder(Protocol):
    """One answer: `begin` once, `batch` for each batch, then `end` or `fail`, once.

    Batches are canonical (`federation.results.canonical`). Every column is rebuilt before it is
    written, so that no byte leaves that the rows do not show. Nothing here waits or blocks longer
    than the writing of one batch takes; all of it may be called in a thread, one call at a time.
    """

    media_type: str
    """As the Content-Type says it, its parameters with it."""
    extension: str
    """Of the file that it is downloaded as, without the point."""

    def begin(self, columns: Columns) -> bytes:
        """The bytes before the first row; maybe none."""
        ...

    def batch(self, batch: pa.RecordBatch) -> bytes:
        """The rows; those that a format keeps back for a while come with a later batch or `end`."""
        ...

    def end(self) -> bytes:
        """The bytes that make the answer complete."""
        ...

    def fail(self, problem: Problem, language: Language, request_id: str, rows: int) -> bytes:
        """The bytes that tell that an answer is incomplete, and why if there is a place for it.

        `rows`: so many may have been sent before.

        The sender then breaks the transfer off, which every client notices.
        """
        ...


@runtime_checkable
class TellsScope(Protocol):
    """A format with a place for whose rows an answer has: `scope` is finished JSON."""

    scope: bytes | None


def arrow_schema(columns: Columns) -> pa.Schema:
    """The types under the shown names; a field says which type of SQL it stands for, and how it is
    masked.
    """
    return pa.schema(
        pa.field(each.name, each.arrow_type, metadata=_metadata(each)) for each in columns
    )


def _metadata(column: ShownColumn) -> Mapping[str, str]:
    masks = {"interco.masked": ",".join(column.masks)} if column.masks else {}
    return {"interco.type": column.type, **masks}


def problem_facts(
    problem: Problem, language: Language, request_id: str, rows: int
) -> Mapping[str, str | int]:
    """The facts that a failed answer tells of its failure, as HTTP would have told them before the
    first row; and that up to `rows` rows are out there.
    """
    sent = (
        f"Avant cela, {rows} lignes au plus ont été transmises : cette réponse n'est pas entière."
        if language == "fr"
        else f"Before that, up to {rows} rows were sent: this answer is not whole."
    )
    return {
        "code": problem.code,
        "detail": f"{problem.sentence(language)} {sent}",
        "next": problem.next_step(language),
        "rowsSent": rows,
        "requestId": request_id,
    }


def problem_line(problem: Problem, language: Language, request_id: str, rows: int) -> str:
    """The same for the eyes of whoever opens the file: one line, one that begins no row."""
    start = "RÉPONSE INCOMPLÈTE" if language == "fr" else "INCOMPLETE ANSWER"
    facts = problem_facts(problem, language, request_id, rows)
    return f"{start}: {facts['code']} {facts['detail']} {facts['next']} ({facts['requestId']})"

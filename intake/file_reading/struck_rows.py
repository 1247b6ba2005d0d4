"""Rows that are crossed out: cancelled, as people mark it, and still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.doubts import Doubt
from intake.file_reading.tables import Table
from intake.file_reading.values import Reason

STRUCK_ROWS, ASIDE = "struck_rows", "aside"
_MOST = 0.5


def ask_of_struck(tables: Sequence[Table], answers: ReadingAnswers) -> Iterator[Doubt]:
    """Crossed-out rows stay until a person says that they are cancelled."""
    answer = answers.of(STRUCK_ROWS)
    rows = [
        (table, at) for table in tables for at in table.rows.data
        if at + 1 in table.sheet.struck_rows
    ]  # fmt: skip
    if not rows or len(rows) > _MOST * sum(len(table.rows.data) for table in tables):
        return
    if answer == ASIDE:
        for table in tables:
            own = [at for one, at in rows if one is table]
            table.rows.leave(table.sheet, own, Reason.CANCELLED)
    elif answer is None:
        numbers = ", ".join(str(at + 1) for _, at in rows[:5]) + ("…" if len(rows) > 5 else "")
        yield Doubt(STRUCK_ROWS, None, (numbers,))

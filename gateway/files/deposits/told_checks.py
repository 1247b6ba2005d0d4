"""The ladder of a file's rows as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from intake.deposits.check_values import RUNG_WORDS, CheckMessage, Ladder
from intake.deposits.day_checks import every_days
from intake.deposits.ladder import checks
from intake.deposits.row_batches import Target
from intake.file_reading.typed_rows import ReadFile


def write_ladder(
    dataset: Dataset, file: ReadFile, targets: Sequence[Target], job: Mapping[str, Any]
) -> dict[str, Any]:
    """`job`: today, expected (codes of communes)."""
    expected = frozenset(job.get("expected") or ())
    ladder = checks(
        dataset,
        file,
        targets,
        today=date.fromisoformat(job["today"]),
        expected=expected or None,
        every_days=every_days(dataset),
    )
    return _write(ladder)


def _write(ladder: Ladder) -> dict[str, Any]:
    communes = ladder.communes
    return {
        "height": None if ladder.height is None else ladder.height.value,
        "rungs": [
            {
                "rung": result.rung.value,
                "words": _both(RUNG_WORDS[result.rung]),
                "state": result.state.value,
                "text": _both(result.text),
            }
            for result in ladder.rungs
        ],
        "messages": [_message(message) for message in ladder.messages],
        "more": ladder.more,
        "communes": None
        if communes is None
        else {
            "seen": dict(communes.seen),
            "missing": list(communes.missing),
            "outside": list(communes.outside),
            "unplaced": communes.unplaced,
            "empty": communes.empty,
        },
    }


def _message(message: CheckMessage) -> dict[str, Any]:
    return {
        "rung": message.rung.value,
        "code": message.code,
        "text": _both(message.text),
        "remedy": _both(message.remedy),
        "rows": message.rows,
        "examples": list(message.examples),
        "column": message.column,
        "breaks": message.breaks,
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}

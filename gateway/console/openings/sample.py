"""The first rows of data with the columns that somebody without an account would read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway.console.data.documents import DATASET
from gateway.console.data.page_of_rows import rows_of
from gateway.console.visit import Refused, Visit

_ROWS: Final = 5


@dataclass(frozen=True, slots=True)
class Sample:
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


async def sample_of(dataset_id: str, names: Collection[str], visit: Visit) -> Sample | None:
    """None where the visitor cannot read them now: a source that is away stops no opening."""
    try:
        dataset: Mapping[str, Any] = (await visit.ask(DATASET, id=dataset_id))["dataset"]
        chosen = [column for column in dataset["columns"] if column["name"] in names]
        page = await rows_of({**dataset, "columns": chosen}, None, visit)
    except Refused:
        return None
    if page.table is None:
        return None
    return Sample(
        tuple(header.label for header in page.table.headers),
        tuple(tuple(cell.words for cell in row) for row in page.table.rows[:_ROWS]),
    )

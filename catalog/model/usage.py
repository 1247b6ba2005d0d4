"""Who read a dataset, as its owner may know: organisations, never persons, and no value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class DatasetUse:
    """All that one reader asked of a dataset for one purpose, under the same agreements.

    `reader` None: without an account. `agreements`: those of this dataset alone, by citation; none
    for open data and for the owner's own people. `rows` left with the `requests` that read nothing
    else; what the `beside_others` read of this one alone is not recorded.
    """

    dataset: str
    reader: Siren | None
    purpose: str | None
    agreements: tuple[str, ...]
    requests: int
    beside_others: int
    rows: int
    last: datetime

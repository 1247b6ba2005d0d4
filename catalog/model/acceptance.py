"""The owner's conditions for a file to be deposited into a dataset, alike for every depositor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AcceptedPeriod(StrEnum):
    """MONTH: the rows of one calendar month. PREVIOUS_MONTH: of the month before the deposit."""

    MONTH = "month"
    PREVIOUS_MONTH = "previous_month"


@dataclass(frozen=True, slots=True)
class AcceptedContract:
    """Every row bears this number in that column (an id)."""

    column: str
    equals: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Columns are ids. `standard`: its required fields are filled in every row, and its masses are
    as heavy as they usually are. `no_duplicates`: no file twice, and no row twice in a file.
    """

    standard: str | None = None
    period: AcceptedPeriod | None = None
    columns_complete: tuple[str, ...] = ()
    no_duplicates: bool = False
    contract: AcceptedContract | None = None

"""Use of a dataset by its readers, as its owner may know it, and use of the platform by each body,
as the operator may: organisations, never persons, and no value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

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
    period: str | None = None
    """`2026-11-26` or `2026-11`, in Paris, where it is told by day or by month."""


@dataclass(frozen=True, slots=True)
class YearUse:
    """All that was read in a year under a convention, whichever its versions: `last` None for
    nothing. `rows` left with the requests that read nothing else, all but `beside_others`.
    """

    requests: int = 0
    rows: int = 0
    beside_others: int = 0
    last: datetime | None = None


class Period(StrEnum):
    DAY = "day"
    MONTH = "month"

    def of(self, day: date) -> str:
        return day.isoformat() if self is Period.DAY else f"{day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """One request of an agent, as its own history tells it. `status` None: it may still run."""

    request_id: str
    at: datetime
    organisation: Siren | None
    on_behalf_of: Siren | None
    purpose: str | None
    datasets: tuple[str, ...]
    agreements: tuple[str, ...]
    status: str | None
    rows: int | None
    requests: int = 1
    """Pages of one walk are one line here, under the walk's id, and counted so."""


@dataclass(frozen=True, slots=True)
class BodyUse:
    """The requests of one body in a month, on data of any owner. `body` None: without an account.

    `milliseconds` are those that the gateway took to answer. What had not ended when it was counted
    has neither rows nor time.
    """

    month: str
    """`2026-11`, in Paris."""
    body: Siren | None
    requests: int
    failed: int
    rows: int
    milliseconds: int

    def with_more(self, other: BodyUse) -> BodyUse:
        return replace(
            self,
            requests=self.requests + other.requests,
            failed=self.failed + other.failed,
            rows=self.rows + other.rows,
            milliseconds=self.milliseconds + other.milliseconds,
        )

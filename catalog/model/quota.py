"""Limits on a body's use of an installation, as its operator sets them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.model.identifiers import Siren

WARN_PERCENT, FULL_PERCENT = 80, 100


class QuotaKind(StrEnum):
    """The first two begin anew each month, in Paris."""

    REQUESTS = "requests"
    SECONDS = "seconds"
    MEGABYTES = "megabytes"

    @property
    def scale(self) -> int:
        """Use is counted in requests, milliseconds and bytes."""
        return {"requests": 1, "seconds": 1_000, "megabytes": 1_000_000}[self.value]


@dataclass(frozen=True, slots=True)
class Quota:
    """None: no limit. `requests` and `seconds` (taken to answer) a month; `megabytes` (of 1,000,000
    bytes) kept in deposits.
    """

    organisation: Siren
    requests: int | None = None
    seconds: int | None = None
    megabytes: int | None = None

    def limit(self, kind: QuotaKind) -> int | None:
        match kind:
            case QuotaKind.REQUESTS:
                return self.requests
            case QuotaKind.SECONDS:
                return self.seconds
            case QuotaKind.MEGABYTES:
                return self.megabytes

    @property
    def is_none(self) -> bool:
        return all(self.limit(kind) is None for kind in QuotaKind)


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """`limit` in the unit of its kind; `counted` in requests, milliseconds or bytes."""

    kind: QuotaKind
    limit: int
    counted: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 is said of a full quota alone."""
        return 100 * self.counted // (self.limit * self.kind.scale)

    @property
    def is_full(self) -> bool:
        return self.percent >= FULL_PERCENT

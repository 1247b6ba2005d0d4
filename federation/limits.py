"""What one query may cost; settings of the gateway, given to planning as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_rows` is per slice; `max_codes` what a condition may list before it is refused."""

    max_rows: int = 10_000
    max_codes: int = 2_000
    timeout_s: float = 30.0

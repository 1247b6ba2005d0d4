"""The next free reference of the year: `conv-2026-0017`, `mand-2026-0003`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from catalog.model.paris import PARIS


def next_reference(prefix: str, taken: Iterable[str], now: datetime) -> str:
    """One above the highest of this (Paris) year."""
    year = now.astimezone(PARIS).year
    numbered = re.compile(rf"{prefix}-{year}-([0-9]+)")
    numbers = [int(found[1]) for each in taken if (found := numbered.fullmatch(each))]
    return f"{prefix}-{year}-{max(numbers, default=0) + 1:04d}"

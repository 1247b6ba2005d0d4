"""Days as people type them: « 26/11/2026 », or 2026-11-26."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_TYPED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def read_day(text: str) -> date | None:
    """None for what is no day: the page says the form."""
    text = text.strip()
    typed = _TYPED.fullmatch(text)
    try:
        if typed:
            day, month, year = (int(part) for part in typed.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None

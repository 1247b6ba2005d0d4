"""A day as people type it in a form."""

from __future__ import annotations

import re
from datetime import date

_TYPED = re.compile(r"\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})\s*")


def read_day(text: str) -> date | None:
    """`20/11/2026`, `20-11-2026`, `20.11.2026`, and `2026-11-20`; None for what is no day."""
    typed = _TYPED.fullmatch(text)
    try:
        if typed is None:
            return date.fromisoformat(text.strip())
        day, month, year = (int(part) for part in typed.groups())
        return date(year, month, day)
    except ValueError:
        return None


def write_day(value: str | None) -> str:
    """As the field wants it typed: `20/11/2026`. `value` is a day in ISO 8601."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""

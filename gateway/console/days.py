"""Days as fields of dates send them, 2026-11-26, and as people type them: « 26/11/2026 »."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_TYPED_MONTH: Final = re.compile(r"(0?[1-9]|1[0-2])[/.](\d{4})")
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


def iso_month(text: str) -> str:
    """As the API takes it, of « 01/2026 » as well; what is no month stays as it was typed."""
    typed = _TYPED_MONTH.fullmatch(text.strip())
    return f"{typed[2]}-{int(typed[1]):02d}" if typed else text.strip()


def iso_day(text: str) -> str:
    """As the API takes it; what is no day stays as it was typed, to be refused in its words."""
    day = read_day(text)
    return text.strip() if day is None else day.isoformat()

"""The one Date of the merged schema: control fields and datasets share it."""

from __future__ import annotations

import datetime as dt
import re

import strawberry

from schema.control.problems import InvalidDate

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def read_date(text: object) -> dt.date:
    """`2025-01-31` and nothing looser; raises InvalidDate."""
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise InvalidDate
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidDate from None


DATE = strawberry.scalar(
    name="Date",
    description="Un jour, AAAA-MM-JJ (ISO 8601). / A day, YYYY-MM-DD (ISO 8601).",
    serialize=dt.date.isoformat,
    parse_value=read_date,
)

"""The one Date and DateTime of the merged schema: control fields and datasets share them."""

from __future__ import annotations

import datetime as dt
import re

import strawberry

from catalog.model.dataset import ColumnType, ScalarType
from schema.control.problems import InvalidDate, InvalidInstant
from schema.leaves import Leaf, LeafMismatch

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_INSTANT = Leaf(ColumnType(ScalarType.TIMESTAMP_TZ))


def read_date(text: object) -> dt.date:
    """`2025-01-31` and nothing looser; raises InvalidDate."""
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise InvalidDate
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidDate from None


def read_instant(text: object) -> dt.datetime:
    """In UTC; raises InvalidInstant."""
    try:
        return dt.datetime.fromisoformat(str(_INSTANT.read(text))).astimezone(dt.UTC)
    except (LeafMismatch, ValueError):
        raise InvalidInstant from None


def write_instant(instant: dt.datetime | str) -> str:
    """As the rows write it, who bring it so: in UTC, ending in Z."""
    if isinstance(instant, str):
        return instant
    return instant.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


DATE = strawberry.scalar(
    name="Date",
    description="Un jour, AAAA-MM-JJ (ISO 8601). / A day, YYYY-MM-DD (ISO 8601).",
    serialize=dt.date.isoformat,
    parse_value=read_date,
)

DATE_TIME = strawberry.scalar(
    name="DateTime",
    description=(
        "Un instant, écrit en UTC et terminé par Z. / An instant, written in UTC and ending in Z."
    ),
    serialize=write_instant,
    parse_value=read_instant,
)

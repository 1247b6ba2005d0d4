"""A day and an instant as the wire has them: control fields and datasets share them."""

from __future__ import annotations

import datetime as dt
import re

from catalog.model.dataset import ColumnType, ScalarType
from schema.problems import InvalidDate, InvalidInstant
from schema.types.scalar_values import Leaf, LeafMismatch

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

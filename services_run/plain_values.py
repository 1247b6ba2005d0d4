"""Values of a result as canonical JSON holds them: numbers are texts with all their digits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """As canonical JSON holds it, which has no fractions."""
    match value:
        case Decimal():
            return f"{value:f}"
        case float():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case _:
            return value

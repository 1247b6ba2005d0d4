"""The communes of a body's territory of which a result has rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from catalog.cog import Cog
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from catalog.territory import expected_communes


def communes_expected(
    tables: Mapping[str, Any], year: int | None, standpoint: Standpoint
) -> dict[str, Any] | None:
    """`number` of the body's own at the end of `year`, and the names of those that are `missing`;
    None where its territory, the year or the communes of the result are not known.
    """
    table = next((one for one in tables.values() if "by_commune" in one), None)
    body = standpoint.body
    if table is None or year is None or body is None:
        return None
    cog, day = cog_in(standpoint.snapshot), date(year, 12, 31)
    ours = expected_communes(body, day, standpoint.snapshot.memberships, cog)
    if not ours:
        return None
    there = {_commune(code, day, cog) for code in table["by_commune"]["communes"]}
    missing = [code for code in ours if code not in there]
    names = [cog.resolve(code, day).nom for code in missing]
    return {"number": len(ours), "missing": names}


def _commune(code: str, day: date, cog: Cog) -> str:
    """A code that a commune had in the course of the year is that of the commune it became."""
    days = day, date(day.year, 1, 1)
    return next((now for one in days if (now := cog.commune_at(code, one))), code)

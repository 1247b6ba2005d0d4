"""Months that run over the end of a year, under a title that names both: a school year."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence


def years_of_months(months: Sequence[int], years: Sequence[int]) -> Mapping[int, int] | None:
    """The year of each month, where the rows begin late in the first year, go on in order into the
    second, and begin again only where they first began; None where that is not so.
    """
    if len(years) != 2 or years[1] != years[0] + 1 or not months:
        return None
    first = months[0]
    places = [(month - first) % 12 for month in months]
    crosses = any(month < first for month in months)
    in_order = all(
        after in {before, before + 1} or after == 0 for before, after in itertools.pairwise(places)
    )
    if not crosses or not in_order or first <= 1:
        return None
    return {month: years[0] if month >= first else years[1] for month in months}

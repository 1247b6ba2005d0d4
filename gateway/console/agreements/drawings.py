"""The map of what an agreement gives, and its uses as bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gateway.console.agreements.life import Month
from gateway.console.agreements.sentences import Where
from gateway.console.picture_reader import reader_of
from gateway.console.visit import Visit
from papers.pictures import (
    Drawn,
    MonthValue,
    StatusClass,
    Tone,
    month_bars,
    status_map,
)

_GIVEN, _LEFT_OUT = "given", "left_out"
_YEAR, _COMPARED = 12, 2


def map_of(where: Where, visit: Visit) -> Drawn | None:
    """None where no territory bounds it, or the installation has no contours."""
    _ = visit.gettext
    statuses = {
        **{code: _LEFT_OUT for code, _name in where.left_out},
        **{code: _GIVEN for code, _name in where.given},
    }
    classes = (
        StatusClass(_GIVEN, _("donnée"), Tone.GOOD, _("données")),
        StatusClass(_LEFT_OUT, _("pas donnée"), Tone.OUTSIDE, _("pas données")),
    )
    names = dict((*where.given, *where.left_out))
    return drawn_map(visit, _("Communes de la convention"), statuses, classes, names)


def drawn_map(
    visit: Visit,
    title: str,
    statuses: Mapping[str, str | None],
    classes: Sequence[StatusClass],
    names: Mapping[str, str],
) -> Drawn | None:
    """`statuses` by commune code: the key of a class. None for a single commune, which its name
    tells better.
    """
    contours = visit.services.contours_of(statuses) if len(statuses) > 1 else None
    if contours is None:
        return None
    reader = reader_of(visit.language)
    return status_map(reader, title, contours, statuses, classes, names).html("communes")


def bars_of(months: Iterable[Month], visit: Visit) -> Drawn | None:
    """Questions a month, for a year at most, months without any included; None for a single month,
    which compares with nothing.
    """
    counts = {line.month: line.requests for line in months}
    if len(counts) < _COMPARED:
        return None
    last = _ordinal(max(counts))
    first = max(_ordinal(min(counts)), last - _YEAR + 1)
    values = [
        MonthValue(
            month // _YEAR,
            month % _YEAR + 1,
            counts.get(f"{month // _YEAR}-{month % _YEAR + 1:02}", 0),
        )
        for month in range(first, last + 1)
    ]
    title = visit.gettext("Questions posées, par mois")
    return month_bars(reader_of(visit.language), title, values, "").html("uses-by-month")


def _ordinal(month: str) -> int:
    """Months since year 0 of `2026-11`, so that they can be counted."""
    year, _, number = month.partition("-")
    return int(year) * _YEAR + int(number) - 1

"""The years of a report, over all the data that could serve it: which may be chosen, and why one
is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.console.mutualised.parameters import YEAR, Months, is_whole, months_of_years
from gateway.console.visit import Visit

_STANDARD = "standard"
_MONTHS = 12
_LONGEST_TITLE = 40
_LONGEST_GAP = 10
"""Years without a row that are still listed, between the first and the last."""
_SHARE = 2
"""Of the communes of the data that cover most, one in so many makes a year of the body."""


@dataclass(frozen=True, slots=True)
class YearOfData:
    """`role` and `dataset`: data that have it and are not those that are proposed; None where
    these do.
    """

    months: Months
    role: str | None = None
    dataset: str | None = None
    title: str = ""


Years = Mapping[int, YearOfData]


def years_in(report: Mapping[str, Any], visit: Visit) -> dict[int, YearOfData]:
    """Of the data that are proposed, and, for years that these lack, of the others: those that
    have most months of it.
    """
    years: dict[int, YearOfData] = {}
    for adaptation in report["roles"]:
        proposed = {one["dataset"] for one in adaptation["chosen"]}
        if any(one.get("mode") == _STANDARD for one in adaptation["chosen"]):
            # What all bodies have stays as a person chose it: its years are those of its result.
            continue
        every = [*adaptation["chosen"], *adaptation["candidates"]]
        counted = [(one, year) for one in every for year in one["years"]]
        most = max((year["communes"] for _, year in counted), default=0)
        role = adaptation["role"]["name"]
        for one, year in counted:
            is_proposed = one["dataset"] in proposed
            if not is_proposed and (not one["isRelated"] or year["communes"] * _SHARE < most):
                continue
            made = YearOfData((year["months"], _MONTHS))
            if not is_proposed:
                title = _short(one["title"][visit.language])
                made = YearOfData(made.months, role, one["dataset"], title)
            before = years.get(year["year"])
            if before is None or _is_better(made, before):
                years[year["year"]] = made
    return years


def _is_better(one: YearOfData, before: YearOfData) -> bool:
    """Of the data that are proposed a year stays theirs, unless others alone have it whole."""
    if before.dataset is None:
        return is_whole(*one.months) and not is_whole(*before.months)
    return (one.months[0] or 0) > (before.months[0] or 0)


def with_those_of(result: Mapping[str, Any] | None, years: Years) -> dict[int, YearOfData]:
    """A result says what its own data have."""
    months_of = {} if result is None else months_of_years(result)
    others = {year: one for year, one in years.items() if one.dataset is not None}
    return {**years, **{year: YearOfData(months) for year, months in months_of.items()}, **others}


def own_year(years: Years) -> int | None:
    """The year that is taken where nobody chooses: of the data that are proposed."""
    own = {year: one for year, one in years.items() if one.dataset is None}
    return last_whole(own) or max(own, default=None)


def last_whole(years: Years) -> int | None:
    return max((year for year, one in years.items() if is_whole(*one.months)), default=None)


def choice_of_year(years: Years, given: Mapping[str, str], visit: Visit) -> dict[str, Any]:
    """The content of the field of the year: `value`, `options` (value, words, true where the year
    may be chosen), latest first, and `why` the value is taken where nobody chose another.
    """
    usual = own_year(years)
    value = given.get(YEAR) or str(usual or "")
    listed = {*years, *([int(value)] if value.isdecimal() else [])}
    if listed and max(listed) - min(listed) < len(listed) + _LONGEST_GAP:
        listed = set(range(min(listed), max(listed) + 1))
    options = [
        (str(year), _words(year, years.get(year), visit), year in years or str(year) == value)
        for year in sorted(listed, reverse=True)
    ]
    why = _why(usual, years, visit) if usual is not None and value == str(usual) else ""
    return {"value": value, "options": options, "why": why}


def _why(usual: int, years: Years, visit: Visit) -> str:
    last, months = max(years), years[max(years)].months
    if last_whole(years) is None:
        return visit.gettext("Aucune année n'est complète : la dernière.")
    if not is_whole(*years[usual].months):
        return ""
    if last > usual == last_whole(years) and months[0] is not None:
        return visit.gettext(
            "%(year)s est la dernière année complète : %(last)s n'a que %(months)s mois sur "
            "%(expected)s.",
            year=usual,
            last=last,
            months=months[0],
            expected=months[1],
        )
    return visit.gettext("La dernière année complète de ces données.")


def _words(year: int, one: YearOfData | None, visit: Visit) -> str:
    """« 2025 (10 mois sur 12) », « 2024 (aucune ligne) »."""
    if one is None:
        return visit.gettext("%(year)s (aucune ligne)", year=year)
    words = in_words(one.months, visit)
    facts = ", ".join(filter(None, (words, one.title)))
    return f"{year} ({facts})" if facts else str(year)


def in_words(months: Months, visit: Visit) -> str:
    """« complète », « 10 mois sur 12 »; nothing where it is not known."""
    if months[0] is None or months[1] is None:
        return ""
    if is_whole(*months):
        return visit.gettext("complète")
    return visit.gettext("%(months)s mois sur %(expected)s", months=months[0], expected=months[1])


def other_data(report: Mapping[str, Any], year: str, visit: Visit) -> tuple[str, str] | None:
    """The role and data that have a year that those proposed lack; None where these have it, or
    where no data do.
    """
    one = years_in(report, visit).get(int(year)) if year.isdecimal() else None
    if one is None or one.role is None or one.dataset is None:
        return None
    return one.role, one.dataset


def _short(title: str) -> str:
    """Without what it says in brackets, cut to fit a list."""
    plain = title.partition(" (")[0]
    return plain if len(plain) <= _LONGEST_TITLE else f"{plain[: _LONGEST_TITLE - 1].rstrip()}…"

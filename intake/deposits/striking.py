"""Changes that a person should look at: a month that moves much, or unlike its own history."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from catalog.model.bilingual import Bilingual
from intake.file_reading.day_text import MONTH_NAMES

_MUCH = 0.4
_SIGMAS = 4.0
_LEAST_HISTORY = 3
_LEAST_FOR_SIGMA = 6
_NOT_MUCH = 0.01
"""A category whose month is less than this part of all categories' is noise."""
_MOST = 5
_UNSAID = Bilingual("", "")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August",
              "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthSum:
    """`month`: its first day, None where rows have no day; a side that has no row is None."""

    measure: str
    unit: str | None
    category: str | None
    month: date | None
    before: float | None
    after: float | None
    is_alone: bool = True
    """True where the dataset has no other measure: the name then goes without saying."""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Striking:
    """`usual`: what `after` is compared with, and `change` their ratio minus one.

    `why`: version (the same month before), last_year, history (the mean of the other months) or
    sigma. `more`: how many other months of the same measure and category move too.
    """

    sum: MonthSum
    usual: float
    change: float
    why: str
    text: Bilingual = _UNSAID
    more: int = 0


def striking_changes(sums: Sequence[MonthSum], gone: Collection[date] = ()) -> tuple[Striking, ...]:
    """The largest month of each measure and category, five at most, the largest first.

    `gone`: months that are told as taken away, and not once more as sums that fall to nothing.
    """
    series: dict[tuple[str, str | None], list[MonthSum]] = defaultdict(list)
    for one in sums:
        series[one.measure, one.category].append(one)
    usual_month = _usual_months(sums)
    changes = []
    for (measure, _), months in series.items():
        moving = [
            change for change in _of_series(months, usual_month[measure])
            if change.sum.month not in gone
        ]  # fmt: skip
        of_series = sorted(moving, key=_size, reverse=True)
        if of_series:
            changes.append(replace(of_series[0], more=len(of_series) - 1))
    several_years = len({one.month.year for one in sums if one.month is not None}) > 1
    changes.sort(key=_size, reverse=True)
    return tuple(_in_words(change, several_years=several_years) for change in changes[:_MOST])


def mean_of_others(one: MonthSum, sums: Iterable[MonthSum]) -> float | None:
    """For a new month, the mean of the months before of the same measure and category."""
    if one.month is None or one.before is not None:
        return None
    others = [
        other.before
        for other in sums
        if (other.measure, other.category) == (one.measure, one.category)
        and other.month is not None and other.before is not None
    ]  # fmt: skip
    return statistics.fmean(others) if others else None


def _size(change: Striking) -> float:
    return abs((change.sum.after or 0.0) - change.usual)


def _usual_months(sums: Iterable[MonthSum]) -> dict[str, float]:
    """By measure, an ordinary month of all categories together."""
    totals: dict[str, dict[date | None, float]] = defaultdict(lambda: defaultdict(float))
    for one in sums:
        totals[one.measure][one.month] += abs(one.before if one.before is not None else 0.0)
    return {measure: statistics.fmean(months.values()) for measure, months in totals.items()}


def _of_series(months: Sequence[MonthSum], usual_month: float) -> Iterable[Striking]:
    for one in months:
        if not one.is_changed:
            continue
        others = [
            other.before for other in months if other is not one and other.before is not None
        ]  # fmt: skip
        usual, why = _usual(one, months, others)
        after = one.after or 0.0
        if usual is None or max(abs(after), abs(usual)) < _NOT_MUCH * usual_month:
            continue
        change = after / usual - 1 if usual else 1.0
        if abs(change) > _MUCH:
            yield Striking(one, usual, change, why)
        elif _is_far(after, others):
            mean = statistics.fmean(others)
            change = after / mean - 1 if mean else 1.0
            yield Striking(one, mean, change, "sigma")


def _usual(
    one: MonthSum, months: Sequence[MonthSum], others: Sequence[float]
) -> tuple[float | None, str]:
    """(the sum to compare with, its origin): the month's in the version before; for a new month the
    sum of a year ago, or the mean of `others`; (None, "") where there is none.
    """
    if one.before is not None:
        return one.before, "version"
    if one.month is None:
        return None, ""
    for other in months:
        is_year_ago = other.month is not None and (other.month.year, other.month.month) == (
            one.month.year - 1, one.month.month,
        )  # fmt: skip
        if is_year_ago and other.before is not None:
            return other.before, "last_year"
    if len(others) >= _LEAST_HISTORY:
        return statistics.fmean(others), "history"
    return None, ""


def _is_far(after: float, others: Sequence[float]) -> bool:
    if len(others) < _LEAST_FOR_SIGMA:
        return False
    deviation = statistics.stdev(others)
    return deviation > 0 and abs(after - statistics.fmean(others)) > _SIGMAS * deviation


def _in_words(change: Striking, *, several_years: bool) -> Striking:
    """« verre −48 % en mars : normal ? »"""
    one = change.sum
    measure = one.measure[:1].lower() + one.measure[1:]
    subject = one.category.lower() if one.category is not None else ""
    if not subject or not one.is_alone:
        subject = f"{subject} ({measure})" if subject else measure
    percent = round(100 * change.change)
    sign = "+" if percent > 0 else "−"
    amount = f"{sign}{abs(percent)}"
    fr = f"{subject} {amount}\u00a0%{_month(one.month, several_years, 0)}{_against(change, 0)}"
    en = f"{subject} {amount}%{_month(one.month, several_years, 1)}{_against(change, 1)}"
    if change.more:
        fr += f" (et {change.more} autre{'s' if change.more > 1 else ''} mois)"
        en += f" (and {change.more} other month{'s' if change.more > 1 else ''})"
    text = Bilingual(f"{fr}\u00a0: normal\u00a0?", f"{en}: as expected?")
    return replace(change, text=text)


_MEAN_OF_OTHERS = (
    " par rapport à la moyenne des autres mois",
    " against the mean of the other months",
)


def _against(change: Striking, at: int) -> str:
    words = {
        "last_year": (" par rapport à l'an dernier", " against last year"),
        "history": _MEAN_OF_OTHERS,
        "sigma": _MEAN_OF_OTHERS,
    }
    return words[change.why][at] if change.why in words else ""


def _month(month: date | None, with_year: bool, at: int) -> str:  # noqa: FBT001 - one line above
    if month is None:
        return ""
    name = (MONTH_NAMES, MONTHS_EN)[at][month.month - 1]
    year = f" {month.year}" if with_year else ""
    return f" en {name}{year}" if at == 0 else f" in {name}{year}"

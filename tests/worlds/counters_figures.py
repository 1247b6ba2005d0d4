"""Every figure of cycling counts over raw files: days that are whole, averages, growth."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from tests.worlds.counters_world import PARIS
from tests.worlds.expected import Expected, Key, allowed, either, none, ratio, rounded
from tests.worlds.raw_files import RawFiles, cells_of

WHOLE = "ENSEMBLE"
_SHARE = Decimal("0.80")
_FRIDAY = 4


@dataclass(slots=True)
class Counter:
    site: str
    opened: date
    closed: date | None
    step_s: int
    counts: dict[date, list[Decimal | None]] = field(default_factory=lambda: defaultdict(list))

    def of(self, day: date) -> Decimal | None:
        """The passages of a day whose slots are all there."""
        counts = self.counts.get(day, [])
        if None in counts or len(counts) != _slots(day, self.step_s):
            return None
        return sum((each for each in counts if each is not None), Decimal(0))

    def is_open(self, day: date) -> bool:
        return self.opened <= day and (self.closed is None or day <= self.closed)


def counters_figures(folder: Path, files: RawFiles) -> dict[Key, Expected]:
    """By (table, site, month or year, column)."""
    sites = _read(folder, files)
    last = max(day for counters in sites.values() for one in counters for day in one.counts)
    days = {site: _days(counters, last) for site, counters in sites.items()}
    found: dict[Key, Expected] = {}
    for site, counted in days.items():
        _put(found, ("sites", site, ""), _averages(counted))
        months = sorted({f"{day:%Y-%m}" for day in counted})
        for month in months:
            inside = {day: n for day, n in counted.items() if f"{day:%Y-%m}" == month}
            made = _averages(inside)
            first = min(inside)
            made |= {
                "annee": allowed(first.year), "numero": allowed(first.month),
                "jours_du_mois": allowed(_length(first.year, first.month)),
            }  # fmt: skip
            _put(found, ("months", site, month), made)
    every = [(day, n) for counted in days.values() for day, n in counted.items()]
    _put(found, ("summary", WHOLE, ""), {**_averages(every), "sites": allowed(len(days))})
    _growth(found, days)
    return found


def _read(folder: Path, files: RawFiles) -> dict[str, list[Counter]]:
    """By site, the channels that count bicycles."""
    counters: dict[str, Counter] = {}
    for cells in cells_of(folder, "channel.csv", files.layouts["channel.csv"]):
        practices = cells["pratiques"].split(",")
        if practices == [""] or "BIKE" in practices:
            closed = cells["ferme_le"]
            counters[cells["canal"]] = Counter(
                cells["site"], date.fromisoformat(cells["ouvert_le"]),
                date.fromisoformat(closed) if closed else None, int(cells["pas_s"]),
            )  # fmt: skip
    seen = set()
    for cells in cells_of(folder, "measure.csv", files.layouts["measure.csv"]):
        key = tuple(cells.values())
        if cells["canal"] in counters and key not in seen:
            seen.add(key)
            day = datetime.fromisoformat(cells["debut"]).astimezone(PARIS).date()
            count = Decimal(cells["passages"]) if cells["passages"] else None
            is_count = count is not None and count >= 0
            counters[cells["canal"]].counts[day].append(count if is_count else None)
    sites: dict[str, list[Counter]] = defaultdict(list)
    for counter in counters.values():
        if counter.counts:
            sites[counter.site].append(counter)
    return sites


def _days(counters: list[Counter], last: date) -> dict[date, Decimal | None]:
    """Each day from the site's opening to the last day of the data, or to when all are closed: its
    passages where it counts.
    """
    first = min(counter.opened for counter in counters)
    last = max(counter.closed or last for counter in counters)
    found: dict[date, Decimal | None] = {}
    for day in (first + timedelta(days=at) for at in range((last - first).days + 1)):
        counts = [counter.of(day) for counter in counters if counter.is_open(day)]
        whole = [each for each in counts if each is not None]
        found[day] = sum(whole, Decimal(0)) if counts and len(whole) == len(counts) else None
    return found


def _averages(
    days: dict[date, Decimal | None] | list[tuple[date, Decimal | None]],
) -> dict[str, Expected]:
    pairs = list(days.items()) if isinstance(days, dict) else days
    counted = [(day, n) for day, n in pairs if n is not None]
    passages = sum((n for _, n in counted), Decimal(0))
    week = [n for day, n in counted if day.weekday() <= _FRIDAY]
    end = [n for day, n in counted if day.weekday() > _FRIDAY]
    return {
        "passages": allowed(passages) if counted else either(0, "no day was counted"),
        "jour_moyen": _mean([n for _, n in counted]),
        "jour_ouvre": _mean(week),
        "jour_week_end": _mean(end),
        "jours_comptes": allowed(len(counted)),
        "jours_attendus": allowed(len(pairs)),
        "completude": allowed(ratio(100 * len(counted), len(pairs), 1)),
    }


def _mean(counts: list[Decimal]) -> Expected:
    if not counts:
        return none("no such day was counted")
    return allowed(ratio(sum(counts, Decimal(0)), len(counts), 1))


def _growth(found: dict[Key, Expected], days: dict[str, dict[date, Decimal | None]]) -> None:
    by_site = {site: _months(counted) for site, counted in days.items()}
    years = sorted({year for months in by_site.values() for year, _ in months})
    for year in years:
        of_sites = {
            site: _pairs(months, year)
            for site, months in by_site.items() if any(at == year for at, _ in months)
        }  # fmt: skip
        for site, pairs in of_sites.items():
            _put(found, ("growth", site, year), _evolution([(site, *pair) for pair in pairs]))
        every = [(site, *pair) for site, pairs in of_sites.items() for pair in pairs]
        _put(found, ("growth", WHOLE, year), _evolution(every))


def _months(days: dict[date, Decimal | None]) -> dict[tuple[int, int], Decimal | None]:
    """By month, the average day; None where too few days count."""
    found: dict[tuple[int, int], Decimal | None] = {}
    for key in sorted({(day.year, day.month) for day in days}):
        counted = [n for day, n in days.items() if (day.year, day.month) == key and n is not None]
        is_enough = len(counted) >= _SHARE * _length(*key) and bool(counted)
        found[key] = sum(counted, Decimal(0)) / len(counted) if is_enough else None
    return found


def _pairs(
    months: dict[tuple[int, int], Decimal | None], year: int
) -> list[tuple[Decimal, Decimal]]:
    """Both years by the days of the later one's month: 29 February favours neither."""
    found = []
    for at in range(1, 13):
        then, now = months.get((year - 1, at)), months.get((year, at))
        if then is not None and now is not None:
            found.append((then * _length(year, at), now * _length(year, at)))
    return found


def _evolution(pairs: Iterable[tuple[str, Decimal, Decimal]]) -> dict[str, Expected]:
    pairs = list(pairs)
    then = sum((each for _, each, _ in pairs), Decimal(0))
    now = sum((each for _, _, each in pairs), Decimal(0))
    value = none("no month that counts both years")
    if then > 0:
        value = allowed(rounded(100 * now / then - 100, 1))
    return {
        "evolution": value,
        "mois_compares": allowed(len(pairs)),
        "sites": allowed(len({site for site, *_ in pairs})),
    }


def _put(found: dict[Key, Expected], key: Key, made: dict[str, Expected]) -> None:
    found |= {(*key, name): one for name, one in made.items()}


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _slots(day: date, step_s: int) -> int:
    """23 or 25 hours at changes of hour; a slot of a day is one."""
    begin, end = (
        datetime(each.year, each.month, each.day, tzinfo=PARIS).timestamp()
        for each in (day, day + timedelta(days=1))
    )
    return max(int(end - begin) // step_s, 1)

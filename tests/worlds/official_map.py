"""The map of communes as the carried files of the COG write it, read by plain Python alone.

The tests' own reading: a figure of the product is held against it, so that nothing of `catalog.cog`
but its texts is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "catalog" / "cog" / "data"
VINTAGES = tuple(range(2019, 2027))
LAST_DAY = date(2026, 12, 31)
_NEAR = 1


@dataclass(frozen=True, slots=True)
class Period:
    """What a code means from `start` until before `end`; `land` is the codes of its first parts."""

    is_commune: bool
    name: str
    start: date
    end: date
    land: frozenset[str]

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


class OfficialMap:
    """Communes since 1943; populations and EPCI of the vintages 2019 to 2026."""

    def __init__(self) -> None:
        self.periods: dict[str, list[Period]] = {}
        self.holders: dict[str, list[tuple[str, Period]]] = {}
        for line in _lines("communes.tsv"):
            code, *fields = line.split("\t")
            self.periods[code] = [_period(code, each) for each in fields]
            for period in self.periods[code]:
                for part in period.land if period.is_commune else ():
                    self.holders.setdefault(part, []).append((code, period))
        self._figures = {code: rest for code, *rest in map(_fields, _lines("figures.tsv"))}
        self._epci = {code: names for code, *names in map(_fields, _lines("epci.tsv"))}

    def meaning(self, code: str, day: date) -> Period | None:
        """A commune's meaning comes before that of a part of one."""
        held = [period for period in self.periods.get(code, ()) if period.holds(day)]
        return max(held, key=lambda period: period.is_commune, default=None)

    def is_commune(self, code: str, day: date) -> bool:
        found = self.meaning(code, day)
        return found is not None and found.is_commune

    def land(self, code: str, day: date) -> frozenset[str]:
        """What a row of that day means by `code`; of a code that ended before, its last land."""
        found = self.meaning(code, day)
        if found is None:
            past = [period for period in self.periods.get(code, ()) if period.end <= day]
            found = max(past, key=lambda period: period.end, default=None)
        return frozenset() if found is None else found.land

    def communes_of(self, land: Iterable[str], day: date) -> set[str]:
        return {
            code for part in land for code, period in self.holders.get(part, ())
            if period.holds(day)
        }  # fmt: skip

    def follow(self, code: str, written: date, at: date) -> str | None:
        """The commune of `at` that holds what `code` meant; None where there is not just one."""
        found = self.communes_of(self.land(code, written), at)
        return found.pop() if len(found) == 1 else None

    def name(self, code: str, day: date) -> str:
        found = self.meaning(code, day)
        assert found is not None, (code, day)
        return found.name

    def population(self, code: str, at: date) -> int | None:
        """Of the vintage in force, else of the one beside that has the same land."""
        found = self.meaning(code, at)
        if found is None or not found.is_commune:
            return None
        cells = self._figures.get(code, ["", "", ""])[0].split(",")
        known = dict(zip(VINTAGES, cells, strict=False))
        for vintage in _nearest(at.year):
            then = self.meaning(code, date(vintage, 1, 1))
            if known.get(vintage) and then is not None and then.land == found.land:
                return int(known[vintage]) if abs(vintage - at.year) <= _NEAR else None
        return None

    def epci(self, code: str, at: date) -> tuple[str, str] | None:
        """SIREN and name at the nearest vintage, of the commune that then held this land."""
        land = self.land(code, at)
        for vintage in _nearest(at.year):
            day = date(vintage, 1, 1)
            then = self.meaning(code, day)
            held = [code] if then is not None and then.land == land and then.is_commune else [
                each for each in self.communes_of(land, day) if land <= self.land(each, day)
            ]  # fmt: skip
            if held:
                siren = _of_year(self._figures[held[0]][1], vintage)
                names = dict(field.split("|") for field in self._epci.get(siren, ()))
                years = [year for year in _nearest(at.year) if str(year) in names]
                return (siren, names[str(years[0])]) if years else None
        return None


def _of_year(runs: str, year: int) -> str:
    """`2019:243500733;2024:` is that SIREN from 2019 to 2023; alone, it is of every vintage."""
    if ":" not in runs:
        return runs
    starts = [run.split(":") for run in runs.split(";")]
    return next((siren for begin, siren in reversed(starts) if int(begin) <= year), "")


@cache
def official_map() -> OfficialMap:
    return OfficialMap()


def _nearest(year: int) -> list[int]:
    before = [vintage for vintage in VINTAGES if vintage <= year]
    return [*reversed(before), *(vintage for vintage in VINTAGES if vintage > year)]


def _lines(name: str) -> list[str]:
    return (DATA / name).read_text("utf-8").splitlines()


def _fields(line: str) -> list[str]:
    return line.split("\t")


def _period(code: str, field: str) -> Period:
    kind, name, start, end, land = field.split("|")
    return Period(
        kind == "C", name,
        date.fromisoformat(start) if start else date.min,
        date.fromisoformat(end) if end else date.max,
        frozenset(land.split(" ") if land else (code,)),
    )  # fmt: skip

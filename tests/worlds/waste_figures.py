"""Every figure of the yearly waste report over raw files, computed apart from the service.

The definitions are those of docs/reference/services.md. A year of a commune is whole when it has
rows in each of its twelve months; a figure by inhabitant is of a level whose communes are all
whole; costs are those of the whole territory; 2010 is read on the map of the year it is held to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.worlds.expected import Expected, Key, May, allowed, either, none, ratio
from tests.worlds.official_map import official_map
from tests.worlds.waste_rows import WasteRows
from tests.worlds.waste_territory import Sent, YearOnMap, year_on_map

SORTED = ("EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS")
ROUNDS = ("OMR", *SORTED)
KNOWN = (*ROUNDS, "ENCOMBRANTS")
TOTAL, SHARED = "TOTAL", "COMMUNS"
BASE = 2010
NO_2010 = "2010 is not held over the same communes and months"


@dataclass(slots=True)
class Level:
    """`expected` None where no territory is declared."""

    kind: str
    code: str
    communes: set[str]
    expected: set[str] | None


class WasteFigures:
    """The figures of one world, by (level, code, year, stream, column)."""

    def __init__(self, rows: WasteRows) -> None:
        self.rows = rows
        years = sorted({row.day.year for row in rows.weighings})
        self.years = {year: year_on_map(rows, year, year) for year in years}
        self.base = {year: year_on_map(rows, BASE, year) for year in years}
        self.found: dict[Key, Expected] = {}
        for year in years:
            for level in _levels(self.years[year]):
                self._of_level(level, year)

    def _of_level(self, level: Level, year: int) -> None:
        seen = _streams(self.years[year], level.communes)
        for stream in (*sorted(seen), TOTAL):
            self._of_stream(level, year, stream)
        whole = level.kind == "ensemble"
        priced = {flux for at, flux in self.rows.costs if at == year}
        for stream in (*sorted(priced - seen), SHARED) if whole else ():
            for name, one in self._costs(level, year, stream).items():
                self._put(level, year, stream, name, one)

    def _put(self, level: Level, year: int, stream: str, name: str, one: Expected) -> None:
        self.found[level.kind, level.code, year, stream, name] = one

    def _of_stream(self, level: Level, year: int, stream: str) -> None:
        made = {
            **self._masses(level, year, stream),
            "recovery_rate": self._recovery(level, year, stream),
            "index_2010": self._index(level, year, stream),
            **self._costs(level, year, stream),
            **self._coverage(level, year),
        }
        for name, one in made.items():
            self._put(level, year, stream, name, one)

    def _masses(self, level: Level, year: int, stream: str) -> dict[str, Expected]:
        sent = self.years[year].sent
        there = level.communes & set(sent)
        kg = _kilograms(sent, there, stream)
        whole = {code for code in there if sent[code].is_whole}
        people, of_whole = _people(level.communes, year), _people(whole, year)
        made = {
            "kg": allowed(kg) if there else none("no rows"),
            "kg_hab": none("the year is not whole in every commune"),
            "kg_hab_whole": none("no commune has a whole year"),
            "kg_hab_observed": none("communes differ in their months"),
        }
        if whole and of_whole:
            over = ratio(_kilograms(sent, whole, stream), of_whole)
            made["kg_hab_whole"] = allowed(over)
            if whole == there:
                made["kg_hab_observed"] = either(over, "of the communes that are there")
            if level.expected is None:
                is_one = whole == there and level.kind == "commune"
                made["kg_hab"] = allowed(over) if is_one else either(over, "no territory")
                made["kg_hab_whole"] = either(over, "no territory")
        if level.expected is not None and whole == level.communes and people:
            made["kg_hab"] = allowed(ratio(kg, people))
            made["kg_hab_whole"] = either(ratio(kg, people), "the same as kg_hab")
        return made

    def _recovery(self, level: Level, year: int, stream: str) -> Expected:
        sent = self.years[year].sent
        there = level.communes & set(sent)
        # Of streams whose recovery is known: another is outside both sums.
        total = sum((_kilograms(sent, there, flux) for flux in KNOWN), Decimal(0))
        if stream != TOTAL or not there or total <= 0:
            return none("of the total alone")
        shares = self.rows.shares or dict.fromkeys(SORTED, Decimal(1))
        good = sum(
            (shares.get(flux, Decimal(0)) * _kilograms(sent, there, flux) for flux in KNOWN),
            Decimal(0),
        )
        value = ratio(100 * good, total)
        is_due = there == level.communes and all(sent[code].is_whole for code in there)
        return allowed(value) if is_due else either(value, "of what was received")

    def _index(self, level: Level, year: int, stream: str) -> Expected:
        now, then = self.years[year].sent, self.base[year].sent
        if year == BASE:
            return either(100, "2010 against itself")
        communes = level.communes
        if level.expected is None:
            communes = {code for code in communes if code in now and code in then}
        if not communes or not communes <= now.keys() or not communes <= then.keys():
            return none(NO_2010)
        if not all(at[code].is_whole for at in (now, then) for code in communes):
            return none(NO_2010)
        before = _kilograms(then, communes, stream)
        if before <= 0:
            return none("nothing in 2010")
        value = ratio(100 * _kilograms(now, communes, stream), before)
        if level.expected is None or any(_in_parts(then[code]) for code in communes):
            return either(value, "some of what formed a commune is not told")
        return allowed(value)

    def _coverage(self, level: Level, year: int) -> dict[str, Expected]:
        sent, at = self.years[year].sent, date(year, 12, 31)
        there = level.communes & set(sent)
        months = [len(sent[code].months) for code in there]
        people = _people(there, year)
        made = {
            "communes": allowed(len(there)),
            "months": allowed(min(months)) if months else either(0, "no rows"),
            "months_expected": allowed(12),
            "population": allowed(people) if people and there else none("unknown"),
        }
        if level.expected is not None:
            made["communes_expected"] = allowed(len(level.expected))
            of_all = _people(level.expected, year)
            made["population_expected"] = allowed(of_all) if of_all else none("unknown")
        made["communes_missing"] = _names((level.expected or there) - there, at)
        made["communes_partial"] = _names({code for code in there if not sent[code].is_whole}, at)
        return made

    def _costs(self, level: Level, year: int, stream: str) -> dict[str, Expected]:
        """Of the whole territory alone; by inhabitant they need no tonnes."""
        costs = {flux: euros for (at, flux), euros in self.rows.costs.items() if at == year}
        if level.kind != "ensemble" or level.expected is None:
            return dict.fromkeys(("eur_t", "eur_hab"), none("costs are of the whole territory"))
        made = dict.fromkeys(("eur_t", "eur_hab"), none("no cost of that stream and year"))
        sent, people = self.years[year].sent, _people(level.communes, year)
        there = level.communes & set(sent)
        is_whole = there == level.communes and all(sent[code].is_whole for code in there)
        tonnes = _streams(self.years[year], level.communes)
        of = {TOTAL: set(costs), SHARED: set(costs) & tonnes}.get(stream, {stream} & set(costs))
        if not of:
            return made
        euros = sum((costs[flux] for flux in of), Decimal(0))
        if people and stream != SHARED:
            made["eur_hab"] = allowed(ratio(euros, people))
        kg = sum((_kilograms(sent, there, flux) for flux in of), Decimal(0))
        if stream == TOTAL and of != tonnes:
            made["eur_t"] = none(f"costs and tonnes hold other streams: {sorted(of ^ tonnes)}")
        elif not is_whole:
            made["eur_t"] = none("costs of the whole over tonnes of a part")
        elif kg > 0:
            made["eur_t"] = allowed(ratio(1000 * euros, kg))
            if stream == SHARED and set(costs) == tonnes:
                made["eur_t"] = either(ratio(1000 * euros, kg), "the same as the total")
        return made


def _levels(year: YearOnMap) -> Iterable[Level]:
    known = year.expected
    yield Level("ensemble", "ENSEMBLE", year.communes, known)
    for body, communes in year.bodies.items():
        yield Level("organisme", body, communes, None if known is None else communes)
    for code in year.communes:
        yield Level("commune", code, {code}, None if known is None else {code})


def _streams(year: YearOnMap, communes: set[str]) -> set[str]:
    return {flux for code in communes if code in year.sent for flux in year.sent[code].kg}


def _kilograms(sent: dict[str, Sent], communes: Iterable[str], stream: str) -> Decimal:
    """A commune that sends other streams has none of this one."""
    return sum(
        (
            kg for code in communes for flux, kg in sent[code].kg.items()
            if stream in {flux, TOTAL}
        ),
        Decimal(0),
    )  # fmt: skip


def _people(communes: Iterable[str], year: int) -> int | None:
    """None where one is not known, or there is nobody."""
    found = [official_map().population(code, date(year, 12, 31)) for code in communes]
    return None if None in found else sum(found) or None


def _in_parts(sent: Sent) -> bool:
    """Of several codes of the time some are not there in each month."""
    return len({frozenset(months) for months in sent.written.values()}) > 1


def _names(communes: Iterable[str], at: date) -> Expected:
    return Expected(May.EITHER, tuple(sorted(official_map().name(code, at) for code in communes)))

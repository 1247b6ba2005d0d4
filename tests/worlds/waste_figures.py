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

from tests.worlds.expected import Expected, Key, May, allowed, divided, either, maybe, none
from tests.worlds.official_map import official_map
from tests.worlds.waste_money import SHARED, TOTAL, Money
from tests.worlds.waste_rows import WasteRows
from tests.worlds.waste_territory import Sent, YearOnMap, year_on_map

SORTED = ("EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS")
ROUNDS = ("OMR", *SORTED)
CENTRES = "DECHETERIES"
SHARES = {**dict.fromkeys(SORTED, Decimal(1)), "OMR": Decimal(0), "ENCOMBRANTS": Decimal(0)}
BASE = 2010
_TABLES = {"ensemble": "summary", "organisme": "bodies"}
_OF_THE_WHOLE = ("eur_t", "eur_hab", "eur_t_shared", "funding", "funding_hab", "funding_share")


@dataclass(slots=True)
class Level:
    """`is_known`: the communes are those of a declared territory, else those that sent rows."""

    kind: str
    code: str
    communes: set[str]
    is_known: bool


class WasteFigures:
    """The figures of one world, by (table, code, year, stream, column)."""

    def __init__(self, rows: WasteRows) -> None:
        self.rows = rows
        years = sorted({row.day.year for row in rows.weighings})
        self.years = {year: year_on_map(rows, year, year) for year in years}
        self.then = {
            (at, year): year_on_map(rows, at, year) for year in years for at in (BASE, year - 1)
        }
        self.found: dict[Key, Expected] = {}
        for year in years:
            for level in _levels(self.years[year]):
                self._of_level(level, year)

    def _of_level(self, level: Level, year: int) -> None:
        sent = self.years[year].sent
        seen = {flux for code in level.communes & set(sent) for flux in sent[code].kg}
        for stream in (*sorted(seen), TOTAL):
            made = self._of_stream(level, year, stream)
            self._put(("figures", level.code, year, stream), made)
            if stream == TOTAL and level.kind in _TABLES:
                more = {**made, **self._groups(level, year), **self._money_of_total(level, year)}
                self._put((_TABLES[level.kind], level.code, year, TOTAL), more)
        if level.kind == "ensemble" and level.is_known:
            for stream, made in self._money(level, year).by_stream().items():
                self._put(("costs", level.code, year, stream), made)

    def _put(self, key: Key, made: dict[str, Expected]) -> None:
        self.found |= {(*key, name): one for name, one in made.items()}

    def _of_stream(self, level: Level, year: int, stream: str) -> dict[str, Expected]:
        made = {
            **self._masses(level, year, (stream,), "kg", "kg_hab"),
            **self._recovery(level, year, stream),
            "index_2010": self._index(level, year, stream),
            **self._growth(level, year, stream),
            **self._coverage(level, year),
        }
        if level.kind == "ensemble" and level.is_known:
            return {**made, **self._money(level, year).of(stream)}
        return {**made, **dict.fromkeys(_OF_THE_WHOLE, none("costs are of the whole territory"))}

    def _money_of_total(self, level: Level, year: int) -> dict[str, Expected]:
        if level.kind != "ensemble" or not level.is_known:
            return {}
        money = self._money(level, year)
        return {"eur_t_shared": money.by_tonne_shared(), **money.funding()}

    def _money(self, level: Level, year: int) -> Money:
        sent = self.years[year].sent
        there = level.communes & set(sent)
        streams = {flux for code in there for flux in sent[code].kg}
        kilograms = {flux: _kilograms(sent, there, (flux,)) for flux in streams}
        is_whole = _whole(sent, level.communes) == level.communes
        return Money(self.rows, year, kilograms, is_whole, _people(level.communes, year))

    def _masses(
        self, level: Level, year: int, streams: tuple[str, ...], kg: str, by_head: str
    ) -> dict[str, Expected]:
        """Kilograms as received, and by inhabitant: of the level, and of its whole communes."""
        sent = self.years[year].sent
        there, whole = level.communes & set(sent), _whole(sent, level.communes)
        received = _kilograms(sent, there, streams)
        people, of_whole = _people(level.communes, year), _people(whole, year)
        made = {
            kg: allowed(received) if there else none("no rows"),
            by_head: none("the year is not whole in every commune"),
            f"{by_head}_whole": none("no commune has a whole year"),
        }
        if whole and of_whole:
            over = divided(_kilograms(sent, whole, streams), of_whole)
            made[f"{by_head}_whole"] = over
            if not level.is_known:
                made[by_head] = over
        if level.is_known and whole == level.communes and people:
            made[by_head] = divided(received, people)
        return made

    def _groups(self, level: Level, year: int) -> dict[str, Expected]:
        """OMA: what rounds collect. DMA: with bulky waste and recycling centres, if these are."""
        sent = self.years[year].sent
        made = self._masses(level, year, ROUNDS, "oma_kg", "oma_hab")
        every = self._masses(level, year, (*ROUNDS, "ENCOMBRANTS", CENTRES), "dma_kg", "dma_hab")
        bodies = self._bodies(level, year)
        if len(_with_centres(sent, bodies)) < len(bodies):
            every = dict.fromkeys(every, none("a body does not give its recycling centres"))
        kept = ("oma_kg", "oma_hab", "dma_kg", "dma_hab")
        return {name: one for name, one in (made | every).items() if name in kept}

    def _recovery(self, level: Level, year: int, stream: str) -> dict[str, Expected]:
        """Of streams whose share is known: another is outside both sums."""
        sent = self.years[year].sent
        made = {
            name: none("of the total of whole years alone")
            for name in ("recovery_rate", "recovery_rate_whole")
        }
        whole = _whole(sent, level.communes)
        shares = {**SHARES, **(self.rows.shares or {})}
        total = _kilograms(sent, whole, tuple(shares))
        if stream != TOTAL or not whole or total <= 0:
            return made
        good = sum(
            (part * _kilograms(sent, whole, (flux,)) for flux, part in shares.items()), Decimal(0)
        )
        value = divided(100 * good, total)
        made["recovery_rate_whole"] = value
        if whole == level.communes:
            made["recovery_rate"] = value
        elif not level.is_known:
            made["recovery_rate"] = maybe(value, "no territory: of whole communes")
        return made

    def _index(self, level: Level, year: int, stream: str) -> Expected:
        now, then = self.years[year].sent, self.then[BASE, year].sent
        if year == BASE:
            return either(100, "2010 against itself")
        communes = level.communes
        if not all(communes and _whole(at, communes) == communes for at in (now, then)):
            return none("2010 is not held over the same communes and months")
        before = _kilograms(then, communes, (stream,))
        bodies = self._bodies(level, year)
        if before <= 0 or _with_centres(now, bodies) != _with_centres(then, bodies):
            return none("nothing in 2010, or other streams")
        value = divided(100 * _kilograms(now, communes, (stream,)), before)
        if not level.is_known or any(_in_parts(then[code]) for code in communes):
            return maybe(value, "some of what formed a commune is not told")
        return value

    def _growth(self, level: Level, year: int, stream: str) -> dict[str, Expected]:
        """In % of the year before, over the communes that are whole in both."""
        now, then = self.years[year].sent, self.then[year - 1, year].sent
        both = _whole(now, level.communes) & _whole(then, level.communes)
        made = {"evolution": none("no commune is whole in both years")}
        made["communes_compared"] = either(0, "none is")
        if both:
            made["communes_compared"] = allowed(len(both))
            before = _kilograms(then, both, (stream,))
            made["evolution"] = none("nothing the year before")
            bodies = self._bodies(level, year)
            compared = [communes & both for communes in bodies]
            if before <= 0:
                return made
            gained = _kilograms(now, both, (stream,)) - before
            made["evolution"] = value = divided(100 * gained, before)
            if stream == TOTAL and _with_centres(now, compared) != _with_centres(then, compared):
                made["evolution"] = none("recycling centres of one of the two years alone")
            elif stream == TOTAL and _with_centres(now, bodies) != _with_centres(then, bodies):
                made["evolution"] = maybe(value, "recycling centres of communes not compared")
        return made

    def _bodies(self, level: Level, year: int) -> list[set[str]]:
        """The communes of each body that has some of the level."""
        bodies = [communes & level.communes for communes in self.years[year].bodies.values()]
        return [communes for communes in bodies if communes]

    def _coverage(self, level: Level, year: int) -> dict[str, Expected]:
        sent, at = self.years[year].sent, date(year, 12, 31)
        there, whole = level.communes & set(sent), _whole(sent, level.communes)
        months = [len(sent[code].months) for code in there]
        expected = level.communes if level.is_known else set()
        return {
            "communes": allowed(len(there)),
            "communes_whole": allowed(len(whole)),
            "months": allowed(min(months)) if months else either(0, "no rows"),
            "months_expected": allowed(12),
            "population": _heads(there, year),
            "population_whole": _heads(whole, year),
            "population_expected": _heads(expected, year),
            "communes_expected": allowed(len(expected)) if expected else none("no territory"),
            "communes_missing": _names(expected - there, at),
            "communes_partial": _names(there - whole, at),
            "communes_whole_names": _names(set() if whole == level.communes else whole, at),
        }


def _levels(year: YearOnMap) -> Iterable[Level]:
    is_known = year.expected is not None
    yield Level("ensemble", "ENSEMBLE", year.communes, is_known)
    for body, communes in year.bodies.items():
        yield Level("organisme", body, communes, is_known)
    for code in year.communes:
        yield Level("commune", code, {code}, is_known)


def _whole(sent: dict[str, Sent], communes: Iterable[str]) -> set[str]:
    return {code for code in communes if code in sent and sent[code].is_whole}


def _kilograms(sent: dict[str, Sent], communes: Iterable[str], streams: tuple[str, ...]) -> Decimal:
    """A commune that sends other streams has none of these."""
    return sum(
        (
            kg for code in communes for flux, kg in sent[code].kg.items()
            if flux in streams or TOTAL in streams
        ),
        Decimal(0),
    )  # fmt: skip


def _with_centres(sent: dict[str, Sent], bodies: list[set[str]]) -> list[int]:
    """Which of the bodies give the tonnes of recycling centres."""
    return [
        place for place, communes in enumerate(bodies)
        if any(CENTRES in sent[code].kg for code in communes if code in sent)
    ]  # fmt: skip


def _people(communes: Iterable[str], year: int) -> int | None:
    """None where one is not known, or there is nobody."""
    found = [official_map().population(code, date(year, 12, 31)) for code in communes]
    return None if None in found else sum(found) or None


def _heads(communes: set[str], year: int) -> Expected:
    people = _people(communes, year)
    if not communes:
        return either(0, "no commune")
    return allowed(people) if people else none("unknown")


def _in_parts(sent: Sent) -> bool:
    """Of several codes of the time some are not there in each month."""
    return len({frozenset(months) for months in sent.written.values()}) > 1


def _names(communes: Iterable[str], at: date) -> Expected:
    return Expected(May.EITHER, tuple(sorted(official_map().name(code, at) for code in communes)))


__all__ = ["SHARED", "WasteFigures"]

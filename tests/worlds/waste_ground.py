"""A syndicat of real communes, drawn: its bodies, their communes, and how each of them sends."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tests.worlds.official_map import official_map

DEPARTEMENTS = ("14", "16", "22", "25", "35", "39", "49", "50", "53", "60", "72", "85")
"""Where communes merged before 2019 and after it."""
TODAY = date(2025, 12, 31)
_FIRST = date(2010, 6, 30)


@dataclass(frozen=True, slots=True)
class Sending:
    """The months of a year in which a body sends its weighings."""

    word: str
    months: tuple[int, ...]


WHOLE = Sending("whole", tuple(range(1, 13)))
SENDINGS = (
    WHOLE,
    Sending("stops_in_october", tuple(range(1, 11))),
    Sending("begins_in_march", tuple(range(3, 13))),
    Sending("silent", ()),
)


@dataclass(slots=True)
class Body:
    name: str
    communes: list[str]
    """As today's map has them."""
    sendings: dict[int, Sending] = field(default_factory=dict)


@dataclass(slots=True)
class Ground:
    departement: str
    bodies: list[Body]
    outside: list[str]
    """Communes beside, of no body."""


@cache
def _steady(departement: str) -> dict[str, list[str]]:
    """By EPCI of today, the communes whose land only grew since 2010."""
    known = official_map()
    found: dict[str, list[str]] = {}
    for code in known.periods:
        if not code.startswith(departement) or not known.is_commune(code, TODAY):
            continue
        land = known.land(code, TODAY)
        began = known.communes_of(land, _FIRST)
        lands = frozenset().union(*(known.land(each, _FIRST) for each in began))
        epci = known.epci(code, TODAY)
        people = (known.population(code, date(year, 12, 31)) for year in range(2022, 2026))
        if lands == land and epci is not None and _grew(code) and all(people):
            found.setdefault(epci[1], []).append(code)
    return {name: codes for name, codes in sorted(found.items()) if len(codes) >= 6}


def _grew(code: str) -> bool:
    """Each year since 2010 what lies in its land is communes wholly inside it."""
    known, land = official_map(), official_map().land(code, TODAY)
    return all(
        known.land(each, day) <= land
        for day in (date(year, 12, 31) for year in range(2010, 2026))
        for each in known.communes_of(land, day)
    )


def merged_since(code: str, year: int) -> bool:
    return len(official_map().communes_of(official_map().land(code, TODAY), date(year, 6, 30))) > 1


def make_ground(chance: random.Random) -> Ground:
    departement = chance.choice(DEPARTEMENTS)
    by_epci = _steady(departement)
    names = chance.sample(sorted(by_epci), min(chance.choice((2, 2, 3, 3, 4, 6)), len(by_epci)))
    bodies = [Body(name, _picked(by_epci[name], chance)) for name in names]
    taken = {code for body in bodies for code in body.communes}
    left = [code for many in by_epci.values() for code in many if code not in taken]
    return Ground(departement, bodies, chance.sample(left, 2))


def _picked(codes: list[str], chance: random.Random) -> list[str]:
    """Some of an EPCI's communes; one that merged is more often there than another."""
    count = chance.randint(2, 4)
    merged = [code for code in codes if merged_since(code, 2010)]
    lately = [code for code in codes if merged_since(code, 2021)]
    first = [chance.choice(many) for many in (lately, merged) if many and chance.random() < 0.6]
    rest = [code for code in codes if code not in first]
    return sorted({*first, *chance.sample(rest, min(count, len(rest)))})


def draw_sendings(ground: Ground, years: list[int], chance: random.Random) -> None:
    """Half of the worlds have bodies that all send; in the others some do not."""
    is_calm = chance.random() < 0.4
    for body in ground.bodies:
        for year in years:
            odd = not is_calm and chance.random() < (0.2 if year == 2010 else 0.35)
            body.sendings[year] = chance.choice(SENDINGS[1:]) if odd else WHOLE

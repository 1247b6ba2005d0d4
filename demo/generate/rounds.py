"""Collection rounds: which neighbouring communes one lorry serves, and on which days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import atan2

from demo.generate.flux import Flux
from demo.generate.ground import LAST_DAY, Commune, centres
from demo.generate.working_days import working_day

_MAX_EVERY_FORTNIGHT, _MAX_ELSE = 3, 4
_INHABITANTS_EVERY_FORTNIGHT, _INHABITANTS_ELSE = 4_200, 8_000
_EVERY_FORTNIGHT = ("OMR", "EMBALLAGES_PAPIERS")
_LETTERS = {
    "OMR": "",
    "EMBALLAGES_PAPIERS": "",
    "VERRE": "V",
    "BIODECHETS": "B",
    "ENCOMBRANTS": "E",
}


@dataclass(frozen=True, slots=True)
class Round:
    """`number` orders an owner's rounds of one flow, from 0."""

    id: str
    flux: Flux
    mode: str
    number: int
    communes: tuple[Commune, ...]

    @property
    def interval_days(self) -> int:
        return self.flux.intervals_days[self.number % len(self.flux.intervals_days)]

    def span(self) -> tuple[date, date]:
        """Of what it collects: (the day before the first, the last), as planned."""
        planned = [each for each, _ in self.days()]
        return planned[0] - timedelta(days=self.interval_days), planned[-1]

    def days(self) -> Iterator[tuple[date, date]]:
        """(planned day, day it took place), from the flow's first day to the last of the period.

        Household and sorted waste alternate: the same round, one week each.
        """
        interval = self.interval_days
        later = 7 if self.flux.code == "EMBALLAGES_PAPIERS" else 0
        offset = (7 * (self.number // 5) + later) % interval
        planned = _weekday_from(self.flux.start, self.number % 5) + timedelta(days=offset)
        while planned <= LAST_DAY:
            day = working_day(planned)
            if day <= LAST_DAY:
                yield planned, day
            planned += timedelta(days=interval)


def plan_rounds(
    prefix: str, communes: Sequence[Commune], flux: Flux, apart: Collection[str]
) -> tuple[Round, ...]:
    """Each commune in one round of the flow; those `apart` (codes) are never with another.

    Ids are `VIA-03`, or `VIA-V02` for glass, biowaste and bulky waste.
    """
    letter = _LETTERS[flux.code]
    together = [each for each in communes if each.code not in apart]
    groups = [*_sweep(together, flux), *((each,) for each in communes if each.code in apart)]
    return tuple(
        Round(
            id=f"{prefix}-{letter}{number + 1:02d}",
            flux=flux,
            mode=flux.modes[number % len(flux.modes)],
            number=number,
            communes=group,
        )
        for number, group in enumerate(groups)
    )


def _sweep(communes: Sequence[Commune], flux: Flux) -> list[tuple[Commune, ...]]:
    """Neighbours turn by turn around the centre, until a round has enough inhabitants."""
    often = flux.code in _EVERY_FORTNIGHT
    enough = _INHABITANTS_EVERY_FORTNIGHT if often else _INHABITANTS_ELSE
    most = _MAX_EVERY_FORTNIGHT if often else _MAX_ELSE
    points = centres()
    middle_longitude = sum(points[each.code].longitude for each in communes) / len(communes)
    middle_latitude = sum(points[each.code].latitude for each in communes) / len(communes)

    def angle(commune: Commune) -> float:
        point = points[commune.code]
        return atan2(point.latitude - middle_latitude, point.longitude - middle_longitude)

    groups: list[list[Commune]] = []
    for commune in sorted(communes, key=lambda each: (angle(each), each.code)):
        last = groups[-1] if groups else []
        full = sum(each.population for each in last) >= enough or len(last) == most
        if not last or full or commune.population >= enough:
            groups.append([commune])
        else:
            last.append(commune)
    return [tuple(group) for group in groups]


def _weekday_from(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)

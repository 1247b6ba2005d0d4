"""The waste that a commune's inhabitants throw away each day, so that totals meet their targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from math import exp, log2
from statistics import median

from demo.generate.chance import chance
from demo.generate.flux import Flux
from demo.generate.ground import LAST_DAY, Commune

_COMMUNE_SIGMA, _FLUX_SIGMA = 0.12, 0.09
"""Together a lognormal effect of 0.15, partly common to all flows of a commune."""
_PER_DOUBLING = 1.04
_BOUNDS = (0.66, 1.5)
_SUMMER = (7, 8)
_BEFORE_DAYS = 40
TOURIST_COMMUNES = frozenset(
    {"35085", "35110", "35130", "35134", "35195", "35226", "35265", "35296", "35337"}
)
"""Castles, canal and lakes: Combourg, Feins, Hédé-Bazouges, Les Iffs, Tinténiac and the like."""


@dataclass(frozen=True, slots=True)
class Thrown:
    """A commune's mass of one flow: kilograms a day are `kg` times the flow's index that day,
    times 1 + `summer` in July and August.
    """

    commune: Commune
    flux: Flux
    kg: float
    summer: float

    def between(self, after: date, until: date) -> float:
        """Kilograms from the day after `after` to `until` included."""
        days, summer = _sums(self.flux)
        first = self.flux.start - timedelta(days=_BEFORE_DAYS)
        begin, end = max((after - first).days + 1, 0), (until - first).days + 1
        return self.kg * (days[end] - days[begin] + self.summer * (summer[end] - summer[begin]))


def calibrate(
    communes: Sequence[Commune],
    flux: Flux,
    seed: str,
    spans: Mapping[str, tuple[date, date]],
    apart: Collection[str],
) -> dict[str, Thrown]:
    """By code. What is collected of the communes not `apart` meets the flow's target exactly.

    `spans`: by code, (the day before the first, the last) of what its round collects. Communes
    apart do not count: else the target, which anyone may read here, less what is visible would be
    what is hidden.
    """
    together = [each for each in communes if each.code not in apart]
    middle = median(each.population for each in together)
    rough: list[Thrown] = []
    for commune in communes:
        common = chance(seed, commune.code).gauss(0.0, _COMMUNE_SIGMA)
        own = chance(seed, commune.code, flux.code)
        effect = exp(common + own.gauss(0.0, _FLUX_SIGMA))
        effect *= _PER_DOUBLING ** log2(commune.population / middle)
        low, high = _BOUNDS
        summer = own.uniform(0.10, 0.25) if commune.code in TOURIST_COMMUNES else 0.0
        kg = commune.population * min(max(effect, low), high)
        rough.append(Thrown(commune, flux, kg, summer))
    before = flux.start - timedelta(days=1)
    years = (LAST_DAY - before).days / 365.25
    wanted = flux.target_kg * years * sum(each.population for each in together)
    factor = wanted / sum(
        each.between(*spans[each.commune.code]) for each in rough if each.commune.code not in apart
    )
    return {
        each.commune.code: Thrown(each.commune, flux, each.kg * factor, each.summer)
        for each in rough
    }


@cache
def _sums(flux: Flux) -> tuple[list[float], list[float]]:
    """Running sums of the index, over all days and over summer days only."""
    first = flux.start - timedelta(days=_BEFORE_DAYS)
    days = [first + timedelta(days=each) for each in range((LAST_DAY - first).days + 1)]
    indices = [flux.index(day) for day in days]
    summer = [
        index if day.month in _SUMMER else 0.0 for day, index in zip(days, indices, strict=True)
    ]
    return list(accumulate(indices, initial=0.0)), list(accumulate(summer, initial=0.0))

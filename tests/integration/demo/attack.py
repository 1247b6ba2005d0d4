"""Every way we could think of to rebuild, from visible weighings, those of a hidden commune.

The attacker knows what is public (populations, who collects, that a weighbridge counts by 20 kg)
and has every visible row; any aggregate of visible rows follows from them. What they cannot do is
count as a find the guess that a lorry is about as full as others: it says nothing of the commune.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor
from statistics import mean, median

BRIDGE_STEP_KG = 20
_SERIAL = re.compile(r"P-[0-9]{4}-([0-9]{6})")


@dataclass(frozen=True)
class Line:
    """A visible row. `share` and `bins` are None where they are withheld."""

    weighing: str
    day: date
    round: str
    commune: str
    flux: str
    mass_kg: int
    share: Decimal | None = None
    bins: int | None = None


@dataclass(frozen=True)
class Claim:
    """That this weighing holds a line of the hidden commune, of so many kilograms."""

    way: str
    weighing: str
    flux: str
    year: int
    mass_kg: float


def claims(lines: Sequence[Line]) -> list[Claim]:
    """One way after another; each claims only what its own evidence shows."""
    weighings = _by_weighing(lines)
    return [
        *_from_shares(weighings),
        *_from_odd_sums(weighings),
        *_from_bins(weighings),
        *_from_full_loads(weighings),
        *_from_a_rounds_own_loads(weighings),
    ]


def missing_serials(lines: Sequence[Line]) -> int:
    """How many weighings the gaps of clear serial keys betray: none when keys are hashed."""
    numbers = defaultdict(set)
    for line in lines:
        found = _SERIAL.fullmatch(line.weighing)
        if found:
            numbers[line.day.year].add(int(found[1]))
    return sum(max(each) - len(each) for each in numbers.values())


def yearly_estimates(
    lines: Sequence[Line], hidden_population: int, populations: Mapping[str, int]
) -> dict[str, dict[tuple[str, int], float]]:
    """Kilograms by (flux, year), by way. `population` is what anyone may work out."""
    estimates: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    visible_population = sum(populations.values())
    totals: dict[tuple[str, int], int] = defaultdict(int)
    for line in lines:
        totals[line.flux, line.day.year] += line.mass_kg
    for key, total in totals.items():
        estimates["population"][key] = total / visible_population * hidden_population
    found = claims(lines)
    for way in ("shares", "odd sums", "bins", "full loads", "a round's own loads"):
        for key in totals:
            estimates[way][key] = sum(
                each.mass_kg for each in found if each.way == way and (each.flux, each.year) == key
            )
    estimates["differences of totals"] = {
        key: float(_widest_difference(lines, *key)) for key in totals
    }
    return dict(estimates)


def _by_weighing(lines: Iterable[Line]) -> dict[str, list[Line]]:
    weighings: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        weighings[line.weighing].append(line)
    return weighings


def _claim(way: str, lines: Sequence[Line], mass_kg: float) -> Claim:
    first = lines[0]
    return Claim(way, first.weighing, first.flux, first.day.year, mass_kg)


def _from_shares(weighings: Mapping[str, Sequence[Line]]) -> Iterable[Claim]:
    """Shares make one: the visible ones give the net mass, so the rest."""
    for lines in weighings.values():
        shares = [line.share for line in lines if line.share is not None]
        if len(shares) < len(lines) or sum(shares) >= 1:
            continue
        visible = sum(line.mass_kg for line in lines)
        yield _claim("shares", lines, float(visible / sum(shares) - visible))


def _from_odd_sums(weighings: Mapping[str, Sequence[Line]]) -> Iterable[Claim]:
    """A net mass counts by 20 kg: a sum that does not has a line missing, the rest of a load."""
    usual = _usual_loads(weighings)
    for lines in weighings.values():
        visible = sum(line.mass_kg for line in lines)
        if visible % BRIDGE_STEP_KG:
            yield _claim("odd sums", lines, max(usual[lines[0].flux] - visible, 0.0))


def _from_bins(weighings: Mapping[str, Sequence[Line]]) -> Iterable[Claim]:
    """Every bin of a load weighs the same: of the net masses, by 20 kg, that are a whole number of
    such bins, the nearest to a usual load.
    """
    usual = _usual_loads(weighings)
    for lines in weighings.values():
        visible = sum(line.mass_kg for line in lines)
        bins = [line.bins for line in lines if line.bins]
        if len(bins) < len(lines) or visible % BRIDGE_STEP_KG == 0:
            continue
        least = max((line.mass_kg - 1) / line.bins for line in lines if line.bins)
        most = min((line.mass_kg + 1) / line.bins for line in lines if line.bins)
        above = (visible // BRIDGE_STEP_KG + 1) * BRIDGE_STEP_KG
        nets = [
            net
            for net in range(above, 2 * int(usual[lines[0].flux]) + above, BRIDGE_STEP_KG)
            if floor(net / least) >= max(ceil(net / most), sum(bins) + 1)
        ]
        if nets:
            net = min(nets, key=lambda each: abs(each - usual[lines[0].flux]))
            yield _claim("bins", lines, net - visible)


def _from_full_loads(weighings: Mapping[str, Sequence[Line]]) -> Iterable[Claim]:
    """A lorry goes back when it is full: what lacks to the fullest is the hidden line."""
    loads: dict[str, list[int]] = defaultdict(list)
    for lines in weighings.values():
        loads[lines[0].flux].append(sum(line.mass_kg for line in lines))
    full = {flux: sorted(each)[int(0.95 * (len(each) - 1))] for flux, each in loads.items()}
    for lines in weighings.values():
        lack = full[lines[0].flux] - sum(line.mass_kg for line in lines)
        if lack > 0:
            yield _claim("full loads", lines, lack)


def _from_a_rounds_own_loads(weighings: Mapping[str, Sequence[Line]]) -> Iterable[Claim]:
    """Rounds of which some lorry looks short beside the others of the same flow."""
    usual = _usual_loads(weighings)
    by_round: dict[tuple[str, str], list[Sequence[Line]]] = defaultdict(list)
    for lines in weighings.values():
        by_round[lines[0].round, lines[0].flux].append(lines)
    for (_, flux), each in by_round.items():
        typical = median(sum(line.mass_kg for line in lines) for lines in each)
        if typical < 0.8 * usual[flux]:
            for lines in each:
                lack = usual[flux] - sum(line.mass_kg for line in lines)
                yield _claim("a round's own loads", lines, max(lack, 0.0))


def _usual_loads(weighings: Mapping[str, Sequence[Line]]) -> dict[str, float]:
    """By flux, of the weighings that look whole."""
    loads: dict[str, list[int]] = defaultdict(list)
    for lines in weighings.values():
        visible = sum(line.mass_kg for line in lines)
        if visible % BRIDGE_STEP_KG == 0:
            loads[lines[0].flux].append(visible)
    return defaultdict(float, {flux: mean(each) for flux, each in loads.items()})


def _widest_difference(lines: Sequence[Line], flux: str, year: int) -> int:
    """Between a total and the sum of the same total by any key: not nought if a row counted
    somewhere that is shown nowhere.
    """
    mine = [line for line in lines if (line.flux, line.day.year) == (flux, year)]
    whole = sum(line.mass_kg for line in mine)
    keys = (
        lambda line: line.commune,
        lambda line: line.day,
        lambda line: line.round,
        lambda line: line.weighing,
        lambda line: (line.day.month, line.round),
        lambda line: (line.day, line.commune),
    )
    differences = []
    for key in keys:
        parts: dict[object, int] = defaultdict(int)
        for line in mine:
            parts[key(line)] += line.mass_kg
        differences.append(abs(whole - sum(parts.values())))
    return max(differences)

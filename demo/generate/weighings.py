"""Lorries at the weighbridge: what was thrown away, load by load, shared out by bins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from random import Random

from demo.generate.chance import chance
from demo.generate.flux import FLUXES
from demo.generate.ground import Commune
from demo.generate.rounds import Round, plan_rounds
from demo.generate.yields import Thrown, calibrate

_BRIDGE_STEP_KG = 20
_FINE_SCALE = 10
_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class CommuneLoad:
    """`share` in ten thousandths: those of a weighing make 10,000."""

    code: str
    bins: int
    share: int
    mass_kg: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """One lorry, net: its loads make its mass to the kilogram."""

    day: date
    round: Round
    lorry: int
    mass_kg: int
    loads: tuple[CommuneLoad, ...]


def weigh(
    prefix: str, communes: Sequence[Commune], apart: Collection[str], seed: str, scale: int
) -> tuple[Weighing, ...]:
    """All weighings of one owner, by day, round and lorry.

    `scale` sends that many times more lorries, each with that many times less.
    """
    found: list[Weighing] = []
    for flux in FLUXES:
        rounds = plan_rounds(prefix, communes, flux, apart)
        spans = {one.code: each.span() for each in rounds for one in each.communes}
        thrown = calibrate(communes, flux, seed, spans, apart)
        for each in rounds:
            random = chance(seed, each.id, flux.code)
            found += _collect(each, [thrown[one.code] for one in each.communes], random, scale)
    return tuple(sorted(found, key=lambda each: (each.day, each.round.id, each.lorry)))


def _collect(
    round_: Round, thrown: Sequence[Thrown], random: Random, scale: int
) -> Iterator[Weighing]:
    """The weighings of a round. The mass that a collection leaves behind, or takes too much of, is
    settled by the next collections.
    """
    owed = [0.0] * len(thrown)
    places = {each.commune.code: place for place, each in enumerate(thrown)}
    step = _BRIDGE_STEP_KG if scale <= _FINE_SCALE else 1
    before, _ = round_.span()
    for planned, day in round_.days():
        owed = [
            left + each.between(before, planned) for left, each in zip(owed, thrown, strict=True)
        ]
        before = planned
        total = sum(owed) * random.lognormvariate(0.0, 0.03)
        lorries = max(1, ceil(total / round_.flux.lorry_kg)) * scale
        for lorry in range(lorries):
            net = step * round(total / lorries * random.uniform(0.94, 1.06) / step)
            loads = _share_out(net, round_, owed, random)
            if loads:
                yield Weighing(day, round_, lorry, net, loads)
            for load in loads:
                owed[places[load.code]] -= load.mass_kg


def _share_out(
    net: int, round_: Round, owed: Sequence[float], random: Random
) -> tuple[CommuneLoad, ...]:
    """By bins lifted; a commune where none was lifted has no line."""
    if net <= 0:
        return ()
    weights = [max(each, 0.0) * random.lognormvariate(0.0, 0.15) for each in owed]
    if sum(weights) <= 0.0:
        return ()
    count = max(1, round(net / (round_.flux.kg_per_bin * random.uniform(0.88, 1.12))))
    bins = _apportion(count, weights)
    shares, masses = _apportion(_PARTS, bins), _apportion(net, bins)
    return tuple(
        CommuneLoad(commune.code, lifted, share, mass)
        for commune, lifted, share, mass in zip(round_.communes, bins, shares, masses, strict=True)
        if lifted
    )


def _apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Integers that make `total`, in proportion: the largest remainders are rounded up."""
    whole = sum(weights)
    exact = [total * each / whole for each in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for position in by_remainder[: total - sum(parts)]:
        parts[position] += 1
    return parts

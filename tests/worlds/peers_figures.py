"""Every figure of a comparison over raw files: peers, quartiles by decision 47, the gap by 71."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.worlds.expected import Expected, Key, allowed, either, none
from tests.worlds.peers_world import OWN
from tests.worlds.raw_files import RawFiles, cells_of, number

FEWEST = 5
_QUARTERS = {1: ("quartile_1", "arrondi_1"), 2: ("mediane", "arrondi_mediane"),
             3: ("quartile_3", "arrondi_3")}  # fmt: skip
_FINEST, _COARSEST = Decimal(20), Decimal(2)
Figures = dict[tuple[str, int], dict[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    kind: str
    people: Decimal
    density: Decimal | None
    agrees: bool


def peers_figures(folder: Path, files: RawFiles) -> dict[Key, Expected]:
    """By (indicator, year, column)."""
    bodies = [
        Body(
            cells["organisme"], cells["nature"], number(cells["population"]),
            number(cells["densite"]) if cells["densite"] else None, cells["accord"] == "oui",
        )
        for cells in cells_of(folder, "organismes.csv", files.layouts["organismes.csv"])
    ]  # fmt: skip
    own = next(body for body in bodies if body.name == OWN)
    times = number(files.parameters.get("rapport_population", "2"))
    like = [body for body in bodies if body.agrees and body.kind == own.kind and body is not own]
    near = [body for body in like if _is_near(body.people, own.people, times)]
    dense = [body for body in near if _is_near(body.density, own.density, Decimal(3))]
    found: dict[Key, Expected] = {}
    for (indicator, year), values in _figures(folder, files).items():
        if OWN not in values:
            continue
        classes = ([values[one.name] for one in many if one.name in values]
                   for many in (dense, near, like))  # fmt: skip
        # The narrowest class in which five have this figure.
        chosen = next((many for many in classes if len(many) >= FEWEST), [])
        for name, one in _compared(values[OWN], sorted(chosen)).items():
            found[indicator, year, name] = one
    return found


def _figures(folder: Path, files: RawFiles) -> Figures:
    """A body that gives two figures of one indicator and year gives none."""
    found: Figures = {}
    twice = set()
    for cells in cells_of(folder, "valeurs.csv", files.layouts["valeurs.csv"]):
        key, body = (cells["indicateur"], int(cells["annee"])), cells["organisme"]
        if body in found.setdefault(key, {}):
            twice.add((key, body))
        found[key][body] = number(cells["valeur"])
    for key, body in twice:
        del found[key][body]
    return found


def _is_near(one: Decimal | None, other: Decimal | None, times: Decimal) -> bool:
    """False where either is not known."""
    return None not in {one, other} and one <= other * times and other <= one * times


def _compared(own: Decimal, others: list[Decimal]) -> dict[str, Expected]:
    made = {"valeur": allowed(own), "semblables": none("too few"), "ecart": none("no median")}
    made |= {name: none("not told") for pair in _QUARTERS.values() for name in pair}
    made["place"] = none("no median")
    if len(others) < FEWEST:
        return made
    made["semblables"] = allowed(len(others))
    for quarter, (value, step) in _QUARTERS.items():
        told = _told(others, quarter)
        if told is not None:
            made[value], made[step] = allowed(told[0]), allowed(told[1])
    median, step = made["mediane"].value, made["arrondi_mediane"].value
    if isinstance(median, Decimal) and isinstance(step, Decimal):
        made["ecart"], made["place"] = _gap(own - median, step)
    return made


def _gap(gap: Decimal, step: Decimal) -> tuple[Expected, Expected]:
    """In steps; its sign is -1, 0 within the margin, or 1."""
    sign = (gap > 0) - (gap < 0)
    steps = _to_step(gap, step)
    if abs(gap) == step / 2:
        return either(steps, "just at half a step"), either(sign, "just at half a step")
    if abs(gap) < step / 2:
        return none("less than half a step"), either(0, "in words")
    return allowed(steps), either(sign, "in words")


def _told(values: list[Decimal], quarter: int) -> tuple[Decimal, Decimal] | None:
    """The quartile at the finest step under which whoever leaves changes nothing, and that step."""
    rank = math.ceil(Decimal(quarter) / 4 * (len(values) - 1))
    low, high = values[rank - 1], values[rank]
    for power in range(-8, 9):
        for mantissa in (1, 2, 5):
            step = Decimal(mantissa).scaleb(power)
            told = _to_step(low, step)
            is_between = told / _FINEST <= step <= told / _COARSEST
            if is_between and _to_step(high, step) == told:
                return told, step
    return None


def _to_step(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step

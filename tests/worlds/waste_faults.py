"""What goes wrong in weighings, planted: codes, rows, signs and cells."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.worlds.official_map import official_map

if TYPE_CHECKING:
    from tests.worlds.waste_world import WasteWorld, Weighing


def plant_faults(
    world: WasteWorld, by_body: dict[str, list[Weighing]], chance: random.Random
) -> None:
    rows = [row for many in by_body.values() for row in many]
    for word, plant in _FAULTS.items():
        if len(rows) > 100 and chance.random() < 0.32:
            world.traits.add(word)
            plant(world, chance.sample(rows, chance.randint(1, 3)), chance)


def _mistype(_: WasteWorld, rows: list[Weighing], chance: random.Random) -> None:
    for row in rows:
        row.commune = mistyped(row.commune, chance)


def _send_abroad(world: WasteWorld, rows: list[Weighing], chance: random.Random) -> None:
    for row in rows:
        row.commune = chance.choice(world.ground.outside)


def _correct(_: WasteWorld, rows: list[Weighing], __: random.Random) -> None:
    for row in rows:
        row.kg = -(row.kg or Decimal(1000)) // 10


def _empty(_: WasteWorld, rows: list[Weighing], chance: random.Random) -> None:
    for row in rows:
        match chance.choice(("kg", "commune", "flux", "day")):
            case "kg":
                row.kg = None
            case "commune":
                row.commune = ""
            case "flux":
                row.flux = ""
            case _:
                row.day = date.min


_FAULTS = {"foreign": _send_abroad, "negative": _correct, "mistyped": _mistype, "empty": _empty}


def mistyped(code: str, chance: random.Random) -> str:
    """A postal code, or two digits exchanged: never a code that has been a commune's."""
    known = official_map()
    tried = [f"{code[:2]}{at:02}0" for at in range(10, 100)]
    tried += [f"{code[:3]}{code[4]}{code[3]}", f"{code[:2]}999", f"{code[:2]}{code[2:][::-1]}"]
    chance.shuffle(tried)
    return next(each for each in tried if not known.periods.get(each))

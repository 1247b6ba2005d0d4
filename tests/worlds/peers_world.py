"""Bodies that compare themselves, generated: kinds, consents, ties and few peers, by a seed."""

from __future__ import annotations

import math
import random
from decimal import Decimal

from tests.worlds.raw_files import Layout, RawFiles, comma

OWN = "Communauté 0"
BODIES = Layout("organismes", {
    "organisme": "Organisme", "nature": "Nature", "population": "Population",
    "densite": "Densité", "accord": "Accord",
})  # fmt: skip
FIGURES = Layout("valeurs", {
    "organisme": "Organisme", "indicateur": "Indicateur", "annee": "Année", "valeur": "Valeur",
})  # fmt: skip


def make_peers_world(seed: int) -> RawFiles:
    chance, world = random.Random(seed), RawFiles()
    world.parameters["organisme"] = OWN
    names = [f"Communauté {at}" for at in range(chance.randint(5, 22))]
    has_density = chance.random() < 0.6
    rows = []
    for name in names:
        is_own = name == OWN
        density = comma(Decimal(chance.randint(2_000, 20_000)) / 100)
        rows.append([
            name, "CC" if is_own or chance.random() < 0.85 else "CA",
            str(chance.randint(12_000, 45_000)),
            density if has_density and (is_own or chance.random() < 0.9) else "",
            "oui" if is_own or chance.random() < 0.85 else "non",
        ])  # fmt: skip
    if has_density:
        world.traits.add("densities")
    if len(names) < 9:
        world.traits.add("small_group")
    if chance.random() < 0.2:
        world.parameters["rapport_population"] = "1,5"
        world.traits.add("other_ratio")
    world.put("organismes.csv", BODIES, rows)
    world.put("valeurs.csv", FIGURES, _figures(world, names, chance))
    return world


def _figures(world: RawFiles, names: list[str], chance: random.Random) -> list[list[str]]:
    rows = []
    for at in range(chance.randint(3, 6)):
        indicator = f"Indicateur {at}"
        middle, spread = 10 ** chance.uniform(0.3, 4), chance.choice((0.004, 0.03, 0.1, 0.3))
        tied = Decimal(f"{middle:.3f}") if chance.random() < 0.2 else None
        if tied is not None:
            world.traits.add("ties")
        for year in (2023, 2024):
            for name in names:
                if name != OWN and chance.random() < 0.08:
                    continue
                value = Decimal(f"{middle * math.exp(chance.gauss(0, spread)):.3f}")
                if tied is not None and chance.random() < 0.7:
                    value = tied
                rows.append([name, indicator, str(year), comma(value, 3)])
                if name != OWN and chance.random() < 0.02:
                    rows.append([name, indicator, str(year), comma(value + 1, 3)])
                    world.traits.add("given_twice")
    chance.shuffle(rows)
    return rows

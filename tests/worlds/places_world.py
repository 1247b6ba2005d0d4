"""A generated world of car-pool places: open, closed, without spaces or position, by a seed."""

from __future__ import annotations

import random
from datetime import date

from tests.worlds.official_map import official_map
from tests.worlds.raw_files import Layout, RawFiles
from tests.worlds.waste_ground import TODAY, Ground, make_ground, merged_since

PLACES = Layout("lieux", {
    "lieu": "id_local", "nom": "nom_lieu", "commune": "insee", "maj": "date_maj",
    "ouvert": "ouvert", "lon": "Xlong", "lat": "Ylat", "places": "nbre_pl",
}, delimiter=",")  # fmt: skip
PERIMETER = Layout("perimetre", {"commune": "insee"})
POSITIONS = Layout("positions", {"commune": "code_commune", "lon": "longitude", "lat": "latitude"})
_OPEN = (("true", "false"), ("oui", "non"))


def make_places_world(seed: int) -> RawFiles:
    chance, world = random.Random(seed), RawFiles()
    ground = make_ground(chance)
    communes = [code for body in ground.bodies for code in body.communes]
    year = chance.choice((2023, 2024, 2025))
    is_open, is_closed = chance.choice(_OPEN)
    rows = []
    for at in range(chance.randint(4, 30)):
        row = {
            "lieu": f"L{at}", "nom": f"Aire {at}", "commune": _code(world, ground, chance),
            "maj": f"{year}-{chance.randint(1, 12):02}-11", "ouvert": is_open,
            "lon": f"{chance.uniform(-2, -1):.5f}", "lat": f"{chance.uniform(47.8, 48.5):.5f}",
            "places": str(chance.randint(1, 80)),
        }  # fmt: skip
        if chance.random() < 0.15:
            row["ouvert"] = is_closed
            world.traits.add("closed")
        if chance.random() < 0.08:
            row["places"] = ""
            world.traits.add("spaces_unknown")
        if chance.random() < 0.08:
            row["lon"] = row["lat"] = ""
            world.traits.add("unplaced")
        rows.append([row[name] for name in PLACES.columns])
    if chance.random() < 0.2:
        rows.append(list(rows[0]))
        world.traits.add("twice")
    world.put("bnlc.csv", PLACES, rows)
    if chance.random() < 0.8:
        world.put("perimetre.csv", PERIMETER, [[code] for code in communes])
    else:
        world.traits.add("no_perimeter")
    if chance.random() < 0.85:
        kept = [code for code in communes if chance.random() < 0.97]
        if len(kept) < len(communes):
            world.traits.add("positions_missing")
        world.put("positions.csv", POSITIONS, [
            [code, f"{chance.uniform(-2, -1):.4f}", f"{chance.uniform(47.8, 48.5):.4f}"]
            for code in kept
        ])  # fmt: skip
    if chance.random() < 0.3:
        world.parameters["distance_km"] = chance.choice(("3", "7,5", "12"))
    return world


def _code(world: RawFiles, ground: Ground, chance: random.Random) -> str:
    """A commune to cover, most often; a former code, one beside, or none at all."""
    drawn = chance.random()
    if drawn < 0.08:
        world.traits.add("outside")
        return chance.choice(ground.outside)
    if drawn < 0.13:
        world.traits.add("unknown_code")
        return f"{ground.departement}999"
    commune = chance.choice(chance.choice(ground.bodies).communes)
    if merged_since(commune, 2010) and chance.random() < 0.5:
        known = official_map()
        world.traits.add("former_code")
        land = known.land(commune, TODAY)
        return chance.choice(sorted(known.communes_of(land, date(2010, 6, 30))))
    return commune

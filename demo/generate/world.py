"""Everything that the demo makes up, for one seed."""

from __future__ import annotations

from dataclasses import dataclass

from demo.generate.anomalies import Anomaly, plant_in_val_d_ille_aubigne, plant_in_valcobreizh
from demo.generate.bornes import bornes_recharge
from demo.generate.collectes import val_d_ille_aubigne_collectes, valcobreizh_collectes
from demo.generate.compteurs import compteurs
from demo.generate.energie import energie_batiments
from demo.generate.points import points_apport
from demo.generate.table import Table

SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class World:
    """`tables` by owner's slug: one each."""

    tables: dict[str, Table]
    anomalies: tuple[Anomaly, ...]


def make_world(seed: int = SEED, scale: int = 1) -> World:
    """`scale` multiplies the weighings of `collectes` and divides their mass; the rest stays."""
    via, in_via = plant_in_val_d_ille_aubigne(val_d_ille_aubigne_collectes(seed, scale))
    valcobreizh, in_valcobreizh = plant_in_valcobreizh(valcobreizh_collectes(seed, scale))
    water, in_water = compteurs(seed)
    others = (water, bornes_recharge(seed), energie_batiments(seed), points_apport(seed))
    tables = {table.owner: table for table in (via, valcobreizh, *others)}
    return World(tables, (*in_via, *in_valcobreizh, *in_water))

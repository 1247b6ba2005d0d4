"""Everything that the demo makes up, for one seed."""

from __future__ import annotations

from dataclasses import dataclass

from demo.generate.anomalies import Anomaly, plant_in_val_d_ille_aubigne, plant_in_valcobreizh
from demo.generate.bornes import bornes_recharge
from demo.generate.collectes import val_d_ille_aubigne_collectes, valcobreizh_collectes
from demo.generate.compteurs import compteurs
from demo.generate.costs import cost_matrix, monthly_tonnages
from demo.generate.energie import energie_batiments
from demo.generate.members import weighings_of_members
from demo.generate.peers import compared_bodies
from demo.generate.points import points_apport
from demo.generate.slips import bretagne_romantique_slips, valcobreizh_slips
from demo.generate.table import Table
from demo.generate.water import water

SEED = 20_260_101


@dataclass(frozen=True, slots=True)
class World:
    """`tables` by owner's slug: one each. `of_members`: what the syndicat's members weigh
    themselves, by slug. `for_services`: what services are tried on, by slug.
    """

    tables: dict[str, Table]
    anomalies: tuple[Anomaly, ...]
    of_members: dict[str, Table]
    for_services: dict[str, tuple[Table, ...]]


def make_world(seed: int = SEED, scale: int = 1) -> World:
    """`scale` multiplies the weighings of `collectes` and divides their mass; the rest stays."""
    via, in_via = plant_in_val_d_ille_aubigne(val_d_ille_aubigne_collectes(seed, scale))
    valcobreizh, in_valcobreizh = plant_in_valcobreizh(valcobreizh_collectes(seed, scale))
    meters, in_meters = compteurs(seed)
    others = (meters, bornes_recharge(seed), energie_batiments(seed), points_apport(seed))
    tables = {table.owner: table for table in (via, valcobreizh, *others)}
    for_services = {
        "valcobreizh": (*valcobreizh_slips(seed), cost_matrix(seed), *compared_bodies(seed)),
        "bretagne-romantique": (*bretagne_romantique_slips(seed), monthly_tonnages(seed)),
        **water(seed),
    }
    of_members = {table.owner: table for table in weighings_of_members(seed)}
    return World(tables, (*in_via, *in_valcobreizh, *in_meters), of_members, for_services)

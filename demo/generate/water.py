"""All the invented data of three water bodies, by owner."""

from __future__ import annotations

from collections import defaultdict

from demo.generate.table import Table
from demo.generate.water_money import billed_lots, bills, coefficients, resources
from demo.generate.water_peers import peers
from demo.generate.water_sectors import sectors
from demo.generate.water_services import registers
from demo.generate.water_volumes import volumes_by_commune, wholesale, yearly_volumes


def water(seed: int) -> dict[str, tuple[Table, ...]]:
    """Tables by the slug of their owner, each owner's in a fixed order."""
    by_owner: dict[str, list[Table]] = defaultdict(list)
    for table in (
        *registers(),
        *yearly_volumes(seed),
        *volumes_by_commune(seed),
        *bills(seed),
        *resources(seed),
        *billed_lots(seed),
        *coefficients(),
        wholesale(seed),
        *sectors(seed),
        peers(),
    ):
        by_owner[table.owner].append(table)
    return {owner: tuple(tables) for owner, tables in by_owner.items()}

"""Costs and shares of recovery of a generated world: that match its tonnes, or do not."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.worlds.raw_files import Layout, comma

if TYPE_CHECKING:
    from tests.worlds.waste_world import WasteWorld

PARAMETERS = {
    "OMR": "cout_omr", "EMBALLAGES_PAPIERS": "cout_emballages_papiers", "VERRE": "cout_verre",
    "BIODECHETS": "cout_biodechets", "ENCOMBRANTS": "cout_encombrants",
    "DECHETERIES": "cout_decheteries",
}  # fmt: skip
_ITEMS = ("Collecte", "Traitement", "Fonctionnelles")
_SHARES = {"OMR": "0.12", "EMBALLAGES_PAPIERS": "0.815", "VERRE": "1", "BIODECHETS": "0.93",
           "ENCOMBRANTS": "0.4", "DECHETERIES": "0.61"}  # fmt: skip


def plant_costs(world: WasteWorld, streams: list[str], chance: random.Random) -> None:
    drawn = chance.random()
    if drawn < 0.6:
        _matrix(world, streams, chance)
    elif drawn < 0.75:
        _typed(world, streams, chance)
    if chance.random() < 0.3:
        _shares(world, streams)
    if chance.random() < 0.3:
        _funding(world, chance)


def _matrix(world: WasteWorld, streams: list[str], chance: random.Random) -> None:
    priced = [stream for stream in streams if stream in PARAMETERS]
    drawn = chance.random()
    if drawn < 0.3 and "DECHETERIES" not in priced:
        priced.append("DECHETERIES")
        world.traits.add("costs_without_tonnes")
    elif drawn < 0.5 and len(priced) > 1:
        priced.remove(chance.choice(priced))
        world.traits.add("tonnes_without_costs")
    elif drawn < 0.57:
        priced = ["Total"]
        world.traits.add("total_alone")
    years = [year for year in world.years if year != 2010]
    if chance.random() < 0.2:
        years = years[:-1]
        world.traits.add("no_costs_of_a_year")
    words = chance.choice((("CHARGE", "PRODUIT"), ("Charges", "Produits")))
    rows = []
    for year in years:
        for stream in priced:
            for item in _ITEMS[: chance.randint(1, 3)]:
                amount = Decimal(chance.randint(1_000_000, 90_000_000)).scaleb(-2)
                rows.append([str(year), stream, item, words[0], comma(amount)])
            if stream not in {"OMR", "DECHETERIES", "Total"} and chance.random() < 0.6:
                amount = Decimal(chance.randint(100_000, 900_000)).scaleb(-2)
                rows.append([str(year), stream, "Ventes", words[1], comma(amount)])
    if not rows:
        return
    world.traits.add("matrix")
    columns = {"annee": "Année", "flux": "Flux", "poste": "Poste", "sens": "Sens",
               "montant": "Montant HT"}  # fmt: skip
    world.put("matrice_couts.csv", Layout("matrice", columns), rows)


def _typed(world: WasteWorld, streams: list[str], chance: random.Random) -> None:
    world.traits.add("typed_costs")
    for stream in streams:
        if stream in PARAMETERS and chance.random() < 0.8:
            amount = Decimal(chance.randint(2_000_000, 90_000_000)).scaleb(-2)
            world.parameters[PARAMETERS[stream]] = comma(amount)
    world.parameters["annee_couts"] = str(world.years[-1])


def _shares(world: WasteWorld, streams: list[str]) -> None:
    world.traits.add("shares")
    rows = [[stream, _SHARES[stream].replace(".", ",")] for stream in streams if stream in _SHARES]
    columns = {"flux": "Flux", "part": "Part valorisée"}
    world.put("valorisation.csv", Layout("valorisation", columns), rows)


def _funding(world: WasteWorld, chance: random.Random) -> None:
    world.traits.add("funding")
    rows = []
    for year in world.years[-1:] if chance.random() < 0.3 else world.years:
        for kind in chance.choice((("TEOM",), ("REOM",), ("TEOM", "RS"))):
            amount = Decimal(chance.randint(10_000_000, 300_000_000)).scaleb(-2)
            rows.append([str(year), kind, comma(amount)])
    columns = {"annee": "Année", "nature": "Nature", "montant": "Montant"}
    world.put("financement.csv", Layout("financement", columns), rows)

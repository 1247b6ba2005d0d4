"""A generated world of waste: weighings, perimeter, costs and shares as raw files, by a seed.

What the files mean is never kept beside them but for how each is laid out: the independent
computation (tests.worlds.waste_figures) reads the files anew.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.worlds.official_map import official_map
from tests.worlds.raw_files import Layout, RawFiles
from tests.worlds.waste_costs import plant_costs
from tests.worlds.waste_faults import plant_faults
from tests.worlds.waste_ground import TODAY, Body, Ground, draw_sendings, make_ground, merged_since

ROUNDS = ("OMR", "EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS")
WORDS = {
    "OMR": ("OMR", "Ordures ménagères", "om"),
    "EMBALLAGES_PAPIERS": ("EMBALLAGES_PAPIERS", "Emballages", "collecte sélective", "tri"),
    "VERRE": ("VERRE", "Verre", "ve"),
    "BIODECHETS": ("BIODECHETS", "Biodéchets", "bio"),
    "DECHETERIES": ("DECHETERIES", "Déchèteries"),
    "ENCOMBRANTS": ("ENCOMBRANTS", "Encombrants", "tout-venant"),
}


WEIGHINGS = (
    Layout("collectes", {
        "jour": "Date", "commune": "Code INSEE", "flux": "Flux", "kg": "Poids net (kg)",
        "pesee": "Numéro de bon",
    }),
    Layout("collectes", {
        "jour": "Jour", "commune": "Commune (INSEE)", "flux": "Type déchet",
        "kg": "Quantité (t)", "pesee": "N° pesée",
    }, encoding="cp1252", factor=Decimal(1000), day="%d/%m/%Y"),
    Layout("collectes", {
        "pesee": "id_pesee", "jour": "date_collecte", "commune": "code_commune", "flux": "flux",
        "kg": "tonnage_kg",
    }, delimiter=","),
)  # fmt: skip


@dataclass(slots=True)
class Weighing:
    day: date
    commune: str
    flux: str
    kg: Decimal | None
    number: str


@dataclass(slots=True)
class WasteWorld(RawFiles):
    seed: int = 0
    ground: Ground = field(default_factory=lambda: Ground("", [], []))
    years: list[int] = field(default_factory=list)


def make_waste_world(seed: int) -> WasteWorld:
    chance = random.Random(seed)
    ground = make_ground(chance)
    last = chance.randint(2023, 2025)
    years = [last] if chance.random() < 0.4 else [last - 1, last]
    if chance.random() < 0.4:
        years.insert(0, 2010)
    draw_sendings(ground, years, chance)
    world = WasteWorld(seed=seed, ground=ground, years=years)
    world.traits |= {
        each.word for body in ground.bodies for each in body.sendings.values()
    } - {"whole"}  # fmt: skip
    if 2010 in years:
        world.traits.add("with_2010")
    streams = _streams(world, chance)
    by_body = {
        body.name: _weighings(world, body, streams, chance, at)
        for at, body in enumerate(ground.bodies)
    }
    plant_faults(world, by_body, chance)
    _write_weighings(world, by_body, chance)
    _write_perimeter(world, chance)
    plant_costs(world, streams, chance)
    return world


def _streams(world: WasteWorld, chance: random.Random) -> list[str]:
    streams = ["OMR", *(each for each in ROUNDS[1:] if chance.random() < 0.75)]
    if chance.random() < 0.5:
        streams.append("ENCOMBRANTS")
    if chance.random() < 0.25:
        streams.append("DECHETERIES")
        world.traits.add("recycling_centres")
    if chance.random() < 0.12:
        streams.append("PNEUS")
        world.traits.add("unknown_stream")
    return streams


def _weighings(
    world: WasteWorld, body: Body, streams: list[str], chance: random.Random, at: int
) -> list[Weighing]:
    """By commune, month and stream one or two; a stream that a commune has not, it never has."""
    rows: list[Weighing] = []
    is_fine = chance.random() < 0.15
    if is_fine:
        world.traits.add("grams")
    for commune in body.communes:
        without = chance.choice(streams[1:]) if streams[1:] and chance.random() < 0.1 else None
        for year in world.years:
            spoken = _codes(world, commune, year, chance)
            for month in body.sendings[year].months:
                for code in spoken[month]:
                    for stream in streams:
                        for _ in range(0 if stream == without else chance.choice((1, 1, 2))):
                            kg = Decimal(chance.randint(400_000, 60_000_000)).scaleb(-3)
                            kg = kg.quantize(Decimal("0.001") if is_fine else Decimal(1))
                            day = date(year, month, chance.randint(1, 28))
                            number = f"{at}-{year}-{len(rows):05}"
                            rows.append(Weighing(day, code, stream, kg, number))
    return rows


def _codes(
    world: WasteWorld, commune: str, year: int, chance: random.Random
) -> dict[int, tuple[str, ...]]:
    """By month, under which codes the land of a commune of today is written."""
    known = official_map()
    land = known.land(commune, TODAY)
    of_the_time = tuple(sorted(known.communes_of(land, date(year, 6, 30))))
    if len(of_the_time) > 1:
        world.traits.add("former_communes_in_2010" if year == 2010 else "before_a_merger")
        return dict.fromkeys(range(1, 13), of_the_time)
    former = tuple(sorted(known.communes_of(land, date(2010, 6, 30))))
    if len(former) > 1 and chance.random() < 0.5:
        # The merger reaches who writes in the middle of the year, or never.
        until = chance.choice((6, 8, 12))
        world.traits.add("former_codes_written_on")
        return {month: former if month <= until else of_the_time for month in range(1, 13)}
    return dict.fromkeys(range(1, 13), of_the_time)


def _write_weighings(
    world: WasteWorld, by_body: dict[str, list[Weighing]], chance: random.Random
) -> None:
    """A file of all bodies, or a file of each; one of them may be sent a second time."""
    files = [list(rows) for rows in by_body.values() if rows]
    if chance.random() < 0.4:
        files = [[row for rows in files for row in rows]]
    for at, rows in enumerate(files):
        layout = chance.choice(WEIGHINGS)
        words = {stream: chance.choice(WORDS.get(stream, (stream,))) for stream in _seen(rows)}
        world.put(f"collectes_{at}.csv", layout, [_cells(row, layout, words) for row in rows])
        if layout.factor != 1:
            world.traits.add("in_tonnes")
        if chance.random() < 0.15 and len(rows) > 40:
            again = [row for row in rows if row.day.month == rows[0].day.month]
            cells = [_cells(row, layout, words) for row in again]
            world.put(f"collectes_{at}_mois.csv", layout, cells)
            world.traits.add("sent_again")


def _seen(rows: list[Weighing]) -> list[str]:
    return sorted({row.flux for row in rows if row.flux})


def _cells(row: Weighing, layout: Layout, words: dict[str, str]) -> list[str]:
    mass = "" if row.kg is None else f"{row.kg / layout.factor:.6f}".rstrip("0").rstrip(".")
    cells = {
        "jour": row.day.strftime(layout.day) if row.day != date.min else "",
        "commune": row.commune,
        "flux": words.get(row.flux, row.flux),
        "kg": mass.replace(".", ",") if layout.delimiter == ";" else mass,
        "pesee": row.number,
    }
    return [cells[name] for name in layout.columns]


def _write_perimeter(world: WasteWorld, chance: random.Random) -> None:
    if chance.random() < 0.2:
        world.traits.add("no_perimeter")
        return
    known, rows = official_map(), []
    writes_former = chance.random() < 0.25
    keeps_names = chance.random() < 0.5
    for at, body in enumerate(world.ground.bodies):
        for commune in body.communes:
            codes = [commune]
            if writes_former and merged_since(commune, 2010):
                codes = sorted(known.communes_of(known.land(commune, TODAY), date(2010, 6, 30)))
                world.traits.add("perimeter_of_former_codes")
            rows += [[code, body.name if keeps_names else f"Secteur {at}"] for code in codes]
    chance.shuffle(rows)
    layout = Layout("perimetre", {"commune": "Code INSEE", "organisme": "EPCI"})
    world.put("perimetre.csv", layout, rows)

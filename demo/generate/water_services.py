"""The invented services of three real water bodies: what each is and what it serves. Real communes
and inhabitants; services, operators, lengths and yields are made up.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from catalog.cog import load_cog
from demo.generate.ground import DEMO, FIGURES_DAY
from demo.generate.standard_columns import columns_of
from demo.generate.table import LABEL, STRING, Row, Table, TableColumn

BASSIN_RENNAIS, OUEST_35, FORET_PAIMPONT = (
    "eau-bassin-rennais",
    "eau-ouest-35",
    "eau-foret-paimpont",
)
BODIES = {
    BASSIN_RENNAIS: "Eau du Bassin Rennais",
    OUEST_35: "Eau potable de l'Ouest 35",
    FORET_PAIMPONT: "Eau de la forêt de Paimpont",
}
"""By slug, as titles of their data call them."""
SIRENS = {BASSIN_RENNAIS: "253502629", OUEST_35: "253502611", FORET_PAIMPONT: "200080562"}
YEARS = (2023, 2024, 2025)
REGISTER = "interco-service-eau"
SINCE = date(2019, 1, 1)


@dataclass(frozen=True, slots=True)
class Service:
    """`yield_pct` is that of 2025; `serves` the share in per cent by commune; `buys` by seller."""

    id: str
    owner: str
    name: str
    missions: str
    mode: str
    operator: str | None
    ends: date | None
    yield_pct: float
    km: float
    subscribers: float
    m3: float
    other: float
    produced: float
    buys: dict[str, float]
    serves: dict[str, int]

    @property
    def distributes(self) -> bool:
        return bool(self.serves)

    def inhabitants(self, year: int) -> dict[str, float]:
        """By commune, growing by 0.8 % a year."""
        cog = load_cog()
        labels = {code: cog.label(code, FIGURES_DAY) for code in self.serves}
        return {
            code: (label.population or 0) * self.serves[code] / 100 * 1.008 ** (year - 2023)
            for code, label in labels.items()
            if label is not None
        }


@cache
def services() -> tuple[Service, ...]:
    with (DEMO / "water_services.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_service(row) for row in csv.DictReader(file))


def registers() -> tuple[Table, ...]:
    """`services_eau` of each body: a row a service and commune, as the standard has them."""
    return tuple(_register(owner) for owner in BODIES)


def _register(owner: str) -> Table:
    rows: list[Row] = [
        (
            f"{service.id}/{commune or '-'}",
            service.id,
            service.name,
            None,
            SIRENS[owner],
            service.mode,
            service.operator,
            service.missions,
            service.ends,
            commune,
            None if share is None else Decimal(share),
            SINCE,
            None,
        )
        for service in services()
        if service.owner == owner
        for commune, share in (tuple(service.serves.items()) or ((None, None),))
    ]
    columns = (TableColumn("perimetre_id", STRING), *columns_of(REGISTER))
    title = f"Services d'eau et communes desservies, {BODIES[owner]} {LABEL}"
    return Table(owner, "services_eau", title, columns, ("perimetre_id",), tuple(rows))


def _service(row: dict[str, str]) -> Service:
    pairs = {
        name: [pair.split(":") for pair in row[name].split()] for name in ("achete_a", "communes")
    }
    return Service(
        id=row["service_id"],
        owner=row["owner"],
        name=row["nom"],
        missions=row["missions"],
        mode=row["mode_gestion"],
        operator=row["operateur"] or None,
        ends=date.fromisoformat(row["fin_contrat"]) if row["fin_contrat"] else None,
        yield_pct=float(row["rendement"]),
        km=float(row["km"]),
        subscribers=float(row["abonnes_par_habitant"]),
        m3=float(row["m3_par_habitant"]),
        other=float(row["part_non_domestique"]),
        produced=float(row["part_produite"]),
        buys={seller: float(share) / 100 for seller, share in pairs["achete_a"]},
        serves={code: int(share) for code, share in pairs["communes"]},
    )

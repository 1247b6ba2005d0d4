"""`energie_batiments`: what the town's buildings used each month, at Mesnil-Roc'h."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from demo.generate.chance import chance
from demo.generate.table import (
    BOOLEAN,
    DATE,
    FLOAT,
    LABEL,
    STRING,
    TIMESTAMP_TZ,
    Row,
    Table,
    TableColumn,
    decimal,
)

COLUMNS = (
    TableColumn("id_releve", STRING),
    TableColumn("batiment", STRING),
    TableColumn("usage", STRING),
    TableColumn("code_commune", STRING),
    TableColumn("mois", DATE),
    TableColumn("energie", STRING),
    TableColumn("consommation_kwh", FLOAT),
    TableColumn("cout_eur", decimal(10, 2)),
    TableColumn("temperature_moyenne_c", FLOAT),
    TableColumn("estime", BOOLEAN),
    TableColumn("releve_le", TIMESTAMP_TZ),
)
_PARIS = ZoneInfo("Europe/Paris")
_TEMPERATURES = (5.6, 6.1, 8.4, 10.6, 13.9, 16.8, 18.9, 18.8, 16.3, 12.9, 8.9, 6.2)
_COMFORT_C = 18.0
_PRICES = {"ELECTRICITE": 0.21, "GAZ": 0.095, "BOIS": 0.065, "FIOUL": 0.12}


@dataclass(frozen=True, slots=True)
class _Building:
    """`heating_kwh` for each degree under comfort and month; `base_kwh` of electricity a month.

    The commune's code is that of the delegated commune where the building stands.
    """

    name: str
    usage: str
    commune: str
    heating: str
    heating_kwh: float
    base_kwh: float


_BUILDINGS = (
    _Building("Mairie", "MAIRIE", "35308", "GAZ", 420.0, 1_900.0),
    _Building("École des Granits", "ECOLE", "35308", "GAZ", 1_150.0, 3_400.0),
    _Building("Salle polyvalente", "SALLE", "35308", "GAZ", 760.0, 2_300.0),
    _Building("Médiathèque", "CULTURE", "35308", "ELECTRICITE", 240.0, 1_500.0),
    _Building("Ateliers municipaux", "ATELIER", "35308", "FIOUL", 330.0, 1_100.0),
    _Building("Vestiaires du stade", "SPORT", "35308", "ELECTRICITE", 150.0, 900.0),
    _Building("Mairie déléguée de Lanhélin", "MAIRIE", "35147", "BOIS", 210.0, 700.0),
    _Building("École de Lanhélin", "ECOLE", "35147", "BOIS", 640.0, 1_700.0),
    _Building("Salle de Lanhélin", "SALLE", "35147", "ELECTRICITE", 280.0, 1_000.0),
    _Building("Mairie déléguée de Tressé", "MAIRIE", "35344", "ELECTRICITE", 120.0, 400.0),
    _Building("Salle de Tressé", "SALLE", "35344", "FIOUL", 250.0, 600.0),
)


def energie_batiments(seed: int) -> Table:
    """A row per building, energy and month: about 700."""
    random = chance(seed, "energie")
    rows: list[Row] = []
    for year in (2023, 2024, 2025):
        for month in range(1, 13):
            warmth = round(_TEMPERATURES[month - 1] + random.gauss(0.0, 1.1), 1)
            for number, building in enumerate(_BUILDINGS, 1):
                rows += _readings(building, number, date(year, month, 1), warmth, random)
    title = f"Énergie des bâtiments communaux, Mesnil-Roc'h {LABEL}"
    return Table("mesnil-roc-h", "energie_batiments", title, COLUMNS, ("id_releve",), tuple(rows))


def _readings(
    building: _Building, number: int, month: date, warmth: float, random: Random
) -> list[Row]:
    heating = building.heating_kwh * max(_COMFORT_C - warmth, 0.0)
    by_energy = {"ELECTRICITE": building.base_kwh}
    by_energy[building.heating] = by_energy.get(building.heating, 0.0) + heating
    rows: list[Row] = []
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    for energy, usual in by_energy.items():
        used = round(usual * random.lognormvariate(0.0, 0.06), 1)
        price = _PRICES[energy] * (1.04 ** (month.year - 2023))
        read_at = datetime(
            following.year,
            following.month,
            random.randint(1, 5),
            random.randint(8, 17),
            random.randrange(60),
            tzinfo=_PARIS,
        )
        rows.append(
            (
                f"MRH-{month:%Y%m}-{number:02d}-{energy[:3]}",
                building.name,
                building.usage,
                building.commune,
                month,
                energy,
                used,
                Decimal(round(used * price * 100)).scaleb(-2),
                warmth if random.random() > 0.03 else None,
                random.random() < 0.05,
                read_at,
            )
        )
    return rows

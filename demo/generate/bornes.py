"""`bornes_recharge`: charging points of SDE35, open to all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from demo.generate.chance import chance
from demo.generate.ground import ELECTRICITY, SDE35, communes_of
from demo.generate.table import (
    BOOLEAN,
    DATE,
    INTEGER,
    LABEL,
    STRING,
    TIMESTAMP,
    Row,
    Table,
    TableColumn,
    decimal,
)

COLUMNS = (
    TableColumn("id_pdc", STRING),
    TableColumn("nom_station", STRING),
    TableColumn("code_commune", STRING),
    TableColumn("puissance_kw", decimal(6, 2)),
    TableColumn("nb_prises", INTEGER),
    TableColumn("date_mise_en_service", DATE),
    TableColumn("tarif_eur_kwh", decimal(5, 3)),
    TableColumn("acces_libre", BOOLEAN),
    TableColumn("maj_le", TIMESTAMP),
)
_PLACES = ("Mairie", "Place de l'Église", "Salle des fêtes", "Gare", "Stade", "Parking du Centre")
_POWERS = ((Decimal("22.00"), Decimal("0.250")), (Decimal("50.00"), Decimal("0.400")))
_FAST = (Decimal("100.00"), Decimal("0.480"))
_INHABITANTS_PER_STATION = 6_000
_LEAST_INHABITANTS = 1_500
_MOST_STATIONS = 12
_FIRST_STATION, _SECOND_STATION_DAYS = date(2016, 3, 1), 3_500


def bornes_recharge(seed: int) -> Table:
    """Two charging points a station, about 400 rows."""
    random = chance(seed, "bornes")
    rows: list[Row] = []
    for commune in communes_of(SDE35, ELECTRICITY):
        if commune.population < _LEAST_INHABITANTS:
            continue
        stations = 1 + min(commune.population // _INHABITANTS_PER_STATION, _MOST_STATIONS - 1)
        for station in range(1, stations + 1):
            power, price = random.choices((*_POWERS, _FAST), (85, 11, 4))[0]
            opened = _FIRST_STATION + timedelta(days=random.randrange(_SECOND_STATION_DAYS))
            changed = datetime(2025, 12, random.randint(1, 31), random.randrange(24), 30)  # noqa: DTZ001
            name = f"{commune.nom} - {_PLACES[(station - 1) % len(_PLACES)]}"
            rows += [
                (
                    f"FRS35E{commune.code}{station:02d}{point}",
                    name,
                    commune.code,
                    power,
                    1 if power > _POWERS[0][0] else 2,
                    opened,
                    price,
                    random.random() < 0.9,
                    changed,
                )
                for point in (1, 2)
            ]
    title = f"Bornes de recharge pour véhicules électriques, SDE35 {LABEL}"
    return Table("sde35", "bornes_recharge", title, COLUMNS, ("id_pdc",), tuple(rows))

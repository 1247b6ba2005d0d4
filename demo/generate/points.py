"""`points_apport`: drop-off containers of Bretagne Romantique."""

from __future__ import annotations

from datetime import date, timedelta

from demo.generate.chance import chance
from demo.generate.ground import BRETAGNE_ROMANTIQUE, WASTE, centres, communes_of
from demo.generate.table import (
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    LABEL,
    STRING,
    Row,
    Table,
    TableColumn,
)

COLUMNS = (
    TableColumn("id_point", STRING),
    TableColumn("code_commune", STRING),
    TableColumn("flux", STRING),
    TableColumn("volume_l", INTEGER),
    TableColumn("longitude", FLOAT),
    TableColumn("latitude", FLOAT),
    TableColumn("enterre", BOOLEAN),
    TableColumn("date_pose", DATE),
)
_VOLUMES_L = {
    "VERRE": (2_000, 3_000, 4_000),
    "EMBALLAGES_PAPIERS": (3_000, 4_000, 5_000),
    "BIODECHETS": (240, 400),
}
_INHABITANTS_PER_PLACE = 450
_FIRST_LAID, _LAID_DAYS = date(2012, 1, 2), 4_800


def points_apport(seed: int) -> Table:
    """Places of two or three containers, a few hundred metres from the middle of each commune."""
    random = chance(seed, "points")
    points = centres()
    rows: list[Row] = []
    for commune in communes_of(BRETAGNE_ROMANTIQUE, WASTE):
        for _ in range(1 + commune.population // _INHABITANTS_PER_PLACE):
            longitude = round(points[commune.code].longitude + random.gauss(0.0, 0.004), 5)
            latitude = round(points[commune.code].latitude + random.gauss(0.0, 0.003), 5)
            laid = _FIRST_LAID + timedelta(days=random.randrange(_LAID_DAYS))
            buried = random.random() < 0.2
            for flux in ("VERRE", "EMBALLAGES_PAPIERS", "BIODECHETS"):
                if flux == "BIODECHETS" and (laid.year < 2023 and random.random() < 0.7):
                    continue
                rows.append(
                    (
                        f"PAV-{len(rows) + 1:04d}",
                        commune.code,
                        flux,
                        random.choice(_VOLUMES_L[flux]),
                        longitude,
                        latitude,
                        buried,
                        date(2023, 11, 6) if flux == "BIODECHETS" and laid.year < 2023 else laid,
                    )
                )
    title = f"Points d'apport volontaire, Bretagne Romantique {LABEL}"
    return Table("bretagne-romantique", "points_apport", title, COLUMNS, ("id_point",), tuple(rows))

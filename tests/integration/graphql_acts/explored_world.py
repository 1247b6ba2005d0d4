"""Five tables of a town, drawn at random and written to its SQLite: energy, water, visits, costs of
waste and deposits; and the same rows as plain Python reads them back.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from random import Random

from catalog.model.dataset import (
    Classification,
    Column,
    ColumnType,
    Dataset,
    Listing,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name
from tests.integration.standard_bodies import write

OWNER, STORAGE = "mesnil-roc-h", "mesnil_roc_h__patrimoine"
COMMUNES = ("35308", "35337", "35085", "35265")
FLOWS = ("OMR", "VERRE", "GRAVATS")
_SIZES = {"decimal": (12, 3)}
TABLES = {
    "chauffage": {
        "batiment": "string",
        "kwh": ("decimal", {"unit": "kWh"}),
        "surface_m2": ("decimal", {"unit": "m2"}),
    },
    "abonnements": {
        "abonne": ("string", {"classification": Classification.PERSONAL}),
        "litres": ("decimal", {"unit": "l"}),
        "releveur": ("string", {"classification": Classification.PERSONAL}),
        "taux_fuite": ("decimal", {"unit": "%"}),
    },
    "frequentation": {"lieu": "string", "visites": ("integer", {"unit": "visites"})},
    "couts_dechets": {
        "flux": ("string", {"code_list": FLOWS}),
        "cout": ("decimal", {"unit": "EUR"}),
        "tonnes": ("decimal", {"unit": "t"}),
    },
    "depots": {"en_retard": "boolean", "agent": "string"},
}
"""The columns of each, beside its key, its day and its commune."""


def make_rows(random: Random) -> dict[str, list[tuple]]:
    rows = {name: [] for name in TABLES}
    surfaces = {f"École {letter}": random.randint(300, 2000) for letter in "ABCDE"}
    for index in range(300):
        day = date(2024, 1, 1) + timedelta(random.randrange(730))
        commune = random.choice(COMMUNES)
        building = random.choice(list(surfaces))
        heat = random.randint(100, 9000) / 10
        rows["chauffage"].append((index, day, commune, building, heat, surfaces[building]))
        # Few rows of the last commune, so that a month of it is nobody's to see.
        litres = random.choice([None, random.randint(100, 90000) / 10])
        where = COMMUNES[3] if index % 60 == 0 else random.choice(COMMUNES[:3])
        rows["abonnements"].append(
            (index, day, where, f"A{random.randrange(60)}", litres, f"R{index % 3}", index % 90)
        )
        rows["frequentation"].append((index, day, commune, "Médiathèque", random.randint(0, 40)))
        flow = random.choice(FLOWS)
        cost, tonnes = random.randint(1000, 90000) / 100, random.randint(1, 400) / 10
        # Rubble is paid for in one row and weighed in another.
        sides = (
            (cost, tonnes) if flow != "GRAVATS" else random.choice([(cost, None), (None, tonnes)])
        )
        rows["couts_dechets"].append((index, day, commune, flow, *sides))
        rows["depots"].append((index, day, commune, random.random() < 0.3, f"D{index % 4}"))
    return rows


async def add_tables(town) -> None:
    """Registers the tables as data of the town that its members may know of."""
    rows = make_rows(Random(37))
    path = town.state.data / OWNER / "patrimoine.sqlite"
    snapshot = await town.services.acts.catalog.current()
    owner = snapshot.organisation_of_slug(OWNER)
    with closing(sqlite3.connect(path)) as file, file:
        for name, columns in TABLES.items():
            names = ["id", "jour", "commune", *columns]
            file.execute(f"CREATE TABLE {name} ({', '.join(names)})")
            places = ", ".join("?" * len(names))
            lines = [
                tuple(cell.isoformat() if isinstance(cell, date) else cell for cell in row)
                for row in rows[name]
            ]
            file.executemany(f"INSERT INTO {name} VALUES ({places})", lines)
    await write(town, *[_dataset(owner, name, columns) for name, columns in TABLES.items()])


def rows_of(town, name):
    """As they lie in the file: (day, commune, the cells of its own columns)."""
    with closing(sqlite3.connect(town.state.data / OWNER / "patrimoine.sqlite")) as file:
        for _key, day, commune, *cells in file.execute(f"SELECT * FROM {name}"):
            yield date.fromisoformat(day), commune, *cells


def _dataset(owner, name, columns):
    return Dataset(
        id=f"mesnil_roc_h__{name}",
        owner=owner.siren,
        storage_id=STORAGE,
        name=Name(name),
        title_fr=name,
        title_en=name,
        physical=PhysicalObject(ObjectKind.TABLE, name),
        columns=(
            _column("id", "integer"),
            _column("jour", "date"),
            _column("commune", ("string", {"concept": "commune"})),
            *[_column(column, kind) for column, kind in columns.items()],
        ),
        primary_key=("c_id",),
        territory=TerritoryBinding("c_commune", date_column="c_jour"),
        listing=Listing.ORGANISATIONS,
    )


def _column(name, kind):
    scalar, more = kind if isinstance(kind, tuple) else (kind, {})
    sizes = _SIZES.get(scalar, ())
    column_type = ColumnType(ScalarType(scalar), *sizes)
    return Column(f"c_{name}", Name(name), column_type, name, name, name, **more)

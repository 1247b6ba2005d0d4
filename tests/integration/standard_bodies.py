"""Five bodies with weighings: other columns, other units, other codes, other rights.

Beside the demo's own two, whose rows are of 2023 to 2025, three more of 2022, so that no commune
and month is twice. The SMICTOM reads, for its yearly report.
"""

import csv
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from catalog.changes import ActRecord, Changes
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    Listing,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name
from catalog.model.row_condition import InListedTerritory
from catalog.model.terms import Terms
from catalog.model.transform import Transform
from tests.integration.weighings_of_members import without_weighings_of_members

STANDARD = "interco-collecte-dechets"
READER = "valcobreizh"
ROMANTIQUE, MESNIL, EAU = "bretagne-romantique", "mesnil-roc-h", "eau-bassin-rennais"
GIVEN = ("35085", "35265")
"""Of Bretagne Romantique the SMICTOM reads two communes; the third is hidden."""
HIDDEN = "35056"


@dataclass(frozen=True)
class Weighing:
    """As the body itself writes it: `mass` in its own unit, `code` from its own list."""

    number: str
    day: date
    commune: str
    code: str
    mass: Decimal


def weighings(communes, codes, *, in_tonnes) -> Iterator[Weighing]:
    for index in range(120):
        kg = Decimal(1000 + 37 * index)
        yield Weighing(
            f"B{index:04d}",
            date(2022, 1 + index % 12, 1 + index % 27),
            communes[index % len(communes)],
            codes[index % len(codes)],
            kg / 1000 if in_tonnes else kg,
        )


OF_ROMANTIQUE = tuple(weighings((*GIVEN, HIDDEN), ("OM", "CS", "VERRE", "AUTRE"), in_tonnes=True))
OF_MESNIL = tuple(weighings(("35308",), ("OMR", "VERRE"), in_tonnes=False))
OF_EAU = tuple(weighings(("35238",), ("OMR",), in_tonnes=False))
CODES = {"OM": "OMR", "CS": "EMBALLAGES_PAPIERS"}


def _column(name, scalar="string", **rest):
    sizes = (10, 3) if scalar == "decimal" else ()
    return Column(
        f"c_{name}", Name(name), ColumnType(ScalarType(scalar), *sizes), name, name, name, **rest
    )


def _dataset(owner, storage, physical, names, mass, codes=(), **rest):
    number, day, commune, flux, weight = names
    return Dataset(
        id=f"{owner.slug.replace('-', '_')}__pesees",
        owner=owner.siren,
        storage_id=storage,
        name=Name("pesees"),
        title_fr="Pesées",
        title_en="Weighings",
        physical=physical,
        columns=(
            _column(number),
            _column(day, "date", concept="date_collecte"),
            _column(commune, concept="commune"),
            _column(flux, concept="flux_dechets", code_list=codes),
            _column(weight, "decimal", concept="masse_collectee", unit=mass),
        ),
        primary_key=(f"c_{number}",),
        territory=TerritoryBinding(f"c_{commune}", date_column=f"c_{day}"),
        standard=STANDARD,
        **rest,
    )


async def add_bodies(town, *, listing=Listing.ORGANISATIONS):
    """Bretagne Romantique gives two communes under an agreement; Mesnil-Roc'h can be known and not
    read; the third is known to its owner alone.
    """
    await without_weighings_of_members(town.services.acts.catalog)
    snapshot = await town.services.acts.catalog.current()
    data = town.state.data
    owners = {slug: snapshot.organisation_of_slug(slug) for slug in (ROMANTIQUE, MESNIL, EAU)}
    _write_csv(data / ROMANTIQUE / "pesees.csv", OF_ROMANTIQUE)
    _write_csv(data / EAU / "pesees.csv", OF_EAU)
    _write_sqlite(data / MESNIL / "patrimoine.sqlite", OF_MESNIL)
    file = PhysicalObject(ObjectKind.CSV, "pesees.csv", csv=CsvFormat(columns=_HEADER))
    romantique = _dataset(
        owners[ROMANTIQUE],
        "bretagne_romantique__fichiers",
        file,
        _HEADER,
        "t",
        ("OM", "CS", "VERRE", "AUTRE"),
        listing=listing,
    )
    mesnil = _dataset(
        owners[MESNIL],
        "mesnil_roc_h__patrimoine",
        PhysicalObject(ObjectKind.TABLE, "pesees"),
        _HEADER,
        "kg",
        listing=Listing.ORGANISATIONS,
    )
    eau = _dataset(
        owners[EAU], "eau_bassin_rennais__releves", file, _HEADER, "kg", listing=Listing.PARTIES
    )
    reader = snapshot.organisation_of_slug(READER)
    given = lending(
        romantique, reader.siren, InListedTerritory("c_insee", GIVEN, date(2022, 1, 1), "c_jour")
    )
    await write(town, romantique, mesnil, eau, given)
    return given


def lending(dataset, grantee, rows, *, terms=None, **columns):
    """An active agreement over all columns, the number of the weighing hashed."""
    shown = (
        {each.name: Transform.CLEAR for each in dataset.columns}
        | {"bon": Transform.KEYED_HASH}
        | columns
    )
    return Agreement(
        id="conv-2026-0777",
        version=1,
        grantor=dataset.owner,
        grantee=grantee,
        dataset_id=dataset.id,
        title="essai",
        columns=tuple(
            GrantedColumn(each.id, each.name, int(each.classification), shown[each.name])
            for each in dataset.columns
            if shown[each.name] is not None
        ),
        rows=rows,
        output=Output.DETAIL,
        purposes=frozenset({"rpqs_dechets"}),
        legal_basis="essai",
        start=date(2026, 1, 1),
        end=date(2028, 12, 31),
        state=AgreementState.ACTIVE,
        sha256="",
        terms=terms or Terms(),
    )


async def write(town, *changed, removed=()):
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    record = ActRecord(now, None, "test", None, "test", {})
    await catalog.write(snapshot.version, Changes(tuple(changed), tuple(removed)), record)


async def open_to_all(town, slug):
    """The body's dataset, read by everybody."""
    snapshot = await town.services.acts.catalog.current()
    dataset = snapshot.datasets[f"{slug.replace('-', '_')}__pesees"]
    columns = tuple(replace(each, classification=Classification.OPEN) for each in dataset.columns)
    opened = replace(dataset, columns=columns, access_level=AccessLevel.OPEN)
    await write(town, replace(opened, listing=Listing.PUBLIC))


_HEADER = ("bon", "jour", "insee", "matiere", "poids")


def _write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for row in rows:
            writer.writerow([row.number, row.day.isoformat(), row.commune, row.code, row.mass])


def _write_sqlite(path, rows):
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE pesees (bon TEXT, jour TEXT, insee TEXT, matiere TEXT, poids REAL)"
        )
        database.executemany(
            "INSERT INTO pesees VALUES (?, ?, ?, ?, ?)",
            [(r.number, r.day.isoformat(), r.commune, r.code, float(r.mass)) for r in rows],
        )
    database.close()

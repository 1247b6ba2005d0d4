"""The demo's weighings, costs and memberships from its raw files, by csv, sqlite3 and pyarrow."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

from tests.worlds.official_map import DATA, official_map
from tests.worlds.waste_rows import Row, WasteRows, stream_of

Columns = tuple[str, str, str, str, str]
"""Of the number, the day, the commune, the stream and the mass."""
_STANDARD: Columns = ("id_pesee", "date_collecte", "code_commune", "flux", "tonnage_kg")
_BODIES: dict[str, tuple[str, Columns, str, int]] = {
    # body: files, columns, how a day is written, kilograms of one of its unit
    "valcobreizh": ("collecte.sqlite:collectes", _STANDARD, "%Y-%m-%d", 1),
    "val-d-ille-aubigne": ("collectes/*.csv", _STANDARD, "%d/%m/%Y", 1),
    "couesnon-marches-de-bretagne": (
        "levees/levees.parquet",
        ("numero", "date_levee", "code_insee", "flux", "poids_net_kg"), "", 1,
    ),
    "liffre-cormier-communaute": (
        "tonnages/tonnages.csv", ("bon", "date_bon", "commune_insee", "produit", "kilos"),
        "%d/%m/%Y", 1,
    ),
    "saint-meen-montauban": (
        "logiciel.sqlite:bennes", ("id_benne", "date_vidage", "insee", "matiere", "tonnes"),
        "%Y-%m-%d", 1000,
    ),
    "bretagne-romantique": (
        "services/tonnages_mensuels.parquet",
        ("cle", "mois_enlevement", "insee", "type_dechet", "total_enleve"), "", 1000,
    ),
}  # fmt: skip
BODIES = tuple(_BODIES)


def demo_rows(data: Path, owner: str, siren: str, only: str | None = None) -> WasteRows:
    """`owner`: whose files; `siren`: for which body; `only` its own commune, where it is given no
    other rows.
    """
    weighings = list(_weighings(data, owner))
    if only is not None:
        weighings = [row for row in weighings if _now(row) == only]
    years = {row.day.year for row in weighings}
    territory = {year: _communes(siren, date(year, 12, 31)) for year in years}
    is_its_own = only is None and owner == "valcobreizh"
    return WasteRows(weighings, None, _costs(data) if is_its_own else {}, None, {}, territory)


def _now(row: Row) -> str | None:
    return official_map().follow(row.commune, row.day, date(row.day.year, 12, 31))


def _weighings(data: Path, owner: str) -> Iterator[Row]:
    """A weighing that is there twice, word for word, counts once; without a cell, it does not."""
    files, columns, written, factor = _BODIES[owner]
    seen = set()
    for cells in _cells(data / owner, files):
        number, day, commune, stream, mass = (cells[name] for name in columns)
        key = (number, day, commune, stream, mass)
        if key not in seen and all(each not in {None, ""} for each in key[1:]):
            seen.add(key)
            when = day if isinstance(day, date) else datetime.strptime(day, written).date()  # noqa: DTZ007
            kg = Decimal(str(mass).replace(",", ".")) * factor
            yield Row(str(commune), when, stream_of(str(stream)), kg)


def _cells(folder: Path, files: str) -> Iterable[Mapping[str, object]]:
    name, _, table = files.partition(":")
    if table:
        with sqlite3.connect(folder / name) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        return [dict(row) for row in rows]
    if name.endswith(".parquet"):
        rows: list[dict[str, object]] = pq.read_table(folder / name).to_pylist()
        return rows
    return [
        cells for path in sorted(folder.glob(name))
        for cells in csv.DictReader(_text(path).splitlines(), delimiter=";")
    ]  # fmt: skip


def _text(path: Path) -> str:
    """UTF-8, or what a French spreadsheet saves."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return path.read_text("cp1252")


def _costs(data: Path) -> dict[tuple[int, str], Decimal]:
    costs: dict[tuple[int, str], Decimal] = {}
    for cells in pq.read_table(data / "valcobreizh/services/matrice_couts.parquet").to_pylist():
        key = cells["annee"], stream_of(cells["flux"])
        sign = -1 if cells["sens"] == "Produits" else 1
        costs[key] = costs.get(key, Decimal(0)) + sign * cells["montant_ht"]
    return costs


def _communes(siren: str, at: date) -> set[str]:
    """What the body covers that day, from the memberships as the file writes them."""
    own = _communes_of_sirens().get(siren)
    if own is not None:
        return official_map().communes_of(official_map().land(own, at), at)
    found: set[str] = set()
    path = Path(__file__).resolve().parents[2] / "demo" / "memberships.csv"
    for cells in csv.DictReader(path.read_text("utf-8").splitlines()):
        started = cells["start"] <= at.isoformat()
        is_over = cells["end"] and cells["end"] <= at.isoformat()
        if cells["of_siren"] == siren and started and not is_over:
            covered = _communes(cells["member_siren"], at)
            listed = set(cells["communes"].split(";")) - {""}
            found |= covered & listed if listed else covered
    return found


@cache
def _communes_of_sirens() -> dict[str, str]:
    """The commune of each legal person, as the last vintage has it."""
    found = {}
    for line in (DATA / "figures.tsv").read_text("utf-8").splitlines():
        code, *_, runs = line.split("\t")
        for run in runs.split(";"):
            siren = run.rpartition(":")[2]
            if siren:
                found[siren] = code
    return found

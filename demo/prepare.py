"""The demo's rows and declarations, made once, for a gateway that reads files and SQLite."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from catalog.model.dataset import TextFormat
from demo.declare import EMBEDDED, write_declarations
from demo.generate.anomalies import Anomaly
from demo.generate.ground import DEMO
from demo.generate.table import Table
from demo.generate.world import SEED, World, make_world
from demo.write.files import csv_bytes, parquet_bytes, read_me
from demo.write.sqlite import write_sqlite
from demo.write.text import FRENCH, PLAIN, by_year

_COG_DATA = DEMO.parent / "catalog" / "cog" / "data"
_POINTS = TextFormat(true=FRENCH.true, false=FRENCH.false)


@dataclass(frozen=True, slots=True)
class Prepared:
    """`declarations`: a folder for `read_declaration(…, allow_approved=True)`. `secrets`: the
    folder of the sources' passwords, an approved root of `file:` references; None when none is
    needed. `ledger`: the planted anomalies, as JSON.
    """

    declarations: Path
    ledger: Path
    secrets: Path | None = None


def prepare_embedded(folder: Path, seed: int = SEED, scale: int = 1) -> Prepared:
    """Files and SQLite under `folder`, which must be the operator's first approved folder:

    the declarations name their storages relative to it. Does nothing when the same rows are there.
    """
    folder = folder.resolve()
    prepared = Prepared(folder / "declarations", folder / "anomalies_plantees.json")
    with alone_in(folder):
        marker = folder / "prepared.json"
        made = _what_is_made(seed, scale)
        if marker.exists() and marker.read_text("utf-8") == made:
            return prepared
        marker.unlink(missing_ok=True)
        world = make_world(seed, scale)
        _write_embedded(folder, world, seed)
        write_ledger(prepared.ledger, world.anomalies)
        write_declarations(prepared.declarations, EMBEDDED, {})
        marker.write_text(made, "utf-8")
    return prepared


def _write_embedded(folder: Path, world: World, seed: int) -> None:
    for slug, table in world.tables.items():
        place = folder / slug
        place.mkdir(parents=True, exist_ok=True)
        (place / "LISEZMOI.md").write_text(read_me(table, seed), "utf-8")
        match slug:
            case "valcobreizh":
                write_sqlite(place / "collecte.sqlite", table)
                (place / "depot").mkdir(exist_ok=True)
            case "mesnil-roc-h":
                write_sqlite(place / "patrimoine.sqlite", table)
            case _:
                _write_files(place, files_of(slug, table))
    for slug, tables in world.for_services.items():
        place = folder / slug
        place.mkdir(parents=True, exist_ok=True)
        if slug not in world.tables:
            (place / "LISEZMOI.md").write_text(read_me(tables[0], seed), "utf-8")
        _write_files(place, files_for_services(tables))
    for slug, table in world.of_members.items():
        place = folder / slug
        place.mkdir(parents=True, exist_ok=True)
        if slug not in world.tables:
            (place / "LISEZMOI.md").write_text(read_me(table, seed), "utf-8")
        if slug == "saint-meen-montauban":
            write_sqlite(place / "logiciel.sqlite", table)
        else:
            _write_files(place, files_of_member(slug, table))


def files_for_services(tables: Iterable[Table]) -> Mapping[str, bytes]:
    """The same of what services are tried on: one Parquet file each, in a folder of their own."""
    return {f"services/{table.name}.parquet": parquet_bytes(table) for table in tables}


def files_of(slug: str, table: Table) -> Mapping[str, bytes]:
    """Path under the owner's folder or prefix, and content."""
    match slug:
        case "val-d-ille-aubigne":
            return {
                f"{table.name}/{year}.csv": csv_bytes(part, ";", FRENCH)
                for year, part in by_year(table)
            }
        case "valcobreizh":
            return {
                f"{table.name}/{year}.parquet": parquet_bytes(part) for year, part in by_year(table)
            }
        case "sde35":
            return {f"{table.name}/{table.name}.parquet": parquet_bytes(table)}
        case "bretagne-romantique":
            return {f"{table.name}/{table.name}.csv": csv_bytes(table, ",", _POINTS)}
        case _:
            return {f"{table.name}/{table.name}.csv": csv_bytes(table, ",", PLAIN)}


def files_of_member(slug: str, table: Table) -> Mapping[str, bytes]:
    """As `files_of`, of what a member of the syndicat weighs itself."""
    match slug:
        case "couesnon-marches-de-bretagne":
            return {f"{table.name}/{table.name}.parquet": parquet_bytes(table)}
        case "liffre-cormier-communaute":
            return {f"{table.name}/{table.name}.csv": csv_bytes(table, ";", FRENCH)}
        case _:
            return {f"{table.name}/{table.name}.csv": csv_bytes(table, ",", PLAIN)}


def _write_files(place: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def write_ledger(path: Path, anomalies: tuple[Anomaly, ...]) -> None:
    text = json.dumps([asdict(each) for each in anomalies], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8")


def _what_is_made(seed: int, scale: int) -> str:
    """Seed, scale, and a digest of everything that the rows and declarations come from."""
    digest = hashlib.sha256()
    sources = [path for path in DEMO.rglob("*") if path.suffix in {".py", ".yaml", ".csv"}]
    for path in sorted((*sources, *_COG_DATA.glob("*.csv"))):
        digest.update(path.name.encode() + path.read_bytes())
    return json.dumps({"seed": seed, "scale": scale, "sources": digest.hexdigest()})


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One process at a time: `interco token` may start while `interco demo` prepares."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

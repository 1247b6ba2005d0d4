"""The demo's rows and declarations, made once for each kind of installation."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.model.dataset import TextFormat
from demo.declare import EMBEDDED, FULL, write_declarations
from demo.generate.anomalies import Anomaly
from demo.generate.ground import DEMO
from demo.generate.table import Table
from demo.generate.world import SEED, World, make_world
from demo.write.files import csv_bytes, parquet_bytes, read_me
from demo.write.sqlite import write_sqlite
from demo.write.text import FRENCH, PLAIN, by_year

if TYPE_CHECKING:
    from deploy.local import PostgresqlServer, S3Server

_COG_DATA = DEMO.parent / "catalog" / "cog" / "data"
_PREFIX = "interco"
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
    with _locked(folder):
        marker = folder / "prepared.json"
        made = _what_is_made(seed, scale)
        if marker.exists() and marker.read_text("utf-8") == made:
            return prepared
        marker.unlink(missing_ok=True)
        world = make_world(seed, scale)
        _write_embedded(folder, world, seed)
        _write_ledger(prepared.ledger, world.anomalies)
        write_declarations(prepared.declarations, EMBEDDED, {})
        marker.write_text(made, "utf-8")
    return prepared


def prepare_full(
    folder: Path,
    postgresql: PostgresqlServer,
    s3: S3Server,
    seed: int = SEED,
    scale: int = 1,
) -> Prepared:
    """The same rows in running servers, which are filled anew: they begin empty.

    PostgreSQL is read through accounts that may only read; the local S3 store has one account.
    """
    folder = folder.resolve()
    prepared = Prepared(
        folder / "declarations", folder / "anomalies_plantees.json", folder / "secrets"
    )
    assert prepared.secrets is not None
    values = {
        "postgresql_host": postgresql.host,
        "postgresql_port": str(postgresql.port),
        "s3_endpoint": s3.endpoint.partition("://")[2],
        "s3_region": s3.region,
        "s3_access_key": s3.access_key,
        "secrets": str(prepared.secrets),
    }
    with _locked(folder):
        world = make_world(seed, scale)
        _write_databases(prepared.secrets, world, postgresql)
        _write_buckets(prepared.secrets, world, s3, seed)
        _write_ledger(prepared.ledger, world.anomalies)
        write_declarations(prepared.declarations, FULL, values)
    return prepared


def _write_embedded(folder: Path, world: World, seed: int) -> None:
    for slug, table in world.tables.items():
        place = folder / slug
        place.mkdir(parents=True, exist_ok=True)
        (place / "LISEZMOI.md").write_text(read_me(table, seed), "utf-8")
        match slug:
            case "valcobreizh":
                write_sqlite(place / "collecte.sqlite", table)
            case "mesnil-roc-h":
                write_sqlite(place / "patrimoine.sqlite", table)
            case _:
                _write_files(place, _files(slug, table))


def _files(slug: str, table: Table) -> Mapping[str, bytes]:
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


def _write_files(place: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


_DATABASES = (
    ("val-d-ille-aubigne", "val_d_ille_aubigne", "dechets", "243500667"),
    ("mesnil-roc-h", "mesnil_roc_h", "patrimoine", "200085868"),
)
_BUCKETS = (
    ("valcobreizh", "200090884"),
    ("eau-bassin-rennais", "253502629"),
    ("sde35", "200050425"),
    ("bretagne-romantique", "243500733"),
)


def _write_databases(secrets: Path, world: World, postgresql: PostgresqlServer) -> None:
    from demo.write.postgresql import write_postgresql

    for slug, database, schema, siren in _DATABASES:
        password = write_postgresql(postgresql, database, schema, world.tables[slug])
        _write_secret(secrets / siren / "postgresql", password)


def _write_buckets(secrets: Path, world: World, s3: S3Server, seed: int) -> None:
    from demo.write.s3 import write_s3

    for slug, siren in _BUCKETS:
        table = world.tables[slug]
        objects = {f"{_PREFIX}/{name}": each for name, each in _files(slug, table).items()}
        objects["LISEZMOI.md"] = read_me(table, seed).encode()
        write_s3(s3, slug, objects)
        _write_secret(secrets / siren / "s3", s3.secret_key)


def _write_secret(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(secret, "utf-8")


def _write_ledger(path: Path, anomalies: tuple[Anomaly, ...]) -> None:
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
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time: `interco token` may start while `interco demo` prepares."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""The demo's rows and declarations in running servers: PostgreSQL and an S3 store."""

from __future__ import annotations

from pathlib import Path

from demo.declare import FULL, write_declarations
from demo.generate.world import SEED, World, make_world
from demo.prepare import (
    Prepared,
    alone_in,
    files_for_services,
    files_of,
    files_of_member,
    write_ledger,
)
from demo.write.files import read_me
from demo.write.postgresql import write_postgresql
from demo.write.s3 import write_s3
from deploy.local import PostgresqlServer, S3Server

_PREFIX = "interco"
_DATABASES = (
    ("val-d-ille-aubigne", "val_d_ille_aubigne", "dechets", "243500667"),
    ("mesnil-roc-h", "mesnil_roc_h", "patrimoine", "200085868"),
    ("saint-meen-montauban", "saint_meen_montauban", "dechets", "200038990"),
)
_BUCKETS = (
    ("valcobreizh", "200090884"),
    ("eau-bassin-rennais", "253502629"),
    ("sde35", "200050425"),
    ("bretagne-romantique", "243500733"),
    ("couesnon-marches-de-bretagne", "200070688"),
    ("liffre-cormier-communaute", "243500774"),
    ("eau-ouest-35", "253502611"),
    ("eau-foret-paimpont", "200080562"),
)


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
    with alone_in(folder):
        world = make_world(seed, scale)
        _write_databases(prepared.secrets, world, postgresql)
        _write_buckets(prepared.secrets, world, s3, seed)
        write_ledger(prepared.ledger, world.anomalies)
        write_declarations(prepared.declarations, FULL, values)
    return prepared


def _write_databases(secrets: Path, world: World, postgresql: PostgresqlServer) -> None:
    for slug, database, schema, siren in _DATABASES:
        table = world.tables.get(slug) or world.of_members[slug]
        password = write_postgresql(postgresql, database, schema, table)
        _write_secret(secrets / siren / "postgresql", password)


def _write_buckets(secrets: Path, world: World, s3: S3Server, seed: int) -> None:
    for slug, siren in _BUCKETS:
        first, weighed = world.tables.get(slug), world.of_members.get(slug)
        files = {} if first is None else dict(files_of(slug, first))
        files |= {} if weighed is None else files_of_member(slug, weighed)
        for_services = world.for_services.get(slug, ())
        files |= files_for_services(for_services)
        objects = {f"{_PREFIX}/{name}": each for name, each in files.items()}
        about = first or weighed or for_services[0]
        objects["LISEZMOI.md"] = read_me(about, seed).encode()
        write_s3(s3, slug, objects)
        _write_secret(secrets / siren / "s3", s3.secret_key)


def _write_secret(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(secret, "utf-8")

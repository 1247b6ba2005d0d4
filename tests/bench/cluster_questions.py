"""What clusters of Trino are asked: governed questions, and made-up rows in an S3 store."""

import io

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catalog.model.dataset import ObjectKind
from catalog.model.storage import S3Options, SecretReference, Storage, StorageKind
from demo.write.s3 import write_s3
from federation.limits import Limits
from federation.logical import WireType
from federation.plan import TRINO
from tests.contract import rows
from tests.contract.conftest import Bench
from tests.contract.questions import BY_FLUX, question
from tests.contract.world import VILLE, Place

_FILES, _OF_A_FILE = 8, 500_000
_MANY = 400_000
_SEED = 20_261_125
_LIMITS = Limits(max_rows=1_000_000, max_bytes=2_000_000_000, timeout_s=240)
_SMALL, _LARGE = "48 rows", "millions"

_ROWS = question(
    "SELECT m.id, m.code_commune, m.flux, m.libelle, m.quantite, m.poids, m.jour, m.actif "
    f"FROM ville.mesures AS m WHERE m.id <= {_MANY}",
    ("id", WireType.INT),
    ("code_commune", WireType.STRING),
    ("flux", WireType.STRING),
    ("libelle", WireType.STRING),
    ("quantite", WireType.INT),
    ("poids", WireType.DECIMAL),
    ("jour", WireType.DATE),
    ("actif", WireType.BOOLEAN),
)


def _grouped(dataset):
    """Its condition computes: rows of which some are hidden pass a limit first, through one node
    (decision 16); those of their owner do not.
    """
    return question(
        "SELECT m.code_commune, m.libelle, COUNT(*) AS n, SUM(m.poids) AS poids, "
        f"COUNT(DISTINCT m.quantite) AS quantites FROM ville.{dataset} AS m "
        "WHERE UPPER(m.libelle) <> 'ZONE' GROUP BY m.code_commune, m.libelle "
        "ORDER BY m.code_commune, m.libelle",
        ("code_commune", WireType.STRING),
        ("libelle", WireType.STRING),
        ("n", WireType.COUNT),
        ("poids", WireType.DECIMAL),
        ("quantites", WireType.COUNT),
    )


_MILLIONS = f"{_FILES * _OF_A_FILE / 1e6:g}M rows"
ASKED = {
    "48 rows by two agreements, grouped": (BY_FLUX, _SMALL),
    f"{_MILLIONS} of their owner, grouped": (_grouped("mesures"), _LARGE),
    f"{_MILLIONS} by agreement, grouped": (_grouped("territoire"), _LARGE),
    f"{_MANY:,} rows spooled, as Arrow": (_ROWS, _LARGE),
}


def plans_over(s3):
    """By question, as the contract's tests plan them for Parquet in S3."""
    places = {
        name: Place(name, TRINO, ObjectKind.PARQUET, _storage(s3, name))
        for name in (_SMALL, _LARGE)
    }
    bench = Bench(places, {})
    return {what: bench.plan(asked, place, _LIMITS) for what, (asked, place) in ASKED.items()}


def _storage(s3, name):
    bucket = _bucket(name)
    options = S3Options(s3.endpoint, s3.region, bucket, "synthetic/", s3.access_key, use_tls=False)
    secret = SecretReference("test", "s3")
    return Storage(f"s_{bucket.replace('-', '_')}", VILLE, StorageKind.S3, options, secret)


def _bucket(name):
    return f"bench-{'small' if name == _SMALL else 'large'}"


def load_rows(s3):
    """The contract's 48 rows in one bucket, millions that are drawn from them in the other."""
    for name, tables in ((_SMALL, (rows.measures(),)), (_LARGE, map(_made, range(_FILES)))):
        objects = {
            f"synthetic/mesures/{part}.parquet": _parquet(table)
            for part, table in enumerate(tables)
        }
        write_s3(s3, _bucket(name), objects)


def _parquet(table):
    """Labelled in the file too."""
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"synthetic": str(_SEED)}), sink)
    return sink.getvalue()


def _made(part):
    """One file of rows that nobody measured: the contract's, drawn at random from a seed, with ids,
    quantities and weights of their own.
    """
    drawn = pc.floor(pc.multiply(pc.random(_OF_A_FILE, initializer=_SEED + part), 48))
    table = rows.measures().take(drawn.cast(pa.int64()))
    first = part * _OF_A_FILE + 1
    share = pc.random(_OF_A_FILE, initializer=_SEED - 1 - part)
    own = {
        "id": pa.array(range(first, first + _OF_A_FILE), pa.int32()),
        "quantite": pc.floor(pc.multiply(share, 1000)).cast(pa.int32()),
        "poids": pc.round(pc.multiply(share, 90), 2).cast(pa.decimal128(10, 2), safe=False),
    }
    for name, column in own.items():
        table = table.set_column(table.schema.get_field_index(name), table.field(name), column)
    return table

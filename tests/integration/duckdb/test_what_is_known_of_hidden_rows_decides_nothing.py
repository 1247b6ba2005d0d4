"""What DuckDB knows of a table, it knows of hidden rows too: no failure may depend on it.

Covers federation.rewrites.fence, federation.engines.duckdb_engine.
"""

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.dataset import ObjectKind, PhysicalObject
from federation.logical import WireType
from federation.problems import SourceFailed
from tests.integration.storages.values import dataset, duckdb_plan, files_storage

# The reader's own rows, whose texts are no numbers, joined to those that are shown of another's.
JOINED = """SELECT s2.flux AS flux
  FROM (SELECT nombre FROM read_parquet('{folder}/leurs.parquet') WHERE montre) AS s1
  JOIN read_parquet('{folder}/siennes.parquet') AS s2 ON s1.nombre = s2.nombre
  WHERE CAST(s2.flux AS INTEGER) <> 0"""


async def outcome(engine, folder, hidden, own):
    """What is answered, or how it fails, where `hidden` are the numbers of the rows not shown."""
    folder.mkdir()
    theirs = {"nombre": [7_000, *hidden], "montre": [True] + [False] * len(hidden)}
    pq.write_table(pa.table(theirs), folder / "leurs.parquet")
    siennes = {"nombre": own, "flux": ["OMR"] * len(own)}
    pq.write_table(pa.table(siennes), folder / "siennes.parquet")
    read = dataset(PhysicalObject(ObjectKind.PARQUET, "leurs.parquet"))
    plan = duckdb_plan(
        JOINED.format(folder=folder), (("flux", WireType.STRING),), (files_storage(folder), read)
    )
    try:
        return (await engine.execute(plan, {})).to_pylist()
    except SourceFailed as problem:
        return problem.code


async def test_a_hidden_value_changes_no_failure(make_engine, tmp_path):
    engine = make_engine()
    near = await outcome(engine, tmp_path / "near", [5], [5])
    far = await outcome(engine, tmp_path / "far", [20_000], [5])
    assert near == far


async def test_how_many_rows_are_hidden_changes_no_failure(make_engine, tmp_path):
    engine, own = make_engine(), list(range(1_000))
    few = await outcome(engine, tmp_path / "few", list(range(10)), own)
    many = await outcome(engine, tmp_path / "many", list(range(5_000)), own)
    assert few == many

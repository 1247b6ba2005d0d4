"""Values are given to DuckDB without a look for what is not installed, and others find it absent.

Covers federation.engines.absent_pandas.
"""

import subprocess
import sys

_PROGRAM = """
import sys
from datetime import UTC, datetime
import duckdb, pyarrow as pa
from federation.engines.absent_pandas import remember_absent_pandas

remember_absent_pandas()
remember_absent_pandas()
looked_for = []

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        looked_for.append(name)

sys.meta_path.insert(0, Finder)
rows = duckdb.connect().execute("SELECT $a::TIMESTAMP AS a", {"a": "2026-01-02"}).to_arrow_table()
print(rows.to_pylist() == [{"a": datetime(2026, 1, 2)}], "pandas" in looked_for)
instant = datetime(2026, 1, 2, tzinfo=UTC)
print(pa.array([instant], pa.timestamp("us", "UTC")).to_pylist() == [instant])
try:
    import pandas
except ModuleNotFoundError:
    print("absent")
"""


def test_pandas_is_absent_and_nobody_looks_for_it_again():
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, text=True, check=True
    )
    assert done.stdout == "True False\nTrue\nabsent\n"

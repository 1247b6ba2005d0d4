"""Keeps DuckDB from looking for pandas that is not installed, four times at each value of a query.

The import system remembers what it found and not what it did not: all folders of the path are
looked at each time, which takes longer than a short query.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa

from catalog.absent_libraries import note_absent


def remember_absent_pandas() -> None:
    """For this process; nothing where pandas is installed."""
    # PyArrow looks once, for the first instant with a zone, and would take "absent" for a module.
    pa.scalar(datetime(2000, 1, 1, tzinfo=UTC), pa.timestamp("us", "UTC")).as_py()
    note_absent("pandas")

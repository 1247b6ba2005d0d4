"""A time of day is the same on every engine and in every storage; what is none is empty.

PostgreSQL holds 24:00, MariaDB spans of days, a CSV any text: the first row of each.

Covers federation.wire_values, federation.rewrites.typed_columns, federation.engine_choice.
"""

from __future__ import annotations

from datetime import time

import pytest

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import LiteralSource, Parameter, WireType
from federation.problems import NoEngine
from tests.contract.conftest import ONE_IN, PLACES, Bench
from tests.contract.questions import question

MISREAD = ("trino over postgresql", "trino over mariadb", "trino over parquet")
READ = [
    pytest.param(name, marks=pytest.mark.one_in(ONE_IN[name]))
    for name in PLACES
    if name not in MISREAD
]
BOUND = Parameter("seuil", ColumnType(ScalarType.TIME), LiteralSource("08:15"))
ALL = question("SELECT h.depart FROM ville.horaires AS h ORDER BY h.id", ("depart", WireType.TIME))
AFTER = question(
    "SELECT h.id FROM ville.horaires AS h WHERE h.depart > CAST(:seuil AS TIME)"
    " ORDER BY h.depart DESC, h.id",
    ("id", WireType.INT),
    parameters=(BOUND,),
)
GROUPED = question(
    "SELECT h.depart, COUNT(*) AS n FROM ville.horaires AS h GROUP BY h.depart HAVING COUNT(*) > 1",
    ("depart", WireType.TIME),
    ("n", WireType.COUNT),
)
ENDS = question(
    "SELECT MIN(h.depart) AS first, MAX(h.depart) AS last, COUNT(DISTINCT h.depart) AS n"
    " FROM ville.horaires AS h",
    ("first", WireType.TIME),
    ("last", WireType.TIME),
    ("n", WireType.COUNT),
)


@pytest.mark.parametrize("place", READ)
async def test_times_of_day_are_read_compared_grouped_and_ordered_alike(bench: Bench, place: str):
    read = (await bench.run(ALL, place)).column(0).to_pylist()
    assert read == [
        None,
        time(0, 0),
        time(8, 15),
        time(8, 15, 30),
        time(8, 15, 30, 250_000),
        time(12, 0),
        time(23, 59, 59, 999_999),
        time(8, 15),
    ]
    assert (await bench.run(AFTER, place)).column(0).to_pylist() == [7, 6, 5, 4]
    assert (await bench.run(GROUPED, place)).to_pylist() == [{"depart": time(8, 15), "n": 2}]
    ends = {"first": time(0, 0), "last": time(23, 59, 59, 999_999), "n": 6}
    assert (await bench.run(ENDS, place)).to_pylist() == [ends]


@pytest.mark.parametrize("place", MISREAD)
async def test_trino_alone_is_not_asked_for_times_that_it_would_misread(bench: Bench, place: str):
    with pytest.raises(NoEngine):
        await bench.run(ALL, place)

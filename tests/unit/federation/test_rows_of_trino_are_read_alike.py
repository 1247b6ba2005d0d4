"""Trino's JSON becomes the same columns by the quick way and by the careful one.

Covers federation.engines.trino_rows.
"""

import datetime as dt
import json
import math

import msgspec
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.engines.trino_rows import RowReader

_TEXT = st.text() | st.sampled_from(
    ["null", "", "],[", "a],[b", '"', "\\", "true", "NaN", "1,2", "\n", "é\u2028", " x ", "[[", "'"]
)
_DATES = st.dates(dt.date(1, 1, 1)).map(dt.date.isoformat)
_TIMES = st.datetimes().map(lambda time: time.isoformat(" ", timespec="microseconds"))
# As Trino writes them: infinities and NaN are text.
_FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    ["NaN", "Infinity", "-Infinity"]
)
CELLS = {
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "tinyint": st.integers(-128, 127),
    "boolean": st.booleans(),
    "double": _FLOATS,
    "real": st.floats(width=32, allow_nan=False, allow_infinity=False),
    "varchar": _TEXT,
    "varchar(7)": _TEXT,
    "char(3)": _TEXT,
    "decimal(10,2)": st.decimals(places=2, allow_nan=False, allow_infinity=False).map(str),
    "date": _DATES,
    "timestamp(6)": _TIMES,
    "timestamp(3) with time zone": _TIMES.map(lambda time: f"{time} UTC"),
    "json": _TEXT.map(json.dumps),
    "uuid": st.uuids().map(str),
}


@st.composite
def results(draw):
    types = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=5))
    row = st.tuples(*(st.none() | CELLS[kind] for kind in types)).map(list)
    return types, draw(st.lists(row, max_size=8))


def written(rows):
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def same(one, other):
    return one.type == other.type and all(
        a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b))
        for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True)
    )


# Making texts of all of Unicode is slow the first time, whatever is tested with them.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results())
def test_both_ways_give_the_same_columns(result):
    types, rows = result
    reader = RowReader(types)
    careful, quick = reader.read(written(rows)), reader.read(written(rows), len(rows))
    assert len(quick) == len(careful) == len(types)
    assert all(same(*columns) for columns in zip(quick, careful, strict=True))
    for column, cells in zip(careful, zip(*rows, strict=True), strict=bool(rows)):
        assert [each is None for each in column.to_pylist()] == [each is None for each in cells]


def test_each_type_has_its_column():
    columns = RowReader(
        [
            "bigint",
            "integer",
            "double",
            "boolean",
            "date",
            "timestamp(6)",
            "varchar",
            "decimal(5,2)",
        ]
    ).read(b'[[1,2,0.5,true,"2025-01-31","2025-01-31 23:59:59.123456","null","3.10"]]', 1)
    assert [column.type for column in columns] == [
        pa.int64(),
        pa.int32(),
        pa.float64(),
        pa.bool_(),
        pa.date32(),
        pa.timestamp("us"),
        pa.string(),
        pa.string(),
    ]
    assert [column.to_pylist()[0] for column in columns] == [
        1,
        2,
        0.5,
        True,
        dt.date(2025, 1, 31),
        dt.datetime.fromisoformat("2025-01-31 23:59:59.123456"),
        "null",
        "3.10",
    ]


def test_a_text_that_looks_like_the_end_of_a_row_stays_a_text():
    """As often as there are rows, less one: there the quick way would count wrong."""
    reader = RowReader(["varchar", "varchar"])
    for rows in ([["a],[b", "c"]], [["a],[b", "c"], ["],[", None]]):
        columns = reader.read(written(rows), len(rows))
        assert [list(row) for row in zip(*(each.to_pylist() for each in columns), strict=True)] == (
            rows
        )


@pytest.mark.parametrize("rows", [None, 1])
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("timestamp(3) with time zone", b'[["2025-01-31 10:00:00.000 Europe/Paris"]]'),
        ("bigint", b'[["x"]]'),
        ("date", b'[["31/01/2025"]]'),
        ("integer", b"[[4294967296]]"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused(kind, data, rows):
    with pytest.raises((pa.ArrowInvalid, msgspec.MsgspecError)):
        RowReader([kind]).read(data, rows)


def test_rows_that_are_cut_are_refused():
    with pytest.raises(msgspec.MsgspecError):
        RowReader(["bigint"]).read(b"[[1],[2", 2)

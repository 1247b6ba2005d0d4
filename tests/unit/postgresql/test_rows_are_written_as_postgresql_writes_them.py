"""Cells and rows are PostgreSQL's, in text and in binary: psycopg's own loaders read them back.

Covers federation.postgresql.cells, federation.postgresql.rows, federation.postgresql.parameters.
"""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import Format

from catalog.model.problem import Problem
from federation.postgresql.cells import (
    binary_cells,
    escaped_lines,
    numeric_bytes,
    quoted_cells,
    text_cells,
)
from federation.postgresql.kinds import WIRE_KINDS, Kind
from federation.postgresql.parameters import array_of, parameter_of
from federation.postgresql.rows import copy_lines, copy_rows_binary, count_rows, data_rows

UTC = dt.UTC
MORNING = dt.datetime(2025, 1, 31, 8, tzinfo=UTC)
LOCAL = MORNING.replace(tzinfo=None)
COLUMNS = {
    Kind.INT4: (pa.int32(), [0, -1, 2**31 - 1, None]),
    Kind.INT8: (pa.int64(), [0, -1, 2**63 - 1, None]),
    Kind.FLOAT8: (pa.float64(), [0.0, -1.5, 1e20, 1e-7, None]),
    Kind.BOOL: (pa.bool_(), [True, False, None]),
    Kind.TEXT: (pa.string(), ["", "é\n\t\\", None, "l'eau"]),
    Kind.DATE: (pa.date32(), [dt.date(1, 1, 1), dt.date(2025, 3, 30), dt.date(9999, 12, 31), None]),
    Kind.TIME: (pa.time64("us"), [dt.time(0), dt.time(8, 15, 0, 120000), None]),
    Kind.TIMESTAMP: (pa.timestamp("us"), [LOCAL, None,
                                          LOCAL.replace(year=1900, microsecond=1)]),
    Kind.TIMESTAMPTZ: (pa.timestamp("us", "UTC"), [dt.datetime(2025, 10, 26, 0, 30, tzinfo=UTC),
                                                   dt.datetime(2025, 10, 26, 1, 30, tzinfo=UTC),
                                                   None]),
    Kind.NUMERIC: (pa.string(), ["0", "-0.50", "12345678901234567890123456789012345678", "0.0001",
                                 "10000", "99999999.00", None]),
}  # fmt: skip


def read_back(cells, kind, form):
    loader = Transformer().get_loader(WIRE_KINDS[kind].oid, form)
    return [None if cell is None else loader.load(cell) for cell in cells.to_pylist()]


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("form", [Format.TEXT, Format.BINARY])
def test_a_driver_reads_back_what_was_written(kind, form):
    arrow, values = COLUMNS[kind]
    column = pa.array([None, *values], arrow).slice(1)
    cells = text_cells(column, kind) if form is Format.TEXT else binary_cells(column, kind)
    expected = [
        Decimal(each) if kind is Kind.NUMERIC and each is not None else each for each in values
    ]
    assert read_back(cells, kind, form) == expected


def test_instants_are_told_in_the_zone_of_the_session():
    arrow, values = COLUMNS[Kind.TIMESTAMPTZ]
    paris = text_cells(pa.array(values, arrow), Kind.TIMESTAMPTZ, "Europe/Paris").to_pylist()
    # The hour that comes twice is told apart by its offset.
    assert paris == [b"2025-10-26 02:30:00+02", b"2025-10-26 02:30:00+01", None]
    kolkata = text_cells(pa.array(values[:1], arrow), Kind.TIMESTAMPTZ, "Asia/Kolkata")
    assert kolkata.to_pylist() == [b"2025-10-26 06:00:00+05:30"]


def test_a_number_is_its_digits_by_fours():
    assert numeric_bytes("-1.50").hex() == "000200004000000200011388"
    assert numeric_bytes("0.00").hex() == "0000000000000002"


def test_a_row_is_one_message_with_lengths_between_its_cells():
    cells = [pa.array([b"a", None], pa.binary()), pa.array([b"", b"xyz"], pa.binary())]
    rows = data_rows(cells, 2)
    first = b"D\x00\x00\x00\x0f\x00\x02\x00\x00\x00\x01a\x00\x00\x00\x00"
    second = b"D\x00\x00\x00\x11\x00\x02\xff\xff\xff\xff\x00\x00\x00\x03xyz"
    assert rows == first + second
    assert count_rows(memoryview(rows), 10) == (2, len(rows))
    assert count_rows(memoryview(rows), 1) == (1, len(first))
    assert count_rows(memoryview(rows)[:-1], 10) == (1, len(first))
    assert copy_rows_binary(cells) == rows.replace(b"D", b"d")


def test_lines_of_copy_are_escaped_as_postgresql_does():
    cells = pa.array([b"a\tb\\\n", None], pa.binary())
    assert copy_lines([escaped_lines(cells, Kind.TEXT)], b"\t", b"\\N") == (
        b"d\x00\x00\x00\x0da\\tb\\\\\\n\n" + b"d\x00\x00\x00\x07\\N\n"
    )
    quoted = quoted_cells(pa.array([b'a"b', b"", b"a,b", b"plain", None], pa.binary()), Kind.TEXT)
    assert quoted.to_pylist() == [b'"a""b"', b'""', b'"a,b"', b"plain", None]


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        (7, Kind.INT4, {"type": "integer", "value": 7}),
        (2**40, Kind.INT8, {"type": "bigint", "value": 2**40}),
        (Decimal("-12.340"), Kind.NUMERIC, {"type": "decimal(38, 3)", "value": "-12.340"}),
        (1.5, Kind.FLOAT8, {"type": "double", "value": 1.5}),
        (True, Kind.BOOL, True),
        ("été", Kind.TEXT, "été"),
        (dt.date(2025, 1, 31), Kind.DATE, {"type": "date", "value": "2025-01-31"}),
        (LOCAL, Kind.TIMESTAMP,
         {"type": "timestamp", "value": "2025-01-31T08:00:00"}),
        (MORNING, Kind.TIMESTAMPTZ,
         {"type": "timestamp with time zone", "value": "2025-01-31T08:00:00Z"}),
        (dt.time(8, 15), Kind.TIME, {"type": "time", "value": "08:15:00"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [PyFormat.TEXT, PyFormat.BINARY])
def test_a_value_that_a_driver_sends_is_read_by_its_type(value, kind, read, form):
    dumper = Transformer().get_dumper(value, form)
    data = bytes(dumper.dump(value))
    is_binary = form is PyFormat.BINARY
    wide = Kind.INT8 if kind is Kind.INT4 and read["value"] > 2**31 else kind
    assert parameter_of(data, is_binary=is_binary, kind=wide) == read


def test_an_array_is_read_in_both_forms():
    expected = [{"type": "integer", "value": each} for each in (1, 2)]
    assert array_of(b"{1,2}", is_binary=False, kind=Kind.INT4) == expected
    dumper = Transformer().get_dumper([1, 2], PyFormat.BINARY)
    assert array_of(bytes(dumper.dump([1, 2])), is_binary=True, kind=Kind.INT4) == expected


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff" * 40])
@pytest.mark.parametrize("kind", [*COLUMNS])
def test_bytes_that_are_no_value_are_a_problem_and_no_crash(kind, data):
    codes = set()
    for read in (parameter_of, array_of):
        try:
            read(data, is_binary=True, kind=kind)
        except Problem as problem:
            codes.add(problem.code)
    assert codes <= {"postgresql_literal"}

"""Six formats, one answer: the same cells in each, and its end told from a failure.

Covers federation.results.formats.arrow_stream, federation.results.formats.csv_text,
federation.results.formats.json_text, federation.results.formats.parquet,
federation.results.formats.text_cells, federation.results.formats.protocol.
"""

import csv
import io
import json
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from federation.logical import WireType
from federation.problems import SourceFailed
from federation.results.canonical import CANONICAL_TYPES
from federation.results.formats.choice import FORMATS
from federation.results.formats.protocol import ShownColumn

TEXTS = [
    "plain",
    'a "quote", a comma; a \\ backslash',
    "two\r\nlines\tand a tab",
    "controls \x00\x01\x1f\x7f\u2028é😀",
    "",
    None,
]
COLUMNS = (
    ShownColumn("texte", WireType.STRING),
    ShownColumn("entier", WireType.INT),
    ShownColumn("grand", WireType.BIGINT),
    ShownColumn("compte", WireType.COUNT),
    ShownColumn("montant", WireType.DECIMAL),
    ShownColumn("réel", WireType.FLOAT),
    ShownColumn("vrai", WireType.BOOLEAN),
    ShownColumn("jour", WireType.DATE),
    ShownColumn("départ", WireType.TIME),
    ShownColumn("heure", WireType.TIMESTAMP),
    ShownColumn("instant", WireType.TIMESTAMP_TZ),
    ShownColumn('le "json"', WireType.JSON),
)
DAYS = [0, 20_000, -719_162, 2_932_896, None, 18_262]
MICROSECONDS = [0, 1_700_000_000_000_000, 1_700_000_000_123_456, -1, None, 500_000]
VALUES = {
    WireType.STRING: TEXTS,
    WireType.INT: [1, -2, None, 2**31 - 1, -(2**31), 0],
    WireType.BIGINT: [1, -2, None, 2**63 - 1, -(2**63), 0],
    WireType.COUNT: [1, 2, None, 2**53, 5, 0],
    WireType.DECIMAL: ["12.50", "-0.01", None, "0.00", "123456789012345678901234.5", "7"],
    WireType.FLOAT: [0.1, -1e300, None, 1e-7, 100.0, 2 / 3],
    WireType.BOOLEAN: [True, False, None, True, False, True],
    WireType.DATE: DAYS,
    WireType.TIME: [0, 29_700_000_000, 86_399_999_999, 1, None, 500_000],
    WireType.TIMESTAMP: MICROSECONDS,
    WireType.TIMESTAMP_TZ: MICROSECONDS,
    WireType.JSON: ['{"a": [1, 2]}', '"x"', None, "{not json", "[1,\n 2]", "null"],
}


def batch_of(columns=COLUMNS, values=VALUES):
    arrays = [pa.array(values[wire], CANONICAL_TYPES[wire]) for _, wire, *_ in columns]
    return pa.RecordBatch.from_arrays(arrays, names=[f"c{i}" for i in range(len(columns))])


def written(name, batches, columns=COLUMNS, *, fails=False):
    encoder = FORMATS[name]()
    pieces = [encoder.begin(columns), *map(encoder.batch, batches)]
    pieces.append(encoder.fail(SourceFailed(), "fr", "req-1", 7) if fails else encoder.end())
    return b"".join(pieces)


def cut(batch):
    """As an engine might give it: in pieces that are slices of one whole."""
    return [batch.slice(0, 1), batch.slice(1, 4), batch.slice(5)]


def as_json(wire, value):
    """What a cell is in JSON, said the slow way."""
    return None if value is None else json_of(wire, value)


def json_of(wire, value):
    match wire:
        case WireType.BIGINT:
            return str(value)
        case WireType.DATE:
            return f"{value:%Y-%m-%d}".zfill(10)
        case WireType.TIME:
            return value.isoformat()
        case WireType.TIMESTAMP | WireType.TIMESTAMP_TZ:
            zone = "Z" if wire is WireType.TIMESTAMP_TZ else ""
            return value.replace(tzinfo=None).isoformat() + zone
        case WireType.JSON:
            return None if "not json" in value else json.loads(value)
        case _:
            return value


def expected(batch):
    rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
    wires = [each.wire for each in COLUMNS]
    return [[as_json(wire, cell) for wire, cell in zip(wires, row, strict=True)] for row in rows]


def test_json_is_columns_and_rows():
    batch = batch_of()
    document = json.loads(written("json", cut(batch)))
    assert document["rows"] == expected(batch)
    assert document["rowCount"] == 6
    assert document["columns"][0] == {"name": "texte", "type": "varchar"}
    assert [each["name"] for each in document["columns"]] == [each.name for each in COLUMNS]


def test_ndjson_is_one_object_a_line():
    batch = batch_of()
    lines = written("ndjson", cut(batch)).split(b"\n")
    assert lines.pop() == b""
    names = [each.name for each in COLUMNS]
    assert [json.loads(line) for line in lines] == [
        dict(zip(names, row, strict=True)) for row in expected(batch)
    ]


@pytest.mark.parametrize("name", list(FORMATS))
def test_how_rows_come_in_batches_changes_no_row(name):
    batch = batch_of()
    whole, pieces = written(name, [batch]), written(name, cut(batch))
    if name == "arrow":
        assert read_arrow(whole).combine_chunks() == read_arrow(pieces).combine_chunks()
    else:
        assert whole == pieces


def test_csv_quotes_text_alone_and_leaves_a_missing_value_empty():
    batch = batch_of()
    text = written("csv", cut(batch)).decode()
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    assert header == [each.name for each in COLUMNS]
    assert [row[0] for row in rows] == [each or "" for each in TEXTS]
    assert [row[4] for row in rows] == ["12.50", "-0.01", "", "0.00", VALUES[COLUMNS[4][1]][4], "7"]
    assert [float(row[5]) if row[5] else None for row in rows] == VALUES[WireType.FLOAT]
    lines = text.split("\r\n")
    assert (
        '"plain",1,1,1,12.50,0.1,true,1970-01-01,00:00:00,1970-01-01T00:00:00,1970-01-01T00:00:00Z,'
        in text
    )
    assert lines[-1] == ""
    empty, missing = rows[4][0], rows[5][0]
    assert empty == missing == ""
    assert '\r\n"",' in text
    assert "\r\n,0,0" in text


def test_french_excel_has_semicolons_commas_and_no_formula():
    columns = (
        ShownColumn("=nom", WireType.STRING),
        ShownColumn("tonnes", WireType.DECIMAL),
        ShownColumn("réel", WireType.FLOAT),
    )
    values = {
        WireType.STRING: ["=1+1", "+33", "-5", "@a", "\tx", "x=1"],
        WireType.DECIMAL: ["-12.50", None, "1", "2", "3", "4"],
        WireType.FLOAT: [-0.5, None, 1.0, 2.0, 3.0, 4.0],
    }
    text = written("csv-excel-fr", [batch_of(columns, values)], columns).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert header == ["'=nom", "tonnes", "réel"]
    assert [row[0] for row in rows] == ["'=1+1", "'+33", "'-5", "'@a", "'\tx", "x=1"]
    assert rows[0][1:] == ["-12,50", "-0,5"], "a negative number is no formula"
    assert written("csv-excel-fr", [], columns).startswith(b"\xef\xbb\xbf")


def read_arrow(body):
    with pa.ipc.open_stream(body) as reader:
        return reader.read_all()


@pytest.mark.parametrize("name", ["arrow", "parquet"])
def test_columns_keep_their_types(name):
    batch = batch_of()
    body = written(name, cut(batch))
    table = read_arrow(body) if name == "arrow" else pq.read_table(io.BytesIO(body))
    assert table.column_names == [each.name for each in COLUMNS]
    assert table.schema.types == [CANONICAL_TYPES[each.wire] for each in COLUMNS]
    assert [column.to_pylist() for column in table.columns] == [
        column.to_pylist() for column in batch.columns
    ]
    assert table.schema.field("montant").metadata[b"interco.type"] == b"decimal"


@pytest.mark.parametrize("name", ["arrow", "parquet"])
def test_a_decimal_whose_digits_are_said_is_a_number(name):
    texts = ["12.50", "-0.01", None, "123456789012345678901234.50"]
    batch = pa.RecordBatch.from_arrays([pa.array(texts)], names=["c0"])
    columns = (ShownColumn("montant", WireType.DECIMAL, (38, 2)),)
    body = written(name, cut(batch)[:2], columns)
    table = read_arrow(body) if name == "arrow" else pq.read_table(io.BytesIO(body))
    assert table.schema.types == [pa.decimal128(38, 2)]
    assert table.column(0).to_pylist() == [text and Decimal(text) for text in texts]
    assert table.schema.field("montant").metadata[b"interco.type"] == b"decimal(38,2)"


def reads(name, body):
    """Read to its end by what people use."""
    match name:
        case "json":
            json.loads(body)
        case "ndjson":
            [json.loads(line) for line in body.splitlines()]
        case "csv" | "csv-excel-fr":
            delimiter = "," if name == "csv" else ";"
            list(
                csv.reader(io.StringIO(body.decode(), newline=""), delimiter=delimiter, strict=True)
            )
        case "arrow":
            read_arrow(body)
        case "parquet":
            pq.read_table(io.BytesIO(body))


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("batches", [0, 1, 3])
def test_a_failed_answer_is_read_by_nobody_as_a_whole_one(name, batches):
    pieces = cut(batch_of())[:batches]
    reads(name, written(name, pieces))
    body = written(name, pieces, fails=True)
    assert b"source_failed" in body
    assert b"req-1" in body
    with pytest.raises((ValueError, csv.Error, pa.ArrowException, OSError)):
        reads(name, body)


def test_an_arrow_stream_ends_with_its_own_mark():
    assert written("arrow", [batch_of()]).endswith(b"\xff\xff\xff\xff\x00\x00\x00\x00")


CANARY = "CANARI-4711"


def poisoned():
    """A column whose hidden cells lie under nulls, in a slice's neighbours and its dictionary."""
    texts = pa.array([f"{CANARY}-{i}" if i % 2 else f"vu-{i}" for i in range(2_000)])
    hidden = pc.starts_with(texts, CANARY)
    return pa.RecordBatch.from_arrays(
        [pc.if_else(hidden, pa.scalar(None, pa.string()), texts)], names=["c"]
    ).slice(10, 1_000)


@pytest.mark.parametrize("name", list(FORMATS))
def test_no_byte_leaves_that_the_rows_do_not_show(name):
    batch = poisoned()
    data = batch.column(0).buffers()[2]
    assert CANARY.encode() in bytes(data), "the test's own poison"
    body = written(name, [batch], (ShownColumn("c", WireType.STRING),))
    if name == "parquet":
        body = duckdb_text(body)
    assert b"vu-10" in body
    assert CANARY.encode() not in body
    assert b"vu-1500" not in body


def duckdb_text(body):
    """Every page of a Parquet file, as it is once unpacked."""
    table = pq.read_table(io.BytesIO(body), read_dictionary=["c"])
    chunks = table.column("c").chunks
    return b"".join(bytes(each.dictionary.buffers()[2]) for each in chunks) + body


def test_twenty_thousand_floats_are_the_same_numbers_again():
    values = duckdb.sql("SELECT random() * pow(10, 60 * random() - 30) FROM range(20000)")
    floats = [row[0] for row in values.fetchall()]
    batch = pa.RecordBatch.from_arrays([pa.array(floats)], names=["c"])
    document = json.loads(written("json", [batch], (ShownColumn("c", WireType.FLOAT),)))
    assert [row[0] for row in document["rows"]] == floats

"""A mask hides a value from the rows, not from the buffers: the canonical form must.

Covers federation.results.json_rows, federation.results.canonical.
"""

import io
import struct
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from arro3.io import write_ipc_stream

from federation.logical import Cell, Shape, WireType
from federation.problems import SourceChanged
from federation.results.canonical import CANONICAL_TYPES, canonical_table
from federation.results.json_rows import write_rows

CANARY = "CANARYCANARY"
LOCAL = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
NUMBER = 0x4341_4E41_5259


def masked(array):
    """All but the first value null, by a new validity bitmap over the same buffers."""
    validity = pa.py_buffer(b"\x01")
    return pa.Array.from_buffers(array.type, len(array), [validity, *array.buffers()[1:]])


HIDDEN = {
    "text under a null": (WireType.STRING, masked(pa.array(["a", CANARY, CANARY]))),
    "text beside a slice": (WireType.STRING, pa.array([CANARY, "a", CANARY]).slice(1, 1)),
    "text in a dictionary": (
        WireType.STRING,
        pa.DictionaryArray.from_arrays(pa.array([0, None]), pa.array(["a", CANARY])),
    ),
    "text after a filter": (
        WireType.STRING,
        pc.filter(pa.array(["a", CANARY]).dictionary_encode(), pa.array([True, False])),
    ),
    "a large text": (WireType.STRING, masked(pa.array(["a", CANARY], pa.large_string()))),
    "a viewed text": (WireType.STRING, pa.array(["a", CANARY * 2], pa.string_view()).slice(0, 1)),
    "a number": (WireType.BIGINT, masked(pa.array([1, NUMBER, NUMBER]))),
    "a narrower number": (WireType.BIGINT, masked(pa.array([1, 0x4341_4E41], pa.int32()))),
    "a float": (
        WireType.FLOAT,
        masked(pa.array([1.0, struct.unpack("<d", b"CANARYCA")[0]])),
    ),
    "a day": (WireType.DATE, masked(pa.array([1, 0x4341_4E41], pa.int32()).cast(pa.date32()))),
    "a time": (WireType.TIME, masked(pa.array([1, NUMBER]).view(pa.time64("us")))),
    "an instant": (
        WireType.TIMESTAMP_TZ,
        masked(pa.array([1, NUMBER]).cast(pa.timestamp("us", "Europe/Paris"))),
    ),
}
TRACES = [CANARY.encode(), b"CANA", struct.pack("<q", NUMBER), struct.pack("<i", 0x4341_4E41)]


def stream(table):
    written = io.BytesIO()
    with pa.ipc.new_stream(written, table.schema) as writer:
        writer.write_table(table)
    return written.getvalue()


@pytest.mark.parametrize("case", HIDDEN)
def test_no_trace_in_arrow_nor_in_json(case):
    wire, array = HIDDEN[case]
    raw = pa.table({"c": array})
    table = canonical_table(raw, [("c", wire)])
    assert table.column(0).to_pylist() == raw.column(0).cast(CANONICAL_TYPES[wire]).to_pylist()
    other = io.BytesIO()
    write_ipc_stream(table, other)
    shape = Shape((Cell("v", "c", wire),))
    for written in (stream(table), other.getvalue(), write_rows(table, shape, {})):
        assert not [trace for trace in TRACES if trace in written]
    for chunk in table.column(0).chunks:
        for buffer in chunk.buffers():
            assert buffer is None or not [t for t in TRACES if t in buffer.to_pybytes()]


def test_the_search_for_traces_finds_a_planted_one():
    wire, array = HIDDEN["a number"]
    assert wire is WireType.BIGINT
    assert struct.pack("<q", NUMBER) in stream(pa.table({"c": array}))


@pytest.mark.parametrize(
    ("source", "wire"),
    [
        (pa.array(["x"], pa.large_string()), WireType.STRING),
        (pa.array(["x"]).dictionary_encode(), WireType.STRING),
        (pa.array([1], pa.int8()), WireType.INT),
        (pa.array([1], pa.int64()), WireType.INT),
        (pa.array([1], pa.uint32()), WireType.BIGINT),
        (pa.array([1.5], pa.float32()), WireType.FLOAT),
        (pa.array([date(2025, 1, 1)], pa.date64()), WireType.DATE),
        (pa.array([1], pa.time32("ms")), WireType.TIME),
        (pa.array([LOCAL], pa.timestamp("ns")), WireType.TIMESTAMP),
        (pa.array([datetime(2025, 1, 1, tzinfo=UTC)]), WireType.TIMESTAMP_TZ),
        (pa.nulls(1), WireType.INT),
    ],
)
def test_what_widens_takes_the_canonical_type(source, wire):
    table = canonical_table(pa.table({"other name": source}), [("c", wire)])
    assert table.schema.field("c").type == CANONICAL_TYPES[wire]
    assert table.column("c").num_chunks == 1


@pytest.mark.parametrize(
    ("source", "wire"),
    [
        (pa.array([2**40]), WireType.INT),
        (pa.array([1.5]), WireType.BIGINT),
        (pa.array([1]), WireType.STRING),
        (pa.array(["1"]), WireType.INT),
        (pa.array([1]).cast(pa.decimal128(38, 0)), WireType.BIGINT),
        (pa.array([LOCAL]), WireType.TIMESTAMP_TZ),
        (pa.array([LOCAL]), WireType.DATE),
        (pa.array([b"x"]), WireType.STRING),
    ],
)
def test_what_does_not_is_a_source_that_changed(source, wire):
    with pytest.raises(SourceChanged):
        canonical_table(pa.table({"c": source}), [("c", wire)])


def test_another_number_of_columns_is_a_source_that_changed():
    with pytest.raises(SourceChanged):
        canonical_table(pa.table({"a": [1], "b": [1]}), [("a", WireType.BIGINT)])

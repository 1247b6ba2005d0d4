"""Columns to JSON at once must be what `json.dumps` makes of each row.

Covers federation.results.json_rows, catalog.cog.values, federation.results.canonical.
"""

import json
import math
from datetime import UTC, date, datetime, time, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cog.values import CommuneLabel
from catalog.model.identifiers import CommuneCode, Siren
from federation.logical import Cell, Constant, Label, Nested, Shape, WireType
from federation.results.canonical import CANONICAL_TYPES, canonical_table
from federation.results.json_rows import write_row, write_rows
from tests.tiers import examples

LABELS = {
    "35308@2019": CommuneLabel(
        CommuneCode("35308"), "Mesnil-Roc'h", 4180, Siren("243500733"), "CC Bretagne « R »", 2022
    ),
    "35210@2024": CommuneLabel(CommuneCode("35210"), "Pacé", None, None, None, None),
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ['"', "\\", "\u2028\u2029", "\x00\x1f\x7f", "😀é", "</script>", ",", '","a":1', "null"]
)
KEYS = TEXT.map(lambda each: each.replace("\x00", ""))
INSTANT = st.datetimes()
VALUES = {
    WireType.STRING: TEXT,
    WireType.INT: st.integers(-(2**31), 2**31 - 1),
    WireType.BIGINT: st.integers(-(2**63), 2**63 - 1),
    WireType.COUNT: st.integers(0, 2**63 - 1),
    WireType.DECIMAL: st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    WireType.FLOAT: st.floats(),
    WireType.BOOLEAN: st.booleans(),
    WireType.DATE: st.dates(),
    WireType.TIME: st.times(),
    WireType.TIMESTAMP: INSTANT,
    WireType.TIMESTAMP_TZ: INSTANT.map(lambda each: each.replace(tzinfo=UTC)),
    WireType.JSON: st.sampled_from(['{"a": [1, "é"]}', "1", "null", '"x"', "{ }", "1.50"]),
}
WRITTEN = {
    WireType.BIGINT: str,
    WireType.DATE: date.isoformat,
    WireType.TIME: time.isoformat,
    WireType.TIMESTAMP: datetime.isoformat,
    WireType.TIMESTAMP_TZ: lambda each: each.replace(tzinfo=None).isoformat() + "Z",
    WireType.FLOAT: lambda each: each if math.isfinite(each) else None,
    WireType.JSON: json.loads,
}


@st.composite
def results(draw):
    """Some rows, and a shape over their columns: nested, with constants and labels."""
    rows = draw(st.integers(0, 6))
    columns = {}
    for number, wire in enumerate(draw(st.lists(st.sampled_from(WireType), max_size=6))):
        values = st.lists(st.none() | VALUES[wire], min_size=rows, max_size=rows)
        columns[f"c{number}"] = (wire, draw(values))
    keys = st.lists(
        st.sampled_from([None, "35308@2019", "35210@2024", "99999@2020"]),
        min_size=rows,
        max_size=rows,
    )
    columns["label"] = (WireType.STRING, draw(keys))
    cells = [
        Cell(draw(KEYS) + name, name, wire)
        for name, (wire, _) in columns.items()
        if name != "label"
    ]
    cut = draw(st.integers(0, len(cells)))
    labels = tuple(
        Label(attribute, "label", attribute)
        for attribute in ("nom", "population", "epci_siren", "code", "epci_nom")
    )
    inner = Nested("inner", (*cells[cut:], Constant("empty", b"{}")))
    commune = Nested("commune", (Constant("__typename", b'"Commune"'), *labels, inner), "label")
    return columns, Shape((*cells[:cut], Constant("fixed", b'"\\u00e9"'), commune))


def local(*parts):
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


def table_of(columns):
    arrays = [pa.array(values, CANONICAL_TYPES[wire]) for wire, values in columns.values()]
    raw = pa.Table.from_arrays(arrays, names=list(columns))
    return canonical_table(raw, [(name, wire) for name, (wire, _) in columns.items()])


def expected_object(fields, row):
    return {field.key: expected(field, row) for field in fields}


def expected(field, row):
    match field:
        case Constant():
            return json.loads(field.json)
        case Nested():
            if field.presence is not None and row[field.presence] is None:
                return None
            return expected_object(field.fields, row)
        case Label():
            return getattr(LABELS.get(row[field.column]), field.attribute, None)
    value = row[field.column]
    return None if value is None else WRITTEN.get(field.wire, lambda each: each)(value)


def ordered(text):
    """Pairs instead of dictionaries: order and repeated keys count."""
    return json.loads(text, object_pairs_hook=lambda pairs: ("object", pairs))


@given(results())
@settings(max_examples=examples(300), deadline=None)
def test_the_same_values_under_the_same_keys_in_the_same_order(result):
    columns, shape = result
    rows = [
        dict(zip(columns, values, strict=True))
        for values in zip(*(values for _, values in columns.values()), strict=True)
    ]
    written = write_rows(table_of(columns), shape, LABELS)
    plain = json.dumps([expected_object(shape.fields, row) for row in rows], ensure_ascii=False)
    assert ordered(written) == ordered(plain)
    assert [
        (type(got), str(got)) for got in leaves(json.loads(written)) if isinstance(got, float)
    ] == [(type(got), str(got)) for got in leaves(json.loads(plain)) if isinstance(got, float)]


def leaves(value):
    match value:
        case dict():
            return [leaf for each in value.values() for leaf in leaves(each)]
        case list():
            return [leaf for each in value for leaf in leaves(each)]
    return [value]


def shape_of(wire):
    return Shape((Cell("v", "c", wire),))


@pytest.mark.parametrize(
    ("wire", "values", "written"),
    [
        (WireType.BIGINT, [2**63 - 1, None], b'[{"v":"9223372036854775807"},{"v":null}]'),
        (WireType.COUNT, [2**53 + 1], b'[{"v":9007199254740993}]'),
        (WireType.DECIMAL, ["1.50"], b'[{"v":"1.50"}]'),
        (WireType.FLOAT, [1.0, 0.1, -0.0], b'[{"v":1.0},{"v":0.1},{"v":-0.0}]'),
        (WireType.FLOAT, [math.nan, math.inf, 1.0], b'[{"v":null},{"v":null},{"v":1.0}]'),
        (WireType.DATE, [date(2025, 1, 31)], b'[{"v":"2025-01-31"}]'),
        (
            WireType.TIME,
            [time(8, 15), time(8, 15, 0, 5)],
            b'[{"v":"08:15:00"},{"v":"08:15:00.000005"}]',
        ),
        (WireType.TIMESTAMP, [local(2025, 1, 31, 8)], b'[{"v":"2025-01-31T08:00:00"}]'),
        (
            WireType.TIMESTAMP_TZ,
            [datetime(2025, 1, 31, 8, 0, 0, 500_000, UTC), datetime(2025, 1, 31, tzinfo=UTC)],
            b'[{"v":"2025-01-31T08:00:00.500000Z"},{"v":"2025-01-31T00:00:00Z"}]',
        ),
        (WireType.STRING, ['a\u2028\x01"\\é😀'], '[{"v":"a\u2028\\u0001\\"\\\\é😀"}]'.encode()),
        (
            WireType.JSON,
            ['{"b": 1,"a":2}', "no {", None],
            b'[{"v":{"b": 1,"a":2}},{"v":null},{"v":null}]',
        ),
        (WireType.STRING, [], b"[]"),
    ],
)
def test_each_wire_type_has_one_form(wire, values, written):
    assert write_rows(table_of({"c": (wire, values)}), shape_of(wire), {}) == written


def test_a_day_that_no_four_digits_can_say_is_null():
    far = pa.table(
        {
            "d": pa.array([2**31 - 1, -719_163, 0], pa.int32()).cast(pa.date32()),
            "t": pa.array([2**63 - 1, -(2**62), 0], pa.int64()).cast(pa.timestamp("us")),
        }
    )
    table = canonical_table(far, [("d", WireType.DATE), ("t", WireType.TIMESTAMP)])
    assert table.to_pylist()[:2] == [{"d": None, "t": None}] * 2
    assert table.to_pylist()[2]["d"] == date(1970, 1, 1)


def test_json_of_an_absent_object_is_not_spliced_into_a_neighbour():
    columns = {
        "here": (WireType.STRING, [None, "x"]),
        "inside": (WireType.JSON, ['"hidden"', '"shown"']),
        "after": (WireType.JSON, ["1", "2"]),
    }
    shape = Shape(
        (
            Nested("o", (Cell("j", "inside", WireType.JSON),), "here"),
            Cell("k", "after", WireType.JSON),
        )
    )
    written = write_rows(table_of(columns), shape, {})
    assert written == b'[{"o":null,"k":1},{"o":{"j":"shown"},"k":2}]'


def test_an_aggregate_is_one_object():
    table = table_of({"c": (WireType.COUNT, [3])})
    assert write_row(table, shape_of(WireType.COUNT), {}) == b'{"v":3}'
    with pytest.raises(ValueError, match="one row"):
        write_row(table_of({"c": (WireType.COUNT, [])}), shape_of(WireType.COUNT), {})


def test_rows_without_any_column_are_still_counted():
    table = table_of({"c": (WireType.COUNT, [1, 2])})
    shape = Shape((Constant("__typename", b'"Collecte"'),))
    assert write_rows(table, shape, {}) == b'[{"__typename":"Collecte"},{"__typename":"Collecte"}]'


def test_a_response_key_given_twice_is_a_bug():
    twice = Shape((Constant("a", b"1"), Constant("a", b"2")))
    with pytest.raises(ValueError, match="twice"):
        write_rows(table_of({"c": (WireType.COUNT, [1])}), twice, {})


def test_each_distinct_label_key_is_asked_once():
    asked = []

    class Asked(dict):
        def get(self, key, default=None):
            asked.append(key)
            return LABELS.get(key, default)

    table = table_of({"label": (WireType.STRING, ["35308@2019"] * 500 + [None])})
    shape = Shape((Label("nom", "label", "nom"), Label("habitants", "label", "population")))
    written = json.loads(write_rows(table, shape, Asked()))
    assert written[0] == {"nom": "Mesnil-Roc'h", "habitants": 4180}
    assert written[-1] == {"nom": None, "habitants": None}
    assert asked == ["35308@2019"]


def test_time_since_is_not_lost_between_units():
    odd = [local(2025, 1, 1) + timedelta(microseconds=step) for step in (0, 1, 10, 999_999)]
    written = json.loads(
        write_rows(table_of({"c": (WireType.TIMESTAMP, odd)}), shape_of(WireType.TIMESTAMP), {})
    )
    assert [each["v"] for each in written] == [each.isoformat() for each in odd]

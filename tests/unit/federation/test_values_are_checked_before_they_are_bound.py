"""Covers federation.wire_values, federation.keys, federation.values, federation.problems."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog.model.dataset import ColumnType, ScalarType
from federation.keys import DerivedKeys
from federation.logical import CursorSource, LiteralSource, Parameter, VariableSource
from federation.plan import KeyPlaceholder, Plan
from federation.problems import InvalidCursor, InvalidValue
from federation.values import bind_values
from federation.wire_values import canonical_value
from tests.unit.federation.world import logical

KEYRING = DerivedKeys(b"0123456789abcdef0123456789abcdef")
DECIMAL = ColumnType(ScalarType.DECIMAL, 10, 3)


def plan(*parameters: Parameter, keys: tuple[KeyPlaceholder, ...] = ()) -> Plan:
    query = logical("SELECT 1 AS a")
    return Plan(
        engine="duckdb",
        logical=query,
        tree=query.tree,
        text="",
        parameters=parameters,
        keys=keys,
        tables=(),
        owners=frozenset(),
        citations=(),
        columns_read=(),
        dynamic_filtering=False,
        timeout_s=1,
        max_rows=1,
        max_bytes=100_000_000,
        valid_until=None,
    )


def typed(scalar: ScalarType) -> ColumnType:
    return DECIMAL if scalar is ScalarType.DECIMAL else ColumnType(scalar)


def bind(value: object, scalar: ScalarType, **how: str) -> object:
    parameter = Parameter("p", typed(scalar), VariableSource(("x",)), **how)
    return bind_values(plan(parameter), {"x": value}, {}, KEYRING)["p"]


@pytest.mark.parametrize(
    ("scalar", "value", "wire"),
    [
        (ScalarType.STRING, "É'; DROP", "É'; DROP"),
        (ScalarType.INTEGER, -(2**31), -(2**31)),
        (ScalarType.BIGINT, "9223372036854775807", 2**63 - 1),
        (ScalarType.DECIMAL, "1.5", "1.500"),
        (ScalarType.DECIMAL, "-0.0010", "-0.001"),
        (ScalarType.DECIMAL, 12, "12.000"),
        (ScalarType.FLOAT, 3, 3.0),
        (ScalarType.BOOLEAN, True, True),
        (ScalarType.DATE, "2024-02-29", "2024-02-29"),
        (ScalarType.TIME, "08:15", "08:15:00.000000"),
        (ScalarType.TIME, "23:59:59.5", "23:59:59.500000"),
        (ScalarType.TIMESTAMP, "2024-02-29T23:59", "2024-02-29 23:59:00.000000"),
        (ScalarType.TIMESTAMP_TZ, "2024-07-01T00:30:00+02:00", "2024-06-30 22:30:00.000000+00:00"),
        (ScalarType.TIMESTAMP_TZ, "2024-07-01T00:30:00.5Z", "2024-07-01 00:30:00.500000+00:00"),
    ],
)
def test_a_sound_value_is_written_in_one_way(scalar, value, wire):
    assert bind(value, scalar) == wire


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        (ScalarType.STRING, 3),
        (ScalarType.STRING, None),
        (ScalarType.STRING, "a\0b"),
        (ScalarType.STRING, "\ud800"),
        (ScalarType.INTEGER, 2**31),
        (ScalarType.INTEGER, "douze"),
        (ScalarType.INTEGER, True),
        (ScalarType.INTEGER, 1.5),
        (ScalarType.BIGINT, str(2**63)),
        (ScalarType.DECIMAL, "1.0005"),
        (ScalarType.DECIMAL, "1e3"),
        (ScalarType.DECIMAL, "NaN"),
        (ScalarType.DECIMAL, "9" * 36),
        (ScalarType.FLOAT, float("nan")),
        (ScalarType.FLOAT, "inf"),
        (ScalarType.BOOLEAN, "oui"),
        (ScalarType.BOOLEAN, 1),
        (ScalarType.DATE, "2023-02-29"),
        (ScalarType.DATE, "29/02/2024"),
        (ScalarType.DATE, "2024-02-29T00:00:00"),
        (ScalarType.TIME, "24:00"),
        (ScalarType.TIME, "8:15"),
        (ScalarType.TIME, "08:15:60"),
        (ScalarType.TIME, "08:15:00.1234567"),
        (ScalarType.TIME, "08:15Z"),
        (ScalarType.TIMESTAMP, "2024-02-29T00:00:00Z"),
        (ScalarType.TIMESTAMP_TZ, "2024-02-29T00:00:00"),
        (ScalarType.TIMESTAMP_TZ, "0001-01-01T00:00:00+10:00"),
    ],
)
def test_another_value_is_the_callers_problem_under_its_path(scalar, value):
    with pytest.raises(InvalidValue) as found:
        bind(value, scalar)
    assert found.value.facts["path_fr"] == "$x"


def test_the_path_goes_into_the_variable():
    source = VariableSource(("where", "dateCollecte", "in", 1))
    parameter = Parameter("p", ColumnType(ScalarType.DATE), source)
    where = {"dateCollecte": {"in": ["2024-01-01", "hier"]}}
    with pytest.raises(InvalidValue) as found:
        bind_values(plan(parameter), {"where": where}, {}, KEYRING)
    assert "$where.dateCollecte.in[1]" in found.value.sentence("fr")
    assert "hier" not in found.value.sentence("fr")


def test_a_value_that_is_absent_is_told():
    with pytest.raises(InvalidValue):
        bind_values(
            plan(Parameter("p", ColumnType(ScalarType.DATE), VariableSource(("y",)))),
            {},
            {},
            KEYRING,
        )


def test_wildcards_of_the_value_are_escaped_between_ours():
    assert bind(r"100%_\o/", ScalarType.STRING, prefix="%", suffix="%") == r"%100\%\_\\o/%"


def test_the_value_is_folded_as_the_column_is():
    assert bind("Œuf d'Élise_", ScalarType.STRING, suffix="%", fold="CASE_ACCENT") == (
        r"oeuf d'elise\_%"
    )
    assert bind("ÉLISE", ScalarType.STRING, fold="CASE") == "élise"


def test_a_cursor_gives_its_values_and_their_absence():
    token = LiteralSource("scellé")
    parameters = (
        Parameter("p0", ColumnType(ScalarType.DATE), CursorSource(token, 0)),
        Parameter("p1", ColumnType(ScalarType.BOOLEAN), CursorSource(token, 0, is_null=True)),
        Parameter("p2", ColumnType(ScalarType.DATE), CursorSource(token, 1)),
        Parameter("p3", ColumnType(ScalarType.BOOLEAN), CursorSource(token, 1, is_null=True)),
    )
    opened = {"scellé": ("2024-01-01", None)}
    assert bind_values(plan(*parameters), {}, opened, KEYRING) == {
        "p0": "2024-01-01",
        "p1": False,
        "p2": None,
        "p3": True,
    }


@pytest.mark.parametrize("opened", [{}, {"scellé": ()}, {"scellé": ("hier",)}])
def test_a_cursor_that_does_not_fit_is_refused(opened):
    parameter = Parameter(
        "p", ColumnType(ScalarType.DATE), CursorSource(LiteralSource("scellé"), 0)
    )
    with pytest.raises(InvalidCursor):
        bind_values(plan(parameter), {}, opened, KEYRING)


def test_keys_are_bound_by_name():
    key = KeyPlaceholder("key_1", ("row_id", "", "d"), 1)
    assert bind_values(plan(keys=(key,)), {}, {}, KEYRING) == {
        "key_1": KEYRING.derive(("row_id", "", "d"), 1)
    }


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_every_decimal_of_the_scale_keeps_its_value(number):
    written = canonical_value(f"{number:f}", DECIMAL)
    assert isinstance(written, str)
    assert Decimal(written) == number


@given(st.datetimes(timezones=st.timezones()))
def test_every_instant_is_written_in_utc(instant):
    offset = instant.utcoffset()
    assume(offset is not None and offset.total_seconds() % 60 == 0)
    try:
        in_utc = instant.astimezone(UTC)
    except OverflowError:
        with pytest.raises(ValueError, match="out of range"):
            canonical_value(instant.isoformat(), ColumnType(ScalarType.TIMESTAMP_TZ))
        return
    written = canonical_value(instant.isoformat(), ColumnType(ScalarType.TIMESTAMP_TZ))
    assert isinstance(written, str)
    assert datetime.fromisoformat(written) == in_utc
    assert written.endswith("+00:00")
    assert len(written) == 32

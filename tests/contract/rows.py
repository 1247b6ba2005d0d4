"""The rows that every engine reads, in every kind of storage: made by rule, with the odd ones.

No text is empty: a CSV cannot tell '' from nothing, and neither can what reads it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa

MEASURES_SCHEMA = pa.schema(
    [
        ("id", pa.int32()),
        ("INSEE", pa.string()),
        ("flux", pa.string()),
        ("libellé", pa.string()),
        ("quantite", pa.int32()),
        ("compte", pa.int64()),
        ("poids", pa.decimal128(10, 2)),
        ("taux", pa.decimal128(6, 3)),
        ("ratio", pa.float64()),
        ("actif", pa.bool_()),
        ("jour", pa.date32()),
        ("pose", pa.timestamp("us")),
        ("releve", pa.timestamp("us", "UTC")),
    ]
)
ROUNDS_SCHEMA = pa.schema(
    [
        ("flux", pa.string()),
        ("tournee", pa.string()),
        ("capacite", pa.int32()),
        ("depuis", pa.date32()),
    ]
)
HOURS_SCHEMA = pa.schema([("id", pa.int32()), ("depart", pa.time64("us"))])

# Accents, ligatures, capitals, wildcards, quotes, and what a collation would order otherwise.
_LABELS = (
    "Verre",
    "verre",
    "Éco-point",
    "eco-point",
    "Œuvre d'art",
    "ŒUVRE",
    "Straße",
    "100 % recyclé",
    "a_b",
    "a\\b",
    "Zone d'activité",
    "zone",
    "L'Haÿ",
    "île",
    "Ile",
    'dit "gros"',
    "$1",
    "naïve é",
)
_FLUX = ("OMR", "VERRE", "EMB", None)
# Pacé never, Lanhélin and Tressé before 2019, Mesnil-Roc'h since; one that no map knows.
_COMMUNES = ("35308", "35147", "35344", "35210", "99999", None)
# Around the ends of a month and a year in Paris, and both changes of the clocks.
_INSTANTS = (
    datetime(2023, 12, 31, 22, 59, 59, 999_999, UTC),
    datetime(2023, 12, 31, 23, 0, tzinfo=UTC),
    datetime(2024, 2, 29, 12, 30, 15, 250_000, UTC),
    datetime(2024, 3, 31, 0, 59, 59, tzinfo=UTC),
    datetime(2024, 3, 31, 1, 0, tzinfo=UTC),
    datetime(2024, 6, 30, 22, 30, tzinfo=UTC),
    datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
    datetime(2024, 10, 27, 1, 30, tzinfo=UTC),
    datetime(1999, 12, 31, 23, 59, 59, 123_456, UTC),
)

_LAID = datetime(2024, 1, 31, 23, 30)  # noqa: DTZ001 - the column is a time without a zone


def measures() -> pa.Table:
    """48 rows; every column but `id` has nulls somewhere."""
    rows = [_measure(number) for number in range(1, 49)]
    names = MEASURES_SCHEMA.names
    columns = zip(*rows, strict=True)
    return pa.table(
        {name: list(column) for name, column in zip(names, columns, strict=True)},
        schema=MEASURES_SCHEMA,
    )


def _measure(number: int) -> tuple[object, ...]:
    day = date(2018, 11, 1) + timedelta(days=number * 17)
    return (
        number,
        _COMMUNES[number % 6],
        _FLUX[number % 4],
        None if number % 19 == 0 else _LABELS[number % len(_LABELS)],
        None if number % 11 == 0 else (number * 7) % 23 - 9,
        None if number % 13 == 0 else 3_000_000_000 * (number % 5) - number,
        None if number % 17 == 0 else Decimal((number * 1_237) % 9_001 - 3_000) / 100,
        None if number % 7 == 0 else Decimal((number * 331) % 2_000 - 500) / 1_000,
        None if number % 5 == 0 else ((number * 29) % 41 - 20) / 8,
        None if number % 8 == 0 else number % 3 == 0,
        None if number % 23 == 0 else (date(2024, 2, 29) if number == 29 else day),
        None if number % 29 == 0 else _LAID + timedelta(hours=number * 37, microseconds=number),
        None if number % 31 == 0 else _INSTANTS[number % len(_INSTANTS)],
    )


def rounds() -> pa.Table:
    """Four rows: one flux twice, one that no measure has, one missing."""
    return pa.table(
        {
            "flux": ["OMR", "OMR", "VERRE", "DASRI"],
            "tournee": ["Lundi", "jeudi", "Ébène", None],
            "capacite": [10, 12, 0, None],
            "depuis": [date(2020, 1, 31), date(2024, 2, 29), None, date(2021, 12, 31)],
        },
        schema=ROUNDS_SCHEMA,
    )


def hours() -> pa.Table:
    """Times of day: the ends of the day, fractions, one twice; the first is no time anywhere."""
    times = [
        None,
        time(0, 0),
        time(8, 15),
        time(8, 15, 30),
        time(8, 15, 30, 250_000),
        time(12, 0),
        time(23, 59, 59, 999_999),
        time(8, 15),
    ]
    return pa.table({"id": range(1, len(times) + 1), "depart": times}, schema=HOURS_SCHEMA)

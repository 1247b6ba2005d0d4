"""Each column type has a record of its own, and what is read as one type is read as no other.

Covers catalog.model.column_types, catalog.model.type_record, federation.wire_types,
intake.arrow_types.
"""

from operator import attrgetter

import pytest

from catalog.model.column_types import TYPES, UNORDERED, type_words, types_of
from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.type_record import Family
from federation.wire_types import SCALARS, WIRE
from intake.arrow_types import ARROW_TYPES, arrow_type


def test_every_type_has_a_record():
    assert set(TYPES) == set(ScalarType) == types_of(*Family)


@pytest.mark.parametrize("source", ["in_postgresql", "in_mariadb", "in_iceberg", "in_arrow"])
def test_a_type_of_a_source_is_read_as_one_column_type(source):
    names = [name for record in TYPES.values() for name in attrgetter(source)(record)]
    assert names
    assert len(names) == len(set(names))


def test_graphql_calls_no_two_types_alike():
    assert len({record.graphql for record in TYPES.values()}) == len(TYPES)


def test_a_value_is_written_in_one_form_on_the_wire():
    assert len(set(WIRE.values())) == len(WIRE)
    assert all(SCALARS[wire] is scalar for scalar, wire in WIRE.items())


def test_a_decimal_alone_has_an_arrow_type_of_its_own_digits():
    assert set(ScalarType) - set(ARROW_TYPES) == {ScalarType.DECIMAL}
    assert str(arrow_type(ColumnType(ScalarType.DECIMAL, 12, 2))) == "decimal128(12, 2)"
    assert str(arrow_type(ColumnType(ScalarType.TIMESTAMP_TZ))) == "timestamp[us, tz=UTC]"


def test_a_page_names_a_type_in_the_language_of_its_reader():
    assert type_words("decimal(18,3)", "fr") == "nombre"
    assert type_words("timestamp_tz", "en") == "date and time"
    assert type_words("geometry", "fr") == "geometry"


def test_what_has_no_order_is_neither_a_number_nor_a_day():
    assert not types_of(Family.NUMBER, Family.DAY, Family.TEXT) & UNORDERED

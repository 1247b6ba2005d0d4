"""A file with the columns of data that its body has already is the next part of them.

Covers gateway.files.deposits.continuing.
"""

from dataclasses import replace

import pytest

from catalog.model.dataset import ColumnType, ScalarType
from gateway.files.deposits.continuing import continued_by
from tests.unit.catalog.examples import DRAFT

COLUMNS = tuple(
    replace(DRAFT.columns[0], id=name, name=name, source_name=source, type=ColumnType(scalar))
    for name, source, scalar in (
        ("jour", "Date de collecte", ScalarType.DATE),
        ("flux", "Flux", ScalarType.STRING),
        ("depart", "Heure de départ", ScalarType.STRING),
        ("tonnes", "Tonnage (t)", ScalarType.DECIMAL),
    )
)
KNOWN = replace(DRAFT, columns=COLUMNS)


def read(*columns):
    """As a file's proposal says them: (header, type, an example)."""
    return {
        "columns": [
            {"name": header.lower(), "header": header, "type": kind, "examples": examples}
            for header, kind, *examples in columns
        ]
    }


SAME = (
    ("DATE DE COLLECTE", "date", "2026-01-02"),
    ("flux", "string", "OMR"),
    ("Heure de départ", "time", "08:15:00"),
    ("Tonnage (t)", "decimal(18, 3)", "1.5"),
)


@pytest.mark.parametrize(
    ("changed", "is_next"),
    [
        ((), True),
        ((("Tonnage (t)", "bigint", "3"),), True),
        ((("Tonnage (t)", "string", "lourd"),), False),
        # A column without one value may be of any kind.
        ((("Tonnage (t)", "string"),), True),
        ((("Poids", "decimal(18, 3)", "1.5"),), False),
    ],
)
def test_it_has_all_columns_in_any_spelling_and_of_the_same_kind(changed, is_next):
    columns = (*SAME[:3], *(changed or SAME[3:]))
    assert bool(continued_by(read(*columns), [KNOWN])) is is_next


def test_a_file_with_as_many_columns_of_its_own_is_another_table():
    others = [(f"Colonne {at}", "string", "x") for at in range(4)]
    assert continued_by(read(*SAME, *others[:3]), [KNOWN]) == (KNOWN,)
    assert continued_by(read(*SAME, *others), [KNOWN]) == ()

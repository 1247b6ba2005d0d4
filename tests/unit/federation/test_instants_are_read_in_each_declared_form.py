"""An instant that a source writes as text, in each form that a declaration may give; what a month
or a year makes of it; and a transform that no branch may hold.

Covers federation.rewrites.typed_columns, federation.rewrites.masks.
"""

from dataclasses import replace

import pytest

from catalog.model.dataset import ColumnType, ScalarType, TextFormat
from catalog.model.storage import StorageKind
from catalog.model.transform import Transform
from federation.problems import UnboundDecision, UnsupportedTextFormat
from federation.rewrites.masks import masked
from federation.rewrites.typed_columns import typed_column
from policies.decision import CellTransform
from tests.unit.federation.world import context, logical, snapshot

ZONED, LOCAL = ColumnType(ScalarType.TIMESTAMP_TZ), ColumnType(ScalarType.TIMESTAMP)
TEXT_OF_IT = 'NULLIF(CAST("_t"."heure" AS VARCHAR), \'\')'
ISO_OF_TEXTS = TextFormat().timestamp


def column_of(column_type, form):
    """A column of meters' times, of that type and written so."""
    dataset = snapshot().datasets["d_compteurs"]
    column = dataset.column_named("releve_a")
    return dataset, replace(
        column, type=column_type, text_format=form and TextFormat(timestamp=form)
    )


@pytest.mark.parametrize(
    ("column_type", "form", "read"),
    [
        (ZONED, f"{ISO_OF_TEXTS}%z", f"TRY_CAST({TEXT_OF_IT} AS TIMESTAMP WITH TIME ZONE)"),
        (
            ZONED,
            "%d/%m/%Y %H:%M",
            f"WITH_TIMEZONE(DATE_PARSE({TEXT_OF_IT}, '%d/%m/%Y %H:%i'), 'Europe/Paris')",
        ),
        (LOCAL, None, f"TRY_CAST({TEXT_OF_IT} AS TIMESTAMP)"),
        (LOCAL, "%d/%m/%Y %H:%M", f"DATE_PARSE({TEXT_OF_IT}, '%d/%m/%Y %H:%i')"),
    ],
)
def test_a_form_is_read_as_it_is_declared(column_type, form, read):
    dataset, column = column_of(column_type, form)
    written = typed_column(dataset, column, StorageKind.FILES, "_t")
    assert written.sql("trino") == read


@pytest.mark.parametrize(
    ("column_type", "form"), [(ZONED, "%d/%m/%Y %H:%M%z"), (LOCAL, "%A %d/%m/%Y"), (LOCAL, "%H:%M")]
)
def test_a_form_that_engines_may_read_differently_is_refused(column_type, form):
    dataset, column = column_of(column_type, form)
    with pytest.raises(UnsupportedTextFormat):
        typed_column(dataset, column, StorageKind.FILES, "_t")


def shown(transform, column_type=LOCAL):
    dataset, column = column_of(column_type, None)
    query = logical("SELECT c.flux FROM val_d_ille_aubigne.collectes AS c", (), ())
    cell = CellTransform(transform)

    def typed(each):
        return typed_column(dataset, each, StorageKind.FILES, "_t")

    asked = context(query, "territory", "duckdb")
    return masked(typed, column, cell, "c", dataset, None, asked).sql("trino")


def test_a_month_of_a_local_instant_stays_a_local_instant():
    read = f"TRY_CAST({TEXT_OF_IT} AS TIMESTAMP)"
    assert shown(Transform.MONTH) == f"DATE_TRUNC('MONTH', {read})"
    assert shown(Transform.YEAR) == f"DATE_TRUNC('YEAR', {read})"


def test_what_is_withheld_from_some_rows_is_null_of_its_type():
    assert shown(Transform.NULL) == "CAST(NULL AS TIMESTAMP)"


def test_a_constant_without_its_value_shows_nothing():
    with pytest.raises(UnboundDecision):
        shown(Transform.CONSTANT)

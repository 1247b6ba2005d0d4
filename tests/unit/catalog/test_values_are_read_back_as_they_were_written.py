"""Covers catalog.canonical_json, catalog.codec."""

import json

import pytest
from hypothesis import given

from catalog.canonical_json import write_canonical
from catalog.codec import read_value, write_value
from catalog.model.agreement import Agreement
from catalog.model.organisation import Organisation
from catalog.model.storage import PostgresqlOptions, Storage, StorageKind
from catalog.problems import UnreadableEntry
from tests.unit.catalog.examples import DEPOT, DRAFT, VAL_DILLE, entities


@given(entities)
def test_every_kind_of_value_survives_the_store(entity):
    text = write_canonical(write_value(entity))
    assert read_value(type(entity), json.loads(text)) == entity


@given(entities)
def test_equal_values_are_equal_bytes(entity):
    again = read_value(type(entity), write_value(entity))
    assert write_canonical(write_value(again)) == write_canonical(write_value(entity))


def test_the_class_of_storage_options_is_written_out():
    base = Storage(
        "s", VAL_DILLE.siren, StorageKind.POSTGRESQL, PostgresqlOptions("h", 5432, "b", "u")
    )
    assert write_value(base)["options"]["is"] == "PostgresqlOptions"
    assert write_value(DEPOT)["options"]["is"] == "FilesOptions"


def test_a_field_that_came_later_takes_its_default():
    document = write_value(DRAFT)
    del document["retired_columns"]
    assert read_value(type(DRAFT), document) == DRAFT


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (Organisation, {**write_value(VAL_DILLE), "siren": "243500668"}),
        (Organisation, {**write_value(VAL_DILLE), "kind": "club"}),
        (Organisation, {**write_value(VAL_DILLE), "extra": 1}),
        (Organisation, {"siren": "243500667"}),
        (Organisation, [1]),
        (Storage, {**write_value(DEPOT), "options": {"directory": "/srv"}}),
        (Storage, {**write_value(DEPOT), "options": {"is": "AllRows"}}),
        (Storage, {**write_value(DEPOT), "secnumcloud": "true"}),
        (Agreement, {"ended_at": "2026-01-01T00:00:00"}),
    ],
)
def test_what_is_not_a_value_is_refused_when_read(kind, document):
    with pytest.raises(UnreadableEntry):
        read_value(kind, document)


def test_the_reason_why_an_entry_is_unreadable_is_not_told_to_the_caller():
    with pytest.raises(UnreadableEntry) as refused:
        read_value(Organisation, {"secret-looking": 1})
    assert "secret-looking" not in refused.value.sentence("fr") + refused.value.sentence("en")

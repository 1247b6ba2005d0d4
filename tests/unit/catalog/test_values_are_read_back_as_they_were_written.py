"""Covers catalog.canonical_json, catalog.codec, catalog.later_parts, catalog.store.pictures."""

import json
from dataclasses import make_dataclass

import pytest
from hypothesis import given

from catalog.canonical_json import write_canonical
from catalog.codec import read_value, write_value
from catalog.later_parts import with_later_parts
from catalog.model.agreement import Agreement
from catalog.model.later_field import informs, restricts
from catalog.model.organisation import Organisation
from catalog.model.storage import PostgresqlOptions, Storage, StorageKind
from catalog.model.version import CatalogVersion
from catalog.problems import UnreadableEntry
from catalog.store.pictures import EntryRow, Picture, advanced
from tests.integration.oracle.mutants import InPython
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


_BUGS = {
    "what is unknown is read past": InPython(
        "catalog.codec", "_object_reader", "elif key != TAG:", "elif False:"
    ),
    "a mark opens what restricts": InPython(
        "catalog.codec", "_object_reader", "and key[1:] not in readers", ""
    ),
    "an unknown family is read past": InPython(
        "catalog.store.pictures", "_family_of", "if informs or", "if True or"
    ),
    "a known family is emptied by a mark": InPython(
        "catalog.store.pictures", "_family_of", "and row.family[1:] not in _FAMILIES", ""
    ),
    "a restriction is not written": InPython(
        "catalog.codec", "_write_object", "held != unwritten", "False"
    ),
    "what is not known is lost": InPython(
        "catalog.later_parts", "_object", "written | kept", "written"
    ),
    "what was taken back stays": InPython(
        "catalog.later_parts", "_object", "and not is_known(of, key, each)", ""
    ),
}


def _lost_between_versions():
    """The first thing that a version ignores, forgets or keeps wrongly; None: nothing."""
    version = CatalogVersion("e", 1)
    later = make_dataclass(
        "Later",
        [("name", str), ("shut", bool, restricts(default=False)), ("size", int, informs(0))],
        frozen=True,
    )
    refused = {
        "a field": lambda: read_value(later, {"name": "a", "hidden": True}),
        "a field under a mark": lambda: read_value(later, {"name": "a", "+shut": True}),
        **{
            family: lambda family=family: advanced(
                Picture(version), version, [EntryRow(family, "k", None, "{}")]
            )
            for family in ("weather", "+dataset")
        },
    }
    for name, read in refused.items():
        try:
            read()
        except UnreadableEntry:
            continue
        return name
    if write_value(later("a", shut=True, size=3)) != {"name": "a", "shut": True, "+size": 3}:
        return "a value"
    if write_value(later("a")) != {"name": "a"}:
        return "a default"
    before = {"name": "a", "+size": 3, "+seen": [1]}
    if with_later_parts(later, before, {"name": "b"}) != {"name": "b", "+seen": [1]}:
        return "a part"
    return None


def test_two_versions_neither_ignore_nor_lose_anything():
    assert _lost_between_versions() is None


@pytest.mark.parametrize("bug", _BUGS)
def test_a_planted_bug_between_versions_dies(bug, monkeypatch):
    _BUGS[bug].plant(monkeypatch)
    assert _lost_between_versions() is not None

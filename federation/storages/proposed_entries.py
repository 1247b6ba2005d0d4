"""The datasets that would declare the objects of a storage: to be read again by a person."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalog.declaration.dataset_writing import write_csv_format, write_text_format, write_type
from catalog.declaration.stated import Entry, stated
from catalog.declaration.storage_writing import short_name
from catalog.model.column_types import DAYS, NUMBERS
from catalog.model.dataset import ObjectKind
from catalog.model.storage import Storage, StorageKind
from catalog.proposed_names import UNIT, names_a_person, new_name
from federation.storages.proposed_links import ProposedEntry, with_links
from federation.storages.protocol import FoundColumn, FoundObject

_FILES = {".csv": ObjectKind.CSV, ".parquet": ObjectKind.PARQUET}


def proposed_entries(storage: Storage, objects: Iterable[FoundObject]) -> tuple[ProposedEntry, ...]:
    """One for each object, in their order, under names that differ."""
    known: set[str] = set()
    return with_links([_proposed(each, storage, known) for each in objects])


def kind_of(held: FoundObject) -> ObjectKind:
    suffix = posixpath.splitext(held.name)[1].lower()
    return _FILES.get(suffix, ObjectKind.TABLE) if held.schema is None else ObjectKind.TABLE


def _proposed(held: FoundObject, storage: Storage, known: set[str]) -> ProposedEntry:
    if not any(each.type for each in held.columns):
        return ProposedEntry(held)
    stem = posixpath.splitext(held.name)[0]
    name = new_name(stem.replace("*", "tout"), known, "jeu")
    named = tuple(_named(held.columns))
    title = posixpath.basename(stem).replace("_", " ").replace("*", "").strip() or name
    entry = stated(
        {
            "title": {"fr": held.comment or title},
            "storage": short_name(storage.id),
            "object": _object(held, storage),
            "columns": {column: _column(each) for column, each in named},
            "primary_key": [
                column for column, each in named if each.source_name in held.primary_key
            ],
            **_links(named),
            "personal_data": any(names_a_person(each.source_name) for _, each in named),
        }
    )
    return ProposedEntry(
        held, name, entry, tuple((each.source_name, column) for column, each in named)
    )


def _object(held: FoundObject, storage: Storage) -> Entry:
    entry = stated({"kind": kind_of(held).value, "name": held.name, "schema": held.schema})
    if held.csv is None:
        return entry
    csv = write_csv_format(held.csv)
    if storage.kind is StorageKind.S3:
        # There files are read by position.
        csv["columns"] = [each.source_name for each in held.columns]
    else:
        csv.pop("columns", None)
    return {**entry, "csv": csv}


def _named(columns: Iterable[FoundColumn]) -> Iterator[tuple[str, FoundColumn]]:
    known: set[str] = set()
    for column in columns:
        if column.type is not None:
            label, _ = _label_and_unit(column)
            meant = "code_commune" if column.concept == "commune" else label
            yield new_name(meant, known, "colonne"), column


def _column(column: FoundColumn) -> Entry:
    label, unit = _label_and_unit(column)
    entry = stated(
        {
            "type": None if column.type is None else write_type(column.type),
            "label": {"fr": column.comment or label},
            "source": column.source_name,
            "unit": unit,
            "concept": column.concept,
            "classification": "personal" if names_a_person(column.source_name) else None,
        }
    )
    if column.text_format is not None:
        entry["text_format"] = write_text_format(column.text_format)
    return entry


def _links(named: Sequence[tuple[str, FoundColumn]]) -> dict[str, Any]:
    communes = [name for name, each in named if each.concept == "commune"]
    days = [name for name, each in named if each.type and each.type.scalar in DAYS]
    if len(communes) != 1 or not days:
        # Which vintage rows without a day are read on is not ours to guess.
        return {}
    taken = {name for name, _ in named}
    relation = {"commune": {"column": communes[0], "concept": "commune"}}
    return {
        "territory": {"column": communes[0], "date_column": days[0]},
        "relations": None if "commune" in taken else relation,
    }


def _label_and_unit(column: FoundColumn) -> tuple[str, str]:
    is_measure = column.type is not None and column.type.scalar in NUMBERS
    written = UNIT.fullmatch(column.source_name)
    if written and is_measure:
        return written[1], written[2]
    suffix = "" if column.text_format is None else column.text_format.suffix
    return column.source_name, suffix

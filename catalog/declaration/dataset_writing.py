"""A dataset as the `datasets` section writes it: everything by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from catalog.declaration.stated import Entry, label, stated
from catalog.declaration.storage_writing import short_name
from catalog.model.acceptance import Acceptance
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    Link,
    Listing,
    PhysicalObject,
    ScalarType,
    TextFormat,
)
from catalog.model.hosting import HostingDemand
from catalog.snapshot import Snapshot

_WORDS = {"\t": "tab", " ": "space"}
_TIME_ZONE = "Europe/Paris"


def write_dataset(dataset: Dataset, catalog: Snapshot) -> Entry:
    """Applying it again changes nothing."""
    names = {each.id: str(each.name) for each in dataset.columns}
    territory = dataset.territory
    return stated(
        {
            "title": label(dataset.title_fr, dataset.title_en),
            "description": label(dataset.description_fr, dataset.description_en),
            "storage": _storage(dataset, catalog),
            "object": _object(dataset.physical),
            "columns": {str(each.name): _column(each) for each in dataset.columns},
            "primary_key": [names[each] for each in dataset.primary_key],
            "territory": territory
            and stated(
                {
                    "column": names[territory.column],
                    "date_column": territory.date_column and names[territory.date_column],
                    "vintage": territory.vintage,
                }
            ),
            "relations": {
                **{
                    str(each.name): {"column": names[each.column], "concept": each.concept}
                    for each in dataset.relations
                },
                **{
                    str(each.name): _link(each, names, catalog)
                    for each in dataset.links
                    if each.elsewhere is not None or each.dataset in catalog.datasets
                },
            }
            or None,
            "unit_key": dataset.unit_key and names[dataset.unit_key],
            "standard": dataset.standard,
            "time_zone": None if dataset.time_zone == _TIME_ZONE else dataset.time_zone,
            "licence": dataset.licence,
            "update_frequency": dataset.update_frequency and dataset.update_frequency.value,
            "contact": dataset.contact and dataclasses.asdict(dataset.contact),
            "personal_data": dataset.personal_data,
            "synthetic": dataset.synthetic,
            "access_level": None
            if dataset.access_level is AccessLevel.RESTRICTED
            else dataset.access_level.value,
            "listing": None if dataset.listing is Listing.PARTIES else dataset.listing.value,
            "reader_groups": sorted(dataset.reader_groups),
            "hosting": dataset.hosting and write_hosting(dataset.hosting),
            "acceptance": dataset.acceptance and write_acceptance(dataset.acceptance, names),
        }
    )


def write_type(kind: ColumnType) -> str:
    """`decimal(12,2)`, `string`…"""
    if kind.scalar is ScalarType.DECIMAL:
        return f"decimal({kind.precision},{kind.scale})"
    return kind.scalar.value


def write_hosting(demand: HostingDemand) -> Entry:
    return stated(
        {
            "countries": list(demand.countries),
            "secnumcloud": demand.secnumcloud,
            "operated_by": list(demand.operated_by),
        }
    )


def write_acceptance(rules: Acceptance, names: Mapping[str, str]) -> Entry:
    """`names` of columns by their ids."""
    contract = rules.contract
    return stated(
        {
            "standard": rules.standard,
            "period": rules.period and rules.period.value,
            "columns_complete": [names[column] for column in rules.columns_complete],
            "no_duplicates": rules.no_duplicates,
            "contract": contract and {"column": names[contract.column], "equals": contract.equals},
        }
    )


def _link(link: Link, names: Mapping[str, str], catalog: Snapshot) -> Entry:
    if link.elsewhere is not None:
        dataset, _, key = link.elsewhere.rpartition(".")
        return {
            "column": names[link.column],
            "dataset": dataset,
            "key": key,
            "reverse": str(link.reverse),
        }
    linked = catalog.datasets[link.dataset]
    keys = {each.id: str(each.name) for each in linked.columns}
    return stated(
        {
            "column": names[link.column],
            "dataset": str(linked.name),
            "key": None if linked.primary_key == (link.key,) else keys.get(link.key),
            "reverse": str(link.reverse),
        }
    )


def _storage(dataset: Dataset, catalog: Snapshot) -> str:
    """One's own by its short name, another's after that of its owner."""
    storage = catalog.storages.get(dataset.storage_id)
    name = short_name(dataset.storage_id)
    if storage is None or storage.owner == dataset.owner:
        return name
    return f"{catalog.organisations[storage.owner].slug}.{name}"


def _object(physical: PhysicalObject) -> Entry:
    entry: Entry = stated(
        {"kind": physical.kind.value, "name": physical.name, "schema": physical.schema}
    )
    return entry if physical.csv is None else {**entry, "csv": write_csv_format(physical.csv)}


def write_csv_format(csv: CsvFormat) -> Entry:
    """The entry of the format, without usual values."""
    entry = _unusual(csv, CsvFormat())
    if csv.total_rows is not None:
        rows = csv.total_rows
        entry["total_rows"] = {"column": rows.column, "values": list(rows.values)}
    return entry


def _column(column: Column) -> Entry:
    entry = stated(
        {
            "type": write_type(column.type),
            "source": None if column.source_name == column.name else column.source_name,
            "label": label(column.label_fr, column.label_en),
            "description": label(column.description_fr, column.description_en),
            "unit": column.unit,
            "concept": column.concept,
            "classification": None
            if column.classification is Classification.INTERNAL
            else column.classification.name.lower(),
            "share_of_whole": column.share_of_whole,
            "secret": column.secret and column.secret.value,
            "code_list": list(column.code_list),
            "codes": {each.word: each.code for each in column.codes},
        }
    )
    if column.text_format is not None:
        entry["text_format"] = write_text_format(column.text_format)
    return entry


def write_text_format(written: TextFormat) -> Entry:
    """The entry of the format, without usual values."""
    return _unusual(written, TextFormat())


def _unusual(written: Any, usual: Any) -> Entry:
    """The fields that are not as they are when nothing is said; blanks by their words."""
    values = {each.name: getattr(written, each.name) for each in dataclasses.fields(written)}
    return {
        key: list(value) if isinstance(value, tuple) else _WORDS.get(value, value)
        for key, value in values.items()
        if value != getattr(usual, key) and key != "total_rows"
    }

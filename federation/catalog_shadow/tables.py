"""The tables that one set of rights may know of, as a shadow holds them: without a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.model.dataset import Column
from catalog.standards.standard import StandardField
from federation.postgresql.kinds import Kind, kind_of
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.sql.names import SqlNames
from federation.standards.standard_tables import LABELS, STANDARDS


@dataclass(frozen=True, slots=True)
class ShadowColumn:
    """`digits` of a decimal; `label` is what a tool shows as its comment."""

    name: str
    kind: Kind
    digits: tuple[int, int] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ShadowTable:
    schema: str
    name: str
    columns: tuple[ShadowColumn, ...]
    key: tuple[str, ...] = ()
    label: str = ""


def shadow_tables(names: SqlNames) -> tuple[ShadowTable, ...]:
    """In the order of their names: those of bodies, of standards and of reference."""
    return tuple(sorted(_tables(names), key=lambda table: (table.schema, table.name)))


def digest_of(tables: Iterable[ShadowTable]) -> str:
    """Equal for those who may know of the same: they share a shadow."""
    return hashlib.sha256(repr(tuple(tables)).encode()).hexdigest()


def _tables(names: SqlNames) -> Iterator[ShadowTable]:
    for schema, datasets in names.datasets.items():
        for name, dataset in datasets.items():
            columns = tuple(_column(column) for column in dataset.columns)
            by_id = {column.id: column.name.lower() for column in dataset.columns}
            key = tuple(by_id[each] for each in dataset.primary_key if each in by_id)
            yield ShadowTable(schema, name, columns, key, dataset.title_fr)
    for name, table in REFERENCE_TABLES.items():
        yield ShadowTable(
            REFERENCE,
            name,
            tuple(
                ShadowColumn(column.name, kind_of(column.type), None, column.label_fr)
                for column in table.columns
            ),
        )
    for name, standard in names.standards.items():
        fields = [_field(field) for field in standard.standard.fields]
        labels = [ShadowColumn(label, Kind.TEXT) for label in LABELS]
        yield ShadowTable(STANDARDS, name, (*fields, *labels), (), standard.standard.title)


def _field(field: StandardField) -> ShadowColumn:
    kind = field.given_as
    digits = None if kind.precision is None else (kind.precision, kind.scale or 0)
    label = "" if field.label is None else field.label.fr
    return ShadowColumn(field.name, kind_of(kind), digits, label)


def _column(column: Column) -> ShadowColumn:
    kind = column.type
    has_digits = kind.precision is not None
    digits = (kind.precision or 38, kind.scale or 0) if has_digits else None
    return ShadowColumn(column.name.lower(), kind_of(kind), digits, column.label_fr or "")

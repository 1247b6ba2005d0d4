"""Steps that the administrator of a storage takes once: the least rights that reading it needs.

The steps are told, never run: the texts have names filled in that were checked when the storage was
registered.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SqliteOptions,
    Storage,
    StorageKind,
    StorageOptions,
)
from federation.storages import instruction_texts as texts


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and what is typed for it (several lines)."""

    text: Bilingual
    typed: str


def instructions_for(
    kind: StorageKind, storage: Storage | None = None, datasets: Sequence[Dataset] = ()
) -> tuple[Step, ...]:
    """For one storage with its own names and the tables that are registered, else with blanks."""
    names = _names(kind, None if storage is None else storage.place.options)
    # What is read in its database is the list of its tables, wherever those are.
    listed = kind is StorageKind.ICEBERG
    tables = texts.ICEBERG_CATALOG if listed else _tables(datasets)
    return tuple(
        Step(_filled(step.text, names), _typed(step, names, tables))
        for step in _steps(kind, storage)
    )


def _filled(text: Bilingual, names: Mapping[str, str]) -> Bilingual:
    return Bilingual(text.fr.format(**names), text.en.format(**names))


def _steps(kind: StorageKind, storage: Storage | None) -> Sequence[texts.StepText]:
    if kind is StorageKind.DEPOSIT and storage is not None:
        return texts.DEPOSITS[storage.place.kind]
    return texts.STEPS[kind]


def _tables(datasets: Sequence[Dataset]) -> Sequence[tuple[str, str]]:
    return sorted(
        {(each.physical.schema or "public", each.physical.name) for each in datasets}
    ) or [("SCHEMA", "TABLE")]


def _typed(
    step: texts.StepText, names: Mapping[str, str], tables: Sequence[tuple[str, str]]
) -> str:
    lines = []
    for line in step.typed:
        if "{table}" in line:
            lines += [line.format(**names, schema=schema, table=name) for schema, name in tables]
        elif "{schema}" in line:
            schemas = sorted({schema for schema, _ in tables})
            lines += [line.format(**names, schema=schema) for schema in schemas]
        else:
            lines.append(line.format(**names))
    return "\n".join(lines)


def _names(kind: StorageKind, options: StorageOptions | None) -> Mapping[str, str]:
    match options:
        case PostgresqlOptions() | MariadbOptions():
            return {"database": options.database, "user": options.user}
        case S3Options():
            return {
                "bucket": options.bucket,
                "prefix": options.prefix,
                "access_key": options.access_key,
            }
        case IcebergOptions(catalog=base, store=store):
            return {
                "database": base.database,
                "user": base.user,
                "bucket": store.bucket,
                "prefix": store.prefix,
                "access_key": store.access_key,
            }
        case IcebergRestOptions(store=store):
            return {
                "uri": options.uri.rstrip("/"),
                "warehouse": options.warehouse,
                "client_id": options.client_id or "—",
                "bucket": store.bucket,
                "prefix": store.prefix,
                "access_key": store.access_key,
            }
        case FilesOptions(directory=path) | SqliteOptions(path=path):
            return {"path": shlex.quote(path)}
        case DepositOptions():
            raise TypeError(options)
        case None:
            return texts.BLANKS[kind]

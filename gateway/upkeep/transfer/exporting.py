"""An installation, or what concerns one body, as a folder of open files."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from catalog.actions.deposit import object_of_version, original_of_version
from catalog.changes import Family
from catalog.exports.open_table import write_head, write_line
from catalog.model.storage import Storage
from catalog.problems import UnreadableEntry
from catalog.snapshot import Snapshot
from catalog.store.store import Store
from catalog.store.transfer import StorePicture, fields_of
from federation.storages.deposit_files import DepositPlace
from federation.storages.problems import StorageFileMissing
from gateway.proof.problems import ExportFolderTaken
from gateway.proof.signing_key import SigningKey
from gateway.upkeep.transfer.layout import (
    DEPOSITS,
    ENTRIES,
    FORMAT,
    ORDER,
    PACKAGE,
    cells_of_entry,
    fields_of_file,
    file_of,
    file_of_family,
    files,
    schema,
)
from gateway.upkeep.transfer.of_one_body import OneBody
from gateway.upkeep.transfer.problems import UnknownBody
from gateway.upkeep.transfer.signature import write_signature

Place = Callable[[Storage], DepositPlace]


async def export_installation(
    store: Store,
    folder: Path,
    revision: str,
    place: Place,
    siren: str | None = None,
    *,
    key: SigningKey | None = None,
) -> dict[str, int]:
    """Writes the installation into `folder`; the number of rows that each file holds. Signed by
    `key`. Raises ExportFolderTaken, UnknownBody, StoreUnavailable, UnreadableEntry and what a
    storage of deposits may say.
    """
    await asyncio.to_thread(_refuse_taken, folder)
    snapshot = await store.current()
    if siren is not None and siren not in snapshot.organisations:
        raise UnknownBody(siren=siren)
    counts: dict[str, int] = {}
    own = None if siren is None else OneBody(siren)
    async with store.transfer.picture() as picture:
        for table in ORDER:
            counts |= await _written(picture, table, folder, own)
    deposited = await asyncio.to_thread(_copy_deposits, snapshot, folder, place, siren)
    package = _package(folder, counts, deposited, revision, siren)
    (folder / PACKAGE).write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if key is not None:
        write_signature(folder, key)
    return counts


async def _written(
    picture: StorePicture, table: str, folder: Path, own: OneBody | None
) -> dict[str, int]:
    names: dict[str, Family | None] = {file_of(table): None}
    if table == ENTRIES:
        names = {file_of_family(family): family for family in Family}
    counts = dict.fromkeys(names, 0)
    with ExitStack() as stack:
        opened = {name: stack.enter_context(_new(folder / name)) for name in names}
        for name, family in names.items():
            write_head(opened[name], fields_of_file(table, family))
        fields = fields_of(table)
        async for whole in picture.rows(table):
            row = whole if own is None else own.kept(table, whole)
            if row is None:
                continue
            if table == ENTRIES:
                of = _family_of(row)
                name = file_of_family(of)
                write_line(opened[name], cells_of_entry(of, row))
            else:
                name = file_of(table)
                write_line(opened[name], [row[field.name] for field in fields])
            counts[name] += 1
    return counts


def _family_of(row: Mapping[str, Any]) -> Family:
    """A later version's own, which this one would leave out, is for that version to export."""
    try:
        return Family(row["family"])
    except ValueError:
        named = f"{row['family']} {row['key']}"
        raise UnreadableEntry(kind=row["family"], reason="unknown family", entry=named) from None


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise ExportFolderTaken(folder=str(folder))


def _new(path: Path) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("x", encoding="utf-8", newline="")


def _copy_deposits(
    snapshot: Snapshot, folder: Path, place: Place, siren: str | None
) -> dict[str, str]:
    """The dataset of each file that was copied, by its name in the export. What its storage does
    not hold any more (an older version that was taken out) is left out.
    """
    datasets = {**snapshot.withdrawn_datasets, **snapshot.datasets}
    copied: dict[str, str] = {}
    for deposit in snapshot.deposits.values():
        dataset = datasets.get(deposit.dataset_id)
        storage = snapshot.storages.get(deposit.storage_id)
        if dataset is None or storage is None or siren not in {None, dataset.owner}:
            continue
        for version in deposit.versions:
            for name in (
                object_of_version(dataset, version.number),
                original_of_version(dataset, version.number),
            ):
                target = folder / DEPOSITS / name
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    place(storage).fetch(name, target)
                except StorageFileMissing:
                    target.unlink(missing_ok=True)
                else:
                    copied[f"{DEPOSITS}/{name}"] = dataset.id
    return copied


def _package(
    folder: Path,
    counts: Mapping[str, int],
    deposited: Mapping[str, str],
    revision: str,
    siren: str | None,
) -> dict[str, Any]:
    """A Frictionless data package; nothing in it tells when it was made, so that two exports of the
    same are the same bytes.
    """
    tables = files()
    resources = [
        {
            "name": name.removesuffix(".csv").replace("/", "-"),
            "path": name,
            "format": "csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ";", "lineTerminator": "\r\n"},
            "rows": counts[name],
            **_digest(folder / name),
            "schema": schema(fields_of_file(*tables[name])),
        }
        for name in sorted(counts)
    ]
    resources += [
        {"name": f"deposit-{number}", "path": name, "dataset": dataset, **_digest(folder / name)}
        for number, (name, dataset) in enumerate(sorted(deposited.items()), 1)
    ]
    return {
        "profile": "data-package",
        "name": "interco-export" if siren is None else f"interco-export-{siren}",
        "format": FORMAT,
        "revision": revision,
        "body": siren,
        "resources": resources,
    }


def _digest(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}

"""A folder that an export wrote, into an empty installation: whole, or nothing of it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from catalog.changes import Family
from catalog.exports.open_table import Field, read_cell, read_lines
from catalog.store.store import Store
from catalog.store.transfer import TABLES, StoreNotEmptyError, fields_of
from gateway.upkeep.transfer.layout import (
    CATALOG,
    FORMAT,
    PACKAGE,
    fields_of_family,
    files,
)
from gateway.upkeep.transfer.own_files import copy_of, own_file, read_own_file
from gateway.upkeep.transfer.placing import Place, deposited_files, place_files
from gateway.upkeep.transfer.problems import (
    InstallationNotEmpty,
    TransferTooNew,
    UnreadableTransfer,
)
from gateway.upkeep.transfer.signature import check_signature

Row = Mapping[str, Any]


async def import_installation(
    store: Store,
    folder: Path,
    revision: str,
    place: Place,
    fingerprint: str | None,
    look: Callable[[Path, str], None] | None = None,
) -> dict[str, int]:
    """Takes an export into an empty installation; the number of rows that each file gave.
    `fingerprint` is that of the key that signed the export; None: anybody's export is taken. `look`
    shows a person what would come in, and may end it.

    Raises UnreadableTransfer, TransferTooNew, ExportUnsigned, ExportOfAnother, DepositMissing,
    DepositTaken, InstallationNotEmpty, StoreUnavailable, and what a storage of deposits may say.
    """
    with copy_of(folder) as own:
        return await _imported(store, own, revision, place, fingerprint, look)


async def _imported(
    store: Store,
    folder: Path,
    revision: str,
    place: Place,
    fingerprint: str | None,
    look: Callable[[Path, str], None] | None,
) -> dict[str, int]:
    package = await asyncio.to_thread(checked_package, folder, revision)
    if fingerprint is not None:
        await asyncio.to_thread(check_signature, folder, fingerprint)
    if look is not None:
        await asyncio.to_thread(look, folder, revision)
    deposited = await asyncio.to_thread(deposited_files, folder, package)
    counts: dict[str, int] = {}
    there = {resource["path"] for resource in package["resources"]}
    take_out: Callable[[], None] | None = None
    try:
        async with store.transfer.filling() as filling:
            for table in TABLES:
                for name, (of, family) in files().items():
                    if of == table and name in there:
                        counts[name] = await filling.put(table, _rows(folder / name, of, family))
            take_out = await asyncio.to_thread(place_files, folder, deposited, place)
    except BaseException as failure:
        if take_out is not None:
            await asyncio.to_thread(take_out)
        if isinstance(failure, StoreNotEmptyError):
            raise InstallationNotEmpty from None
        raise
    return counts


def checked_package(folder: Path, revision: str) -> dict[str, Any]:
    """Every file is there and is the one that was written."""
    try:
        package: dict[str, Any] = json.loads(read_own_file(folder, PACKAGE))
        is_ours = package["format"] == FORMAT
        there, resources = str(package["revision"]), list(package["resources"])
        wanted = {str(each["path"]): str(each["hash"]) for each in resources}
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableTransfer(what=PACKAGE) from None
    if not is_ours:
        raise UnreadableTransfer(what=PACKAGE)
    if there > revision:
        raise TransferTooNew(there=there, wanted=revision)
    for name in wanted:
        if name.startswith(CATALOG) and name not in files():
            raise TransferTooNew(there=name, wanted=revision)
    for name, digest in wanted.items():
        with own_file(folder, name).open("rb") as file:
            if f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}" != digest:
                raise UnreadableTransfer(what=name)
    return package


def _rows(path: Path, table: str, family: Family | None) -> Iterator[Row]:
    known = {field.name: field for field in _fields(table, family)}
    with path.open(encoding="utf-8", newline="") as file:
        lines = read_lines(file)
        read = 0
        try:
            head = [str(name) for name in next(lines)]
            fields = [known[name] if family is None else known.get(name) for name in head]
            for line in lines:
                yield _row(head, fields, line, family)
                read += 1
        except (ValueError, KeyError, IndexError, StopIteration):
            raise UnreadableTransfer(what=f"{path.name}, {read}") from None


def _fields(table: str, family: Family | None) -> tuple[Field, ...]:
    return fields_of(table) if family is None else fields_of_family(family)


def _row(
    head: list[str], fields: list[Field | None], line: list[str | None], family: Family | None
) -> Row:
    cells = {
        name: read_cell(text, field)
        for name, field, text in zip(head, fields, line, strict=True)
        if field is not None
    }
    if family is None:
        return cells
    # What is shown beside it is for people: the whole of an entry is its body.
    names = ("key", "since_version", "until_version", "body")
    return {"family": family.value, **{name: cells[name] for name in names}}

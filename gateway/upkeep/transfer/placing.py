"""The files of an export's deposits: all of them where they belong, or none of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalog.changes import Family
from catalog.codec import read_value
from catalog.exports.open_table import read_lines
from catalog.model.storage import Storage
from federation.storages.deposit_files import DepositPlace, NameTakenError
from gateway.upkeep.transfer.layout import DEPOSITS, file_of_family
from gateway.upkeep.transfer.own_files import own_file
from gateway.upkeep.transfer.problems import DepositMissing, DepositTaken, UnreadableTransfer

Place = Callable[[Storage], DepositPlace]


@dataclass(frozen=True, slots=True)
class DepositedFile:
    """`name` is relative to the deposit; `path` in the folder of the export."""

    name: str
    path: str
    storage: Storage = field(repr=False)


def deposited_files(folder: Path, package: Mapping[str, Any]) -> tuple[DepositedFile, ...]:
    """Raises DepositMissing for a file of a dataset that has no deposit in the export's catalog,
    UnreadableTransfer.
    """
    resources = [each for each in package["resources"] if "dataset" in each]
    if not resources:
        return ()
    deposits = {body["dataset_id"]: body for body in current_entries(folder, Family.DEPOSIT)}
    storages = {body["id"]: body for body in current_entries(folder, Family.STORAGE)}
    files = []
    for resource in resources:
        deposit = deposits.get(resource["dataset"])
        storage = None if deposit is None else storages.get(deposit["storage_id"])
        path = str(resource["path"])
        if storage is None or not path.startswith(f"{DEPOSITS}/"):
            raise DepositMissing(what=path[:120], dataset=str(resource["dataset"])[:80])
        try:
            read = read_value(Storage, storage)
        except (ValueError, KeyError, TypeError):
            raise UnreadableTransfer(what=file_of_family(Family.STORAGE)) from None
        files.append(DepositedFile(path.removeprefix(f"{DEPOSITS}/"), path, read))
    return tuple(files)


def current_entries(folder: Path, family: Family) -> Iterator[Mapping[str, Any]]:
    """The entries of the last version."""
    name = file_of_family(family)
    try:
        with own_file(folder, name).open(encoding="utf-8", newline="") as file:
            lines = read_lines(file)
            head = [str(each) for each in next(lines)]
            for line in lines:
                row = dict(zip(head, line, strict=True))
                if row["until_version"] is None:
                    yield json.loads(str(row["body"]))
    except (OSError, ValueError, KeyError, IndexError, StopIteration):
        raise UnreadableTransfer(what=name) from None


def place_files(folder: Path, files: Sequence[DepositedFile], place: Place) -> Callable[[], None]:
    """Keeps all of them; what is given back takes them out again. Raises DepositTaken, and what
    their storages say, once what was kept is taken out.
    """
    kept: list[DepositedFile] = []

    def take_out() -> None:
        for file in kept:
            place(file.storage).remove(file.name)

    try:
        for file in files:
            source = own_file(folder, file.path)
            try:
                place(file.storage).keep(file.name, source)
            except NameTakenError:
                _check_same(file, source, place)
            else:
                kept.append(file)
    except BaseException:
        take_out()
        raise
    return take_out


def _check_same(file: DepositedFile, source: Path, place: Place) -> None:
    """A file of that name is there: the very one that was exported, or somebody's."""
    with TemporaryDirectory() as scratch:
        there = Path(scratch) / "there"
        place(file.storage).fetch(file.name, there)
        if there.read_bytes() != source.read_bytes():
            raise DepositTaken(what=file.path[:120])

"""Files dropped into folders that the operator's own server fills (SFTP): taken once they rest.

`<root>/<slug of the body>/<dataset>/<file>` of the operator's folder, or `<dataset>/<file>` beneath
a body's own `files` storage that takes drops; what else lies there is left alone. No link is
followed, and a file that has two names is nobody's to drop.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

import structlog

from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren, Slug
from catalog.model.problem import Problem
from catalog.model.storage import FilesOptions, StorageKind
from catalog.snapshot import Snapshot
from federation.storages.beneath import list_names, open_directory, open_file
from federation.storages.problems import StorageDirectoryMissing
from gateway.base.background_loop import repeat
from gateway.files.deposits.arriving import ArrivalPorts, keep_arrived, tell
from gateway.files.deposits.problems import TooManyUploads
from intake.file_reading.containers import MOST_BYTES

_log = structlog.get_logger()
_EVERY_S, SETTLES_S = 5.0, 15.0
_OURS = 500
_UNFINISHED = (".part", ".filepart", ".tmp", ".crdownload", ".swp")

_State = tuple[int, int]
"""Its size and when it was last written."""
Resting = dict[str, tuple[_State, float]]
"""By path: as it was seen, and since when (seconds on the loop's clock)."""


@dataclass(frozen=True, slots=True)
class DropFolders:
    """`root`: the operator's own; `approved`: where folders of storages may still be."""

    root: Path | None
    approved: Sequence[str]
    current: Callable[[], Awaitable[Snapshot]]
    ports: ArrivalPorts
    settles_s: float = SETTLES_S


async def watch_drops(folder: DropFolders) -> None:
    """For ever, until cancelled."""
    resting: Resting = {}

    async def round_() -> float:
        await look_at_drops(folder, resting)
        return _EVERY_S

    await repeat(round_, "drop_folder", retry_s=_EVERY_S)


async def look_at_drops(folder: DropFolders, resting: Resting) -> None:
    """Takes what has not changed for long enough."""
    snapshot = await folder.current()
    there: set[str] = set()
    now = asyncio.get_running_loop().time()
    for path, dataset in _places(folder, snapshot).items():
        for name, state in await asyncio.to_thread(_listed, path):
            file = f"{path}/{name}"
            there.add(file)
            before, since = resting.get(file, (None, now))
            if before != state:
                resting[file] = state, now
                since = now
            if now - since >= folder.settles_s:
                await _taken(file, state, dataset, folder.ports)
    for gone in resting.keys() - there:
        del resting[gone]


def _places(folder: DropFolders, snapshot: Snapshot) -> dict[str, Dataset]:
    """By path, which no two data of a body share."""
    places: dict[str, Dataset] = {}
    for dataset in snapshot.datasets.values():
        storage = snapshot.storages.get(dataset.storage_id)
        if storage is None or storage.kind is not StorageKind.DEPOSIT:
            continue
        slug = snapshot.organisations[dataset.owner].slug
        roots = [] if folder.root is None else [f"{folder.root}/{slug}"]
        roots += _own_folders(dataset.owner, slug, folder.approved, snapshot)
        places.update({f"{root}/{dataset.name}": dataset for root in roots})
    return places


def _own_folders(
    owner: Siren, slug: Slug, approved: Sequence[str], snapshot: Snapshot
) -> Iterator[str]:
    """The drop folders of the owner's storages, where the operator still approves of them."""
    for storage in snapshot.storages.values():
        options = storage.options
        if storage.owner != owner or not isinstance(options, FilesOptions):
            continue
        path = PurePosixPath(options.directory)
        if options.drop_folder and any(path.is_relative_to(f"{root}/{slug}") for root in approved):
            yield str(path)


def _listed(path: str) -> list[tuple[str, _State]]:
    """Blocks. A folder that is a link, or cannot be looked at, holds nothing of ours."""
    try:
        with open_directory(path) as directory:
            names = list_names(directory, path)
    except StorageDirectoryMissing:
        return []
    except Problem as problem:
        _log.warning("drop_folder_refused", code=problem.code)
        return []
    states = ((name, _state_of(f"{path}/{name}")) for name in names if not _is_unfinished(name))
    return [(name, state) for name, state in states if state is not None]


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(_UNFINISHED)


def _state_of(path: str) -> _State | None:
    """None for what is no file of one name, or is empty yet."""
    try:
        with open_file(path) as file:
            facts = os.fstat(file.descriptor)
    except Problem as problem:
        _log.info("drop_refused", code=problem.code)
        return None
    is_whole = stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1 and facts.st_size
    return (facts.st_size, facts.st_mtime_ns) if is_whole else None


async def _taken(path: str, state: _State, dataset: Dataset, ports: ArrivalPorts) -> None:
    mark = sha256(f"{path}\n{state[0]}\n{state[1]}".encode()).hexdigest()
    if not await ports.arrived.claim(mark, ports.clock()):
        return
    name = path.rpartition("/")[2]
    try:
        content = await asyncio.to_thread(_content, path, state)
        if content is None:
            await ports.arrived.release(mark)
            return
        await keep_arrived(content, name, dataset, "SFTP", ports)
    except Problem as problem:
        _log.info("drop_not_taken", code=problem.code)
        if problem.status >= _OURS or isinstance(problem, TooManyUploads):
            # It stays where it is, and is tried again.
            await ports.arrived.release(mark)
            return
        await tell("deposit.refused", name, "SFTP", dataset, ports, mark)
    except BaseException:
        await ports.arrived.release(mark)
        raise


def _content(path: str, state: _State) -> bytes | None:
    """One byte more than may be kept; None where it changed meanwhile. Blocks."""
    with open_file(path) as file, Path(file.path).open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
        facts = os.fstat(file.descriptor)
    is_same = (facts.st_size, facts.st_mtime_ns) == state and facts.st_nlink == 1
    return content if is_same else None

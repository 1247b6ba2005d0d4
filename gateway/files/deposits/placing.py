"""A version is put in the deposit, then the catalog refers to it: never half of the two."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass

import structlog

from catalog.actions.deposit import object_of_version, original_of_version
from catalog.actions.deposit_versions import DepositChange, deposit_of
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from federation.storages.deposit_files import DepositPlace, NameTakenError
from gateway.acts.commit import commit
from gateway.acts.deposits import AddDepositVersion
from gateway.acts.ports import ActPorts
from gateway.files.deposits.jobs import CONTENT
from gateway.files.deposits.places import place_of
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.preparing import Prepared, version_of
from gateway.files.deposits.problems import UploadsUnavailable
from gateway.files.deposits.uploads import Upload

_ATTEMPTS = 10
_LEFT_BEHIND_S = 3_600.0
_NUMBER = re.compile(r"v([1-9][0-9]{0,8})\.(?:parquet|original)")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`is_new`: the dataset was made by it."""

    change: DepositChange
    prepared: Prepared
    is_new: bool


async def place_version(
    upload: Upload,
    prepared: Prepared,
    note: str,
    subject: Subject,
    acts: ActPorts,
    ports: DepositPorts,
) -> Confirmed:
    """Raises DepositMoved, ActsRefused, SourceProblems; of what is raised nothing is left."""
    standpoint = Standpoint(subject, await acts.catalog.current(), acts.clock())
    dataset = prepared.dataset
    place = await place_of(prepared.storage_id, standpoint, acts, ports)
    deposit = standpoint.snapshot.deposits.get(dataset.id) or deposit_of(
        dataset, standpoint.snapshot
    )
    number = await _kept(upload, dataset, deposit, place, ports)
    names = object_of_version(dataset, number), original_of_version(dataset, number)
    act = AddDepositVersion(
        version_of(upload, prepared, number, note),
        dataset=None if prepared.is_new else dataset.id,
        seen=prepared.seen,
        draft=prepared.draft,
        answers=prepared.answers,
        retypings=prepared.retypings,
    )
    try:
        outcome = await commit(act, subject, acts, dry_run=False)
    except BaseException:
        await asyncio.shield(_taken_out(place, *names))
        raise
    await _leftovers_removed(dataset, outcome.result.deposit, place)
    return Confirmed(outcome.result, prepared, prepared.is_new)


async def _kept(
    upload: Upload, dataset: Dataset, deposit: Deposit, place: DepositPlace, ports: DepositPorts
) -> int:
    """The number under which both files lie now: the first that is free."""
    folder = f"{dataset.owner}/{dataset.name}"
    there = [_number(each.name) for each in await asyncio.to_thread(place.listed, folder)]
    last = max((deposit.last_number, *there))
    for _ in range(_ATTEMPTS):
        # A bucket may let two gateways write one name at once: nobody else has this number.
        number = last = await ports.draw_number(dataset.id, last + 1)
        original, content = (
            original_of_version(dataset, number),
            object_of_version(dataset, number),
        )
        try:
            await asyncio.to_thread(place.keep, original, ports.uploads.file(upload))
        except NameTakenError:
            continue
        try:
            await asyncio.to_thread(place.keep, content, ports.uploads.file(upload, CONTENT))
        except NameTakenError:
            await _taken_out(place, original)
            continue
        except BaseException:
            await asyncio.shield(_taken_out(place, original))
            raise
        return number
    raise UploadsUnavailable


async def _taken_out(place: DepositPlace, *names: str) -> None:
    for name in names:
        # Nothing refers to it: the next deposit of this dataset removes what stays.
        with suppress(Problem, OSError):
            await asyncio.to_thread(place.remove, name)


async def _leftovers_removed(dataset: Dataset, deposit: Deposit, place: DepositPlace) -> None:
    """Removes files that a crash has left: of no version, older than any deposit that goes on."""
    known = {each.number for each in deposit.versions}
    with suppress(Problem, OSError):
        for left in await asyncio.to_thread(place.listed, f"{dataset.owner}/{dataset.name}"):
            if _number(left.name) not in known and left.age_s > _LEFT_BEHIND_S:
                _log.info("deposit_leftover_removed", dataset=dataset.id)
                await _taken_out(place, left.name)


def _number(name: str) -> int:
    match = _NUMBER.fullmatch(name.rpartition("/")[2])
    return 0 if match is None else int(match[1])

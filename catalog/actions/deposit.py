"""Rules of deposits alone: the bodies that may leave files, the place of each, no other way to
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath

from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import DepositInUse, ObjectRefused, StorageRefused, UnknownParty
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.storage import (
    DepositOptions,
    FilesOptions,
    IcebergOptions,
    IcebergRestOptions,
    S3Options,
    SqliteOptions,
    Storage,
    StorageKind,
)
from catalog.snapshot import Snapshot

_Place = tuple[str, ...]
_VERSION = re.compile(r"v([1-9][0-9]{0,8})\.parquet")


def object_of_version(dataset: Dataset, number: int) -> str:
    """The path of a version of `dataset` in its deposit: `<SIREN>/<name>/v<number>.parquet`."""
    return f"{dataset.owner}/{dataset.name}/v{number}.parquet"


def original_of_version(dataset: Dataset, number: int) -> str:
    """The path of the file as it came, beside the version."""
    return f"{dataset.owner}/{dataset.name}/v{number}.original"


def with_current_version(dataset: Dataset, catalog: Snapshot) -> Dataset:
    """The dataset with the version that its deposit reads: a declaration that was written before
    the last deposit takes nobody back to an earlier one.
    """
    deposit = catalog.deposits.get(dataset.id)
    if deposit is None or deposit.current is None or deposit.storage_id != dataset.storage_id:
        return dataset
    name = object_of_version(dataset, deposit.current.number)
    return replace(dataset, physical=replace(dataset.physical, name=name))


def is_described_as(dataset: Dataset, version: int, catalog: Snapshot) -> bool:
    """True where only deposits came since `version` of it: its columns mean what they meant."""
    deposit = catalog.deposits.get(dataset.id)
    moves = () if deposit is None else deposit.moves
    return version <= dataset.version and all(
        each in moves for each in range(version + 1, dataset.version + 1)
    )


def opened_to(storage: Storage, facts: Facts, findings: Findings) -> Storage:
    """Bodies by SIREN, whichever name they were given by; those that nobody knows are found."""
    options = storage.options
    if not isinstance(options, DepositOptions):
        return storage
    bodies: set[Siren] = set()
    for index, name in enumerate(options.open_to):
        body = facts.catalog.organisations.get(name) or facts.catalog.organisation_spelt(name)
        if body is None:
            findings.add(UnknownParty(name=str(name)), "open_to", index)
        elif body.siren != storage.owner:
            bodies.add(body.siren)
    return replace(storage, options=replace(options, open_to=tuple(sorted(bodies))))


def check_apart(storage: Storage, facts: Facts, findings: Findings) -> None:
    """A deposit shares no folder with another storage: whoever registers that one would register
    what somebody else has left, as its own.
    """
    for other in facts.catalog.storages.values():
        is_deposit = StorageKind.DEPOSIT in {storage.kind, other.kind}
        if is_deposit and other.id != storage.id and _share(storage, other):
            why = (
                "un dépôt ne partage son dossier avec aucun autre espace, ni au-dessus ni dedans",
                "a deposit shares its folder with no other storage, above it or within",
            )
            findings.add(StorageRefused(why_fr=why[0], why_en=why[1]), *_place_key(storage))
            return


def check_depositors(storage: Storage, facts: Facts, findings: Findings) -> None:
    """Finds a deposit closed to a body with datasets there: the body leaves by its own act."""
    current = facts.catalog.storages.get(storage.id)
    if current is None:
        return
    datasets = [each for each in facts.catalog.datasets.values() if each.storage_id == storage.id]
    is_kept = current.kind is storage.kind or StorageKind.DEPOSIT not in (
        current.kind,
        storage.kind,
    )
    owners = {
        each.owner for each in datasets if not (is_kept and storage.receives_from(each.owner))
    }
    if owners and StorageKind.DEPOSIT in {current.kind, storage.kind}:
        names = _names(owners, facts.catalog)
        findings.add(DepositInUse(bodies=names), "open_to" if is_kept else "kind")


def check_own_version(dataset: Dataset, findings: Findings) -> None:
    """One version of that very dataset, in the folder of the body that it belongs to."""
    physical = dataset.physical
    folder, _, file = physical.name.rpartition("/")
    if folder != f"{dataset.owner}/{dataset.name}" or not _VERSION.fullmatch(file):
        wanted = object_of_version(dataset, 1)
        why = (
            f"dans un dépôt, un jeu de données est l'une de ses propres versions ({wanted})",
            f"in a deposit, a dataset is one of its own versions ({wanted})",
        )
        problem = ObjectRefused(name=physical.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, "object", "name")
    if physical.schema is not None or physical.csv is not None:
        why = "ni schéma ni format CSV dans un dépôt", "neither schema nor CSV format in a deposit"
        problem = ObjectRefused(name=physical.name, why_fr=why[0], why_en=why[1])
        findings.add(problem, "object")


def _names(owners: Iterable[Siren], catalog: Snapshot) -> str:
    return ", ".join(
        sorted(catalog.organisations[each].name for each in owners if each in catalog.organisations)
    )


def _place_key(storage: Storage) -> tuple[str, ...]:
    match storage.place.options:
        case FilesOptions():
            return ("directory",)
        case SqliteOptions():
            return ("path",)
        case _:
            return ("prefix",)


def _share(one: Storage, other: Storage) -> bool:
    return any(
        _is_within(mine, theirs) or _is_within(theirs, mine)
        for mine in _places(one)
        for theirs in _places(other)
    )


def _is_within(inner: _Place, outer: _Place) -> bool:
    return inner[: len(outer)] == outer


def _places(storage: Storage) -> tuple[_Place, ...]:
    """Folders, step by step; none of what lies in a database."""
    match storage.place.options:
        case FilesOptions(directory=path) | SqliteOptions(path=path):
            return (("file", *PurePosixPath(path).parts),)
        case S3Options() as store:
            return (_place_in_store(store),)
        case IcebergOptions(store=store) | IcebergRestOptions(store=store):
            return (_place_in_store(store),)
        case _:
            return ()


def _place_in_store(store: S3Options) -> _Place:
    """One spelling of a store's address: its port is said or is the usual one."""
    address = store.endpoint.casefold().rstrip(".")
    usual = ":443" if store.use_tls else ":80"
    bare = address.removesuffix(usual)
    return tuple(chain(("s3", bare, store.bucket), PurePosixPath(store.prefix).parts))

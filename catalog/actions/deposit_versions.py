"""Versions of a deposit: one more, or the last one taken back. Files are written elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.deposit import object_of_version
from catalog.actions.deposit_problems import (
    DatasetExists,
    DepositMoved,
    NothingToUndo,
    NotInADeposit,
    ReplaceUnderMandate,
    RetypingNeedsAllRows,
    TooLateToUndo,
)
from catalog.actions.facts import Facts, Findings
from catalog.actions.retyping import Retyping, labels_of, retype, types_of_before
from catalog.actions.texts import refuse_unsafe_texts
from catalog.beneficiaries import readers_of
from catalog.changes import Changes
from catalog.model.agreement import AgreementState
from catalog.model.dataset import Dataset, ObjectKind, PhysicalObject
from catalog.model.deposit import Deposit, DepositMode, DepositVersion, MatchAnswer, VersionState
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.model.storage import StorageKind
from catalog.snapshot import Snapshot

UNDO_DAYS = 30
NEW_ROWS = "dataset.new_rows"
TOLD_ROLES = frozenset({"agent", "steward"})
"""Roles of the people whom a reading body has told of new rows."""


@dataclass(frozen=True, slots=True)
class DepositChange:
    """The dataset and its deposit as they will be; `version` is the one that is read then."""

    dataset: Dataset
    deposit: Deposit
    version: DepositVersion

    @property
    def changes(self) -> Changes:
        return Changes((self.dataset, self.deposit))


def make_dataset(
    draft: DatasetDraft,
    version: DepositVersion,
    facts: Facts,
    answers: tuple[MatchAnswer, ...] = (),
) -> DepositChange:
    """A dataset by its first version; `answers` hold for the files to come. Raises DatasetExists,
    DepositMoved, ActRefused.
    """
    _check_texts(version)
    if facts.catalog.dataset_of(draft.owner, draft.name) is not None:
        raise DatasetExists(dataset=draft.name)
    name = object_of_version(draft, version.number)
    physical = PhysicalObject(ObjectKind.PARQUET, name)
    # What was deposited under this name before it was withdrawn is not read again.
    afresh = replace(facts, catalog=replace(facts.catalog, deposits={}))
    dataset = register_dataset(DatasetDraft(replace(draft, physical=physical)), afresh)
    _refuse_elsewhere(dataset, facts.catalog)
    before = deposit_of(dataset, facts.catalog)
    if version.number <= before.last_number:
        raise DepositMoved(current=before.last_number, seen="–")
    ended = tuple(replace(each, state=VersionState.UNDONE) for each in before.versions)
    deposit = Deposit(dataset.id, dataset.storage_id, (*ended, version), answers)
    return DepositChange(dataset, deposit, version)


def add_version(
    dataset: Dataset,
    version: DepositVersion,
    seen: int | None,
    facts: Facts,
    answers: tuple[MatchAnswer, ...] = (),
    retypings: Sequence[Retyping] = (),
) -> DepositChange:
    """`seen` is the number of the version that the new one was made from, None for none; `answers`
    are all those that hold from now on. A contractor's hold for its file alone: how the files of a
    body are read is the body's to say. `retypings`: the columns whose cells it holds in another
    type.

    Raises NotInADeposit, ReplaceUnderMandate, DepositMoved, RetypingNeedsAllRows, ActRefused,
    RetypedUnderAgreements, RetypedUnderLinks.
    """
    _refuse_elsewhere(dataset, facts.catalog)
    _check_texts(version)
    refuse_replacing(dataset, version)
    described = dataset
    if retypings:
        _refuse_part(dataset, retypings, version)
        described, retyped = retype(dataset, retypings, facts)
        version = replace(version, retyped=retyped)
    deposit = deposit_of(dataset, facts.catalog)
    current = None if deposit.current is None else deposit.current.number
    if current != seen or version.number <= deposit.last_number:
        raise DepositMoved(current=current or "–", seen=seen or "–")
    past = tuple(_no_more_current(each) for each in deposit.versions)
    held = answers if version.by_body is None else deposit.answers
    after = replace(deposit, versions=(*past, version), answers=held)
    return _reading(described, after, version, is_described_anew=bool(retypings))


def _refuse_part(dataset: Dataset, retypings: Sequence[Retyping], version: DepositVersion) -> None:
    """Rows of before would stay in the type of before."""
    if version.mode is not DepositMode.REPLACE:
        columns = labels_of([dataset.column(each.column) for each in retypings])
        raise RetypingNeedsAllRows(columns=columns)


def refuse_replacing(dataset: Dataset, version: DepositVersion) -> None:
    """Raises ReplaceUnderMandate, whether or not there is a row to be replaced: that there is one
    is told to no contractor.
    """
    if version.by_body is not None and version.mode is DepositMode.REPLACE:
        raise ReplaceUnderMandate(dataset=dataset.name)


def received_from_contractor(change: DepositChange, catalog: Snapshot) -> tuple[Message, ...]:
    """The owner is told what was left for it under a mandate; nothing of what it left itself."""
    version, dataset = change.version, change.dataset
    if version.by_body is None:
        return ()
    message = Message(
        kind="deposit.received",
        key=f"deposit.received/{dataset.id}/{version.number}",
        to=(dataset.owner,),
        roles=frozenset({"steward"}),
        about=dataset.id,
        facts={
            "organisation": catalog.organisations[version.by_body].name,
            "file": version.file_name,
            "rows": version.file_rows,
            "version": version.number,
            "dataset": dataset.title_fr,
        },
    )
    return (message,)


def new_rows_told(change: DepositChange, facts: Facts) -> tuple[Message, ...]:
    """Messages that a version came, for the readers of the data by an active agreement: once a day
    at most, and nothing of the data itself.
    """
    dataset, day = change.dataset, paris_day(facts.now)
    catalog = facts.catalog
    readers = readers_told(dataset.id, catalog, day)
    return tuple(
        Message(
            kind=NEW_ROWS,
            key=f"{NEW_ROWS}/{dataset.id}/{reader}/{day}",
            to=(reader,),
            roles=TOLD_ROLES,
            about=dataset.id,
            facts={
                "dataset": dataset.title_fr,
                "grantor": catalog.organisations[dataset.owner].name,
            },
        )
        for reader in sorted(readers)
    )


def readers_told(dataset_id: str, catalog: Snapshot, day: date) -> frozenset[Siren]:
    """The bodies that are told of new versions of a dataset: its readers by active agreements."""
    return frozenset(
        reader
        for agreement in catalog.agreements
        if agreement.dataset_id == dataset_id and agreement.state is AgreementState.ACTIVE
        for reader in readers_of(agreement, catalog.memberships, day)
    )


def is_deposited(dataset: Dataset, catalog: Snapshot) -> bool:
    """True for a dataset whose files are left here: of no other does the platform see versions."""
    storage = catalog.storages.get(dataset.storage_id)
    return storage is not None and storage.kind is StorageKind.DEPOSIT


def undo_last(dataset: Dataset, facts: Facts) -> DepositChange:
    """The version before the current one is read again, in the types that it has; the file of the
    other stays citable.

    Raises NotInADeposit, NothingToUndo, TooLateToUndo, RetypedUnderAgreements, RetypedUnderLinks.
    """
    _refuse_elsewhere(dataset, facts.catalog)
    deposit = deposit_of(dataset, facts.catalog)
    last = deposit.current
    before = [each for each in deposit.versions if each.state is VersionState.PAST]
    if last is None or not before:
        raise NothingToUndo(dataset=dataset.name)
    if facts.now - last.at > timedelta(days=UNDO_DAYS):
        raise TooLateToUndo(number=last.number, days=UNDO_DAYS)
    again = replace(before[-1], state=VersionState.CURRENT)
    changed = {
        last.number: replace(last, state=VersionState.UNDONE),
        again.number: again,
    }
    versions = tuple(changed.get(each.number, each) for each in deposit.versions)
    described = types_of_before(dataset, last.retyped, facts) if last.retyped else dataset
    return _reading(
        described,
        replace(deposit, versions=versions),
        again,
        is_described_anew=bool(last.retyped),
    )


def deposit_of(dataset: Dataset, catalog: Snapshot) -> Deposit:
    """Of where it lies now; without versions when nothing was deposited there yet."""
    known = catalog.deposits.get(dataset.id)
    if known is not None and known.storage_id == dataset.storage_id:
        return known
    return Deposit(dataset.id, dataset.storage_id, ())


def _reading(
    dataset: Dataset, deposit: Deposit, version: DepositVersion, *, is_described_anew: bool
) -> DepositChange:
    name = object_of_version(dataset, version.number)
    physical = replace(dataset.physical, name=name)
    after = replace(dataset, physical=physical, version=dataset.version + 1)
    if not is_described_anew:
        deposit = replace(deposit, moves=(*deposit.moves, after.version))
    return DepositChange(after, deposit, version)


def _check_texts(version: DepositVersion) -> None:
    """Raises ActRefused for a file's name or a note that is not safe to keep and to show."""
    findings = Findings()
    refuse_unsafe_texts(version, findings)
    findings.raise_any()


def _no_more_current(version: DepositVersion) -> DepositVersion:
    if version.state is not VersionState.CURRENT:
        return version
    return replace(version, state=VersionState.PAST)


def _refuse_elsewhere(dataset: Dataset, catalog: Snapshot) -> None:
    if not is_deposited(dataset, catalog):
        raise NotInADeposit(dataset=dataset.name)

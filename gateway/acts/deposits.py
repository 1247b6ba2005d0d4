"""One version more in a deposit, or the last one taken back, as one change of the catalog.

The files are in place before, under a number that nothing refers to yet: see
`gateway.files.deposits`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from typing_extensions import override

from catalog.actions.dataset import DatasetDraft
from catalog.actions.deposit_versions import (
    DepositChange,
    add_version,
    make_dataset,
    new_rows_told,
    received_from_contractor,
    undo_last,
)
from catalog.actions.facts import Facts
from catalog.actions.quotas.kept import refuse_beyond_quota
from catalog.actions.retyping import Retyping
from catalog.actions.told.following import followers_told
from catalog.changes import ActRecord, Changes
from catalog.model.dataset import Dataset
from catalog.model.deposit import DepositVersion, MatchAnswer
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from gateway.acts.commit import Change
from gateway.acts.ports import ActPorts
from policies.acts import ActQuestion, AnyActQuestion, Section
from policies.deposits import DepositQuestion


@dataclass(frozen=True, slots=True)
class DepositFacts:
    """`dataset` is the one as it is now; None for one that is to be made."""

    facts: Facts
    dataset: Dataset | None


async def _facts(dataset: str | None, standpoint: Standpoint, ports: ActPorts) -> DepositFacts:
    """Raises UnknownDataset, for another body's as for none."""
    snapshot = standpoint.snapshot
    facts = Facts(
        snapshot,
        standpoint.now,
        ports.directory_roots,
        ports.secret_roots,
        cog_in(snapshot),
    )
    if dataset is None:
        return DepositFacts(facts, None)
    return DepositFacts(facts, own_dataset(dataset, standpoint))


def own_dataset(name: str, standpoint: Standpoint) -> Dataset:
    """By any of its names; under a mandate, of those that it lets files be left in.

    Raises UnknownDataset, for another body's as for none.
    """
    subject = standpoint.subject
    own = subject.reader
    known = None if own is None else standpoint.snapshot.own_dataset_spelt(own, name)
    if known is None or (subject.on_behalf_of is not None and not _is_left(known, standpoint)):
        raise UnknownDataset(dataset=name[:120])
    return known


def _is_left(dataset: Dataset, standpoint: Standpoint) -> bool:
    """True where the mandate lets files be left in the dataset, and no other body left any."""
    own, deposit = standpoint.subject.organisation, standpoint.snapshot.deposits.get(dataset.id)
    if own is None or dataset.id not in standpoint.deposited_for:
        return False
    return deposit is None or not deposit.is_anothers_too(own)


@dataclass(frozen=True, slots=True)
class AddDepositVersion(Change[DepositFacts, DepositChange]):
    """`draft` makes the dataset with its first version; else `dataset` (an id) has one more, made
    from the version `seen`, with these columns in other types.
    """

    version: DepositVersion
    dataset: str | None = None
    seen: int | None = None
    draft: DatasetDraft | None = None
    answers: tuple[MatchAnswer, ...] = ()
    retypings: tuple[Retyping, ...] = ()

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> DepositFacts:
        return await _facts(self.dataset, standpoint, ports)

    @override
    def questions(self, subject: Subject, facts: DepositFacts) -> Sequence[AnyActQuestion]:
        """To make a dataset, or to give a column another type, is to declare one as well."""
        dataset = facts.dataset
        owner = self._draft.owner if dataset is None else dataset.owner
        named = None if dataset is None else dataset.id
        deposits = _question(subject, "deposit", facts, owner, named)
        if dataset is not None and not self.retypings:
            return (deposits,)
        return deposits, ActQuestion(subject, owner, frozenset({Section.DATASETS}))

    @override
    def rule(self, subject: Subject, facts: DepositFacts) -> tuple[DepositChange, Changes]:
        version = replace(
            self.version,
            at=facts.facts.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            by_body=None if subject.on_behalf_of is None else subject.organisation,
        )
        if facts.dataset is None:
            change = make_dataset(self._draft, version, facts.facts, self.answers)
        else:
            change = add_version(
                facts.dataset, version, self.seen, facts.facts, self.answers, self.retypings
            )
        refuse_beyond_quota(change.dataset.owner, version, facts.facts.catalog)
        messages = (
            *received_from_contractor(change, facts.facts.catalog),
            *new_rows_told(change, facts.facts),
            *followers_told(change, facts.facts),
        )
        return change, replace(change.changes, messages=messages)

    @override
    def record(self, subject: Subject, facts: DepositFacts, result: DepositChange) -> ActRecord:
        return _record("deposit", subject, facts, result)

    @property
    def _draft(self) -> DatasetDraft:
        if self.draft is None:
            raise TypeError("neither a dataset nor one to be made")
        return self.draft


@dataclass(frozen=True, slots=True)
class UndoDeposit(Change[DepositFacts, DepositChange]):
    dataset: str

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> DepositFacts:
        return await _facts(self.dataset, standpoint, ports)

    @override
    def questions(self, subject: Subject, facts: DepositFacts) -> Sequence[AnyActQuestion]:
        dataset = _known(facts)
        return (_question(subject, "undo_deposit", facts, dataset.owner, dataset.id),)

    @override
    def rule(self, subject: Subject, facts: DepositFacts) -> tuple[DepositChange, Changes]:
        change = undo_last(_known(facts), facts.facts)
        return change, change.changes

    @override
    def record(self, subject: Subject, facts: DepositFacts, result: DepositChange) -> ActRecord:
        return _record("undo_deposit", subject, facts, result)


def _question(
    subject: Subject,
    act: Literal["deposit", "undo_deposit"],
    facts: DepositFacts,
    owner: Siren,
    dataset: str | None,
) -> DepositQuestion:
    now, mandates = facts.facts.now, facts.facts.catalog.mandates
    return DepositQuestion(subject, act, owner, dataset, now, mandates)


def _known(facts: DepositFacts) -> Dataset:
    if facts.dataset is None:
        raise TypeError("an act about one dataset")
    return facts.dataset


def _record(action: str, subject: Subject, facts: DepositFacts, result: DepositChange) -> ActRecord:
    """The line of the audit: the version that is read from now on, by digests, without a value."""
    version = result.version
    return ActRecord(
        at=facts.facts.now,
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        for_organisation=Siren(result.dataset.owner),
        action=action,
        summary={
            "dataset": result.dataset.id,
            "version": version.number,
            "mode": version.mode.value,
            "rows": version.rows,
            "content_sha256": version.content_sha256,
            "original_sha256": version.original_sha256,
        },
    )

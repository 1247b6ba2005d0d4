"""The next version that a file would make of a dataset, written beside it, and the difference."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalog.actions.dataset import DatasetDraft
from catalog.actions.deposit import object_of_version
from catalog.actions.deposit_versions import deposit_of
from catalog.actions.retyping import Retyping, read_by_services
from catalog.actions.storage import storage_named
from catalog.codec import read_value, write_value
from catalog.hosting import dataset_shortfalls
from catalog.hosting_words import parts_in_words, whose_turn
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit, DepositMode, DepositVersion, MatchAnswer
from catalog.model.identifiers import Name, Siren
from catalog.model.paris import paris_day
from catalog.model.storage import StorageKind
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from catalog.territory import expected_communes
from federation.problems import UnknownDataset
from gateway.acts.act_questions import ask_deposit_law
from gateway.acts.commit import commit
from gateway.acts.deposits import AddDepositVersion, own_dataset
from gateway.acts.ports import ActPorts
from gateway.files.deposits.accepting import refuse_for, refuse_unaccepted
from gateway.files.deposits.answers import Answers, holding, left_out, match_answers
from gateway.files.deposits.children import run_job
from gateway.files.deposits.jobs import BEFORE, CONTENT
from gateway.files.deposits.places import place_of
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.problems import DepositNotHosted, DepositQuestions, DepositWhere
from gateway.files.deposits.told_problems import read_problem
from gateway.files.deposits.uploads import Upload, UploadState
from intake.deposits.refused_columns import refusals

PREPARED = "prepared.json"
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """The dataset by any of its names; `into` is the deposit that a new one is made in. `seen` is
    the version that a person has looked at the difference with, where somebody has.
    """

    dataset: str
    mode: DepositMode = DepositMode.REPLACE
    into: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """`draft` makes the dataset; `seen` is the version that the next one follows, None for none.
    `outcome` is what the child process answered of rows, values and differences.
    """

    dataset: Dataset
    storage_id: str
    draft: DatasetDraft | None
    mode: DepositMode
    seen: int | None
    answers: tuple[MatchAnswer, ...]
    outcome: Mapping[str, Any]

    @property
    def is_new(self) -> bool:
        return self.draft is not None

    @property
    def retypings(self) -> tuple[Retyping, ...]:
        return tuple(read_value(Retyping, each) for each in self.outcome.get("retypings", ()))


async def prepare(
    upload: Upload,
    wanted: Wanted,
    answers: Answers,
    standpoint: Standpoint,
    acts: ActPorts,
    ports: DepositPorts,
) -> Prepared:
    """See `DepositService.preview`."""
    _refuse_unread(upload)
    try:
        dataset = own_dataset(wanted.dataset, standpoint)
    except UnknownDataset:
        if wanted.into is None:
            raise DepositWhere(dataset=wanted.dataset[:80]) from None
        await ask_deposit_law(standpoint, None, acts.law)
        prepared = await _made(upload, wanted, answers, standpoint, ports)
    else:
        await ask_deposit_law(standpoint, dataset, acts.law)
        _refuse_hosting(dataset, standpoint, acts)
        prepared = await _matched(upload, dataset, wanted, answers, standpoint, acts, ports)
    await _tried(upload, prepared, standpoint, acts)
    return prepared


async def _made(
    upload: Upload, wanted: Wanted, answers: Answers, standpoint: Standpoint, ports: DepositPorts
) -> Prepared:
    """Of a dataset that is not there yet."""
    name = Name.parse(str(answers.get("name", wanted.dataset.rpartition(".")[2])))
    job = {
        "kind": "make",
        "dataset_name": name,
        "storage": wanted.into,
        "owner": upload.organisation,
        "answers": dict(answers),
        **_expectations(upload.organisation, standpoint),
    }
    outcome = await _done(upload, job, ports)
    draft = DatasetDraft(read_value(Dataset, outcome["draft"]))
    owner = standpoint.snapshot.organisations[upload.organisation]
    storage = storage_named(draft.storage_id, owner.slug, standpoint.snapshot)
    held = replace(draft, id=f"{owner.slug.sql_name}__{draft.name}", storage_id=storage)
    refused = refusals(left_out(answers))
    return Prepared(held, storage, draft, DepositMode.REPLACE, None, refused, outcome)


def _own_rows(deposit: Deposit, standpoint: Standpoint) -> list[tuple[int, int]] | None:
    """Under a mandate a file is compared with the contractor's own rows alone, and changes no
    other: what else the body has there is not for it to find out.
    """
    subject = standpoint.subject
    if subject.on_behalf_of is None or subject.organisation is None:
        return None
    return list(deposit.rows_left_by(subject.organisation))


def _known_of(deposit: Deposit, standpoint: Standpoint) -> Deposit:
    """As `_own_rows`: a contractor's file is held against its own files."""
    subject = standpoint.subject
    if subject.on_behalf_of is None or subject.organisation is None:
        return deposit
    return deposit.left_by(subject.organisation)


async def _matched(
    upload: Upload,
    dataset: Dataset,
    wanted: Wanted,
    answers: Answers,
    standpoint: Standpoint,
    acts: ActPorts,
    ports: DepositPorts,
) -> Prepared:
    deposit = deposit_of(dataset, standpoint.snapshot)
    seen = None if deposit.current is None else deposit.current.number
    held = holding(deposit.answers, match_answers(answers))
    prepared = Prepared(dataset, dataset.storage_id, None, wanted.mode, seen, held, {})
    storage = standpoint.snapshot.storages.get(dataset.storage_id)
    if storage is None or storage.kind is not StorageKind.DEPOSIT:
        # Refused by the act itself, in its own words.
        return prepared
    before = ports.uploads.file(upload, BEFORE)
    before.unlink(missing_ok=True)
    if deposit.current is not None:
        place = await place_of(dataset.storage_id, standpoint, acts, ports)
        name = object_of_version(dataset, deposit.current.number)
        await asyncio.to_thread(place.fetch, name, before)
    job = {
        "kind": "match",
        "dataset": write_value(dataset),
        "mode": wanted.mode.value,
        "has_before": deposit.current is not None,
        "own": _own_rows(deposit, standpoint),
        "match": [write_value(each) for each in held],
        "answers": dict(answers),
        "seen": seen,
        **_expectations(dataset.owner, standpoint),
    }
    outcome = await _done(upload, job, ports)
    refuse_unaccepted(upload, dataset, _known_of(deposit, standpoint), outcome)
    if questions := outcome.get("questions"):
        raise _asking(questions)
    prepared = replace(prepared, outcome=outcome)
    read = read_by_services(dataset, prepared.retypings, standpoint.snapshot)
    if read is not None and read.code not in answers.get("accepted", ()):
        refuse_for(upload, [read])
    return prepared


def _expectations(owner: Siren, standpoint: Standpoint) -> dict[str, Any]:
    """The facts against which the checks measure a file: the day, and the communes of its owner."""
    snapshot, today = standpoint.snapshot, paris_day(standpoint.now)
    communes = expected_communes(owner, today, snapshot.memberships, cog_in(snapshot))
    return {"today": today.isoformat(), "expected": communes}


async def _done(upload: Upload, job: Mapping[str, Any], ports: DepositPorts) -> Mapping[str, Any]:
    """The outcome of a job, prepared once: the very same job is not done again."""
    digest = hashlib.sha256(json.dumps(job, sort_keys=True).encode()).hexdigest()
    kept = ports.uploads.kept(upload, PREPARED)
    content = ports.uploads.file(upload, CONTENT)
    if kept is not None and kept["job"] == digest and content.is_file():
        outcome: Mapping[str, Any] = kept["outcome"]
        return outcome
    content.unlink(missing_ok=True)
    whole = {**job, "folder": str(content.parent.resolve()), "name": upload.file_name}
    outcome = await run_job(whole, ports.turns, upload.organisation)
    outcome = {**outcome, "bytes": content.stat().st_size if content.is_file() else 0}
    ports.uploads.keep(upload, PREPARED, {"job": digest, "outcome": outcome})
    return outcome


async def _tried(
    upload: Upload, prepared: Prepared, standpoint: Standpoint, acts: ActPorts
) -> None:
    """The act itself, without writing: what it would refuse is told before anybody confirms."""
    last = standpoint.snapshot.deposits.get(prepared.dataset.id)
    number = 1 if last is None else last.last_number + 1
    act = AddDepositVersion(
        version_of(upload, prepared, number, ""),
        dataset=None if prepared.is_new else prepared.dataset.id,
        seen=prepared.seen,
        draft=prepared.draft,
        retypings=prepared.retypings,
    )
    await commit(act, standpoint.subject, acts, dry_run=True)


def version_of(upload: Upload, prepared: Prepared, number: int, note: str) -> DepositVersion:
    """By whom and when is the act's to say."""
    return DepositVersion(
        number=number,
        at=upload.at,
        by_issuer=None,
        by_sub="",
        mode=prepared.mode,
        file_name=upload.file_name,
        original_sha256=upload.sha256,
        content_sha256=prepared.outcome.get("sha256", ""),
        rows=prepared.outcome.get("rows", 0),
        file_rows=prepared.outcome.get("fileRows", prepared.outcome.get("rows")),
        size_bytes=upload.size + prepared.outcome.get("bytes", 0),
        note=note,
    )


def _refuse_unread(upload: Upload) -> None:
    """Raises again the problem for which the file's reading was refused."""
    if upload.state is UploadState.REFUSED and upload.problem is not None:
        raise read_problem(json.loads(upload.problem.met))


def _refuse_hosting(dataset: Dataset, standpoint: Standpoint, acts: ActPorts) -> None:
    """Raises DepositNotHosted where the dataset's owner demands another hosting: the demand holds
    before anything is written, as it holds when the dataset is read.
    """
    lacking = dataset_shortfalls(dataset, standpoint.snapshot, acts.installation)
    if lacking:
        raise DepositNotHosted(
            dataset=dataset.name,
            parts_fr=parts_in_words(lacking, "fr"),
            parts_en=parts_in_words(lacking, "en"),
            turn_fr=whose_turn(lacking, "fr"),
            turn_en=whose_turn(lacking, "en"),
        )


def _asking(questions: list[Mapping[str, Any]]) -> DepositQuestions:
    outcome = [each["text"] for each in questions[:_MOST_TOLD]]
    refusal = DepositQuestions(
        questions_fr=" ".join(each["fr"] for each in outcome),
        questions_en=" ".join(each["en"] for each in outcome),
    )
    refusal.questions = tuple(questions)
    return refusal

"""Deposits as the REST addresses answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from catalog.actions.deposit_versions import UNDO_DAYS, DepositChange
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit, DepositVersion, VersionState
from catalog.model.problem import Language
from gateway.files.deposits.accepting import accepted_notes
from gateway.files.deposits.preparing import Prepared
from gateway.files.deposits.service import UploadShown


class _Document(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class UploadProblem(_Document):
    code: str
    title: str
    detail: str = Field(description="The next step.")


class UploadDocument(_Document):
    id: str
    file_name: str
    size: int
    sha256: str
    state: str = Field(description="`received`, `reading`, `read` or `refused`.")
    received_at: dt.datetime
    expires_at: dt.datetime = Field(description="Erased then, if nobody has confirmed it.")
    problem: UploadProblem | None = None
    sentences: list[str] = Field(description="What was understood, in the language asked for.")
    proposal: dict[str, Any] | None = Field(description="The dataset that it would make.")
    reading: dict[str, Any] | None = Field(description="As `./interco file read --format json`.")


class VersionDocument(_Document):
    number: int
    at: dt.datetime
    by: str
    mode: str = Field(description="`replace`, `append` or `update`.")
    file_name: str
    rows: int
    note: str
    state: str = Field(description="`current`, `past` or `undone`.")
    original_sha256: str
    content_sha256: str = Field(description="Of the rows that are read; empty under a mandate.")
    undoable_until: dt.datetime | None = Field(description="Of the current version alone.")


class DepositDocument(_Document):
    dataset: str
    storage: str
    versions: list[VersionDocument]


class DepositedDocument(_Document):
    dataset: str
    storage: str
    created: bool = Field(description="Whether the dataset is a new one.")
    written: bool = Field(description="False with `dryRun`.")
    version: VersionDocument | None
    rows: int
    unread: dict[str, int] = Field(description="Cells that came out empty, by column.")
    rounded: dict[str, int] = Field(description="Figures that were rounded, by column.")
    sentences: list[str] = Field(description="What changes, in the language asked for.")
    difference: dict[str, Any] | None
    acceptance: list[UploadProblem] = Field(
        description="What the acceptance rules met and does not stop the file."
    )


def upload_document(shown: UploadShown, language: Language) -> UploadDocument:
    upload, reading = shown.upload, shown.reading or {}
    problem = upload.problem
    is_french = language == "fr"
    return UploadDocument(
        id=upload.id,
        file_name=upload.file_name,
        size=upload.size,
        sha256=upload.sha256,
        state=upload.state.value,
        received_at=upload.at,
        expires_at=upload.expires_at(),
        problem=None
        if problem is None
        else UploadProblem(
            code=problem.code,
            title=problem.fr if is_french else problem.en,
            detail=problem.next_fr if is_french else problem.next_en,
        ),
        sentences=reading.get("sentences", {}).get(language, []),
        proposal=reading.get("proposal"),
        reading=reading.get("reading"),
    )


def deposit_document(dataset: Dataset, deposit: Deposit) -> DepositDocument:
    return DepositDocument(
        dataset=dataset.id,
        storage=deposit.storage_id,
        versions=[_version(each) for each in deposit.versions],
    )


def deposited_document(
    prepared: Prepared, change: DepositChange | None, language: Language
) -> DepositedDocument:
    outcome = prepared.outcome
    difference = outcome.get("difference")
    notes = [each[language] for each in outcome.get("notes", ())]
    changes = [] if difference is None else _changes(difference, language)
    accepted = accepted_notes(outcome)
    return DepositedDocument(
        dataset=prepared.dataset.id if change is None else change.dataset.id,
        storage=prepared.storage_id,
        created=prepared.is_new,
        written=change is not None,
        version=None if change is None else _version(change.version),
        rows=outcome["rows"],
        unread=outcome["unread"],
        rounded=outcome["rounded"],
        sentences=[*changes, *notes, *(one.sentence(language) for one in accepted)],
        difference=difference,
        acceptance=[
            UploadProblem(
                code=one.code, title=one.sentence(language), detail=one.next_step(language)
            )
            for one in accepted
        ],
    )


def _changes(difference: Mapping[str, Any], language: Language) -> list[str]:
    """The sentences of the difference; rows and columns that are taken away come first."""
    gone = difference.get("gone")
    sentences = [] if gone is None else [gone["sentence"][language]]
    return [*sentences, difference["sentence"][language]]


def _version(version: DepositVersion) -> VersionDocument:
    is_current = version.state is VersionState.CURRENT
    return VersionDocument(
        number=version.number,
        at=version.at,
        by=version.by_sub,
        mode=version.mode.value,
        file_name=version.file_name,
        rows=version.rows,
        note=version.note,
        state=version.state.value,
        original_sha256=version.original_sha256,
        content_sha256=version.content_sha256,
        undoable_until=version.at + dt.timedelta(days=UNDO_DAYS) if is_current else None,
    )

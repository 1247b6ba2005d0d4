"""Deposits as one request's subject asks for them: the law first, then the file, then the act."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from catalog.actions.deposit import original_of_version
from catalog.actions.deposit_problems import DepositMoved, UnknownDepositVersion
from catalog.actions.deposit_versions import DepositChange, deposit_of
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit, DepositVersion
from catalog.model.storage import Storage, StorageKind
from catalog.model.subject import Subject
from catalog.standpoint import Standpoint
from federation.problems import UnknownDataset
from gateway.acts.act_questions import ask_deposit_law
from gateway.acts.commit import commit
from gateway.acts.deposits import UndoDeposit, own_dataset
from gateway.acts.ports import ActPorts
from gateway.files.deposits.answers import Answers, check_answers, joined
from gateway.files.deposits.continuing import continued_by
from gateway.files.deposits.places import place_of
from gateway.files.deposits.placing import Confirmed, place_version
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.preparing import Prepared, Wanted, prepare
from gateway.files.deposits.problems import OriginalRefused, UploadNotRead
from gateway.files.deposits.reading import ANSWERS, READING, begin_reading, read_now
from gateway.files.deposits.uploads import Upload, UploadState
from gateway.reading.query.ports import Ports
from gateway.reading.query.recorded_check import record_own_reading

_OTHER_COLUMNS = {"sheet", "wide_form", "no_header", "header_row", "encoding", "aside_column"}
"""Questions whose answer gives a file other columns."""


def _gives_other_columns(before: Answers, after: Answers) -> bool:
    """True where a question of `_OTHER_COLUMNS` is answered otherwise than before."""
    earlier, later = before.get("questions", {}), after.get("questions", {})
    return any(earlier.get(code) != later.get(code) for code in _OTHER_COLUMNS)


@dataclass(frozen=True, slots=True)
class UploadShown:
    """`reading` is as `gateway.files.deposits.jobs.describe` answers it; None until it was read."""

    upload: Upload
    reading: Mapping[str, Any] | None
    answers: Answers


@dataclass(frozen=True, slots=True)
class DatasetVersions:
    dataset: Dataset
    deposit: Deposit


@dataclass(frozen=True, slots=True)
class DepositService:
    """Deposits by a caller. Without the right to deposit, no byte is kept (ActsRefused)."""

    subject: Subject
    acts: ActPorts
    ports: DepositPorts
    query: Ports

    async def stage(
        self, stream: AsyncIterator[bytes], file_name: str, dataset: str | None = None
    ) -> Upload:
        """Kept for 7 days, and not read yet. `dataset` is the one that it is for, where known.

        Raises UploadNameRefused, UploadTooLarge, UploadEmpty, TooManyUploads, UnknownDataset.
        """
        standpoint = await self._standpoint()
        known = None if dataset is None else own_dataset(dataset, standpoint)
        await ask_deposit_law(standpoint, known, self.acts.law)
        now = self.acts.clock()
        return await self.ports.uploads.stage(stream, file_name, self.subject, now)

    async def uploads(self) -> tuple[Upload, ...]:
        return await asyncio.to_thread(self.ports.uploads.of, self.subject)

    async def upload(self, upload_id: str) -> UploadShown:
        """As it is now; one whose reading was broken off is read again. Raises UnknownUpload."""
        upload = begin_reading(self._own(upload_id), self.ports, self.acts.clock)
        is_read = upload.state is UploadState.READ
        reading = self.ports.uploads.kept(upload, READING) if is_read else None
        return UploadShown(upload, reading, self._answers(upload))

    async def read(self, upload_id: str, answers: object = None) -> UploadShown:
        """Begins to read it, and keeps what a person answers. Raises AnswersRefused."""
        await self._answer(self._own(upload_id), answers)
        return await self.upload(upload_id)

    async def propose(self, upload_id: str) -> UploadShown:
        """Once it was read. Raises UploadNotRead."""
        shown = await self.upload(upload_id)
        if shown.reading is None:
            raise UploadNotRead
        return shown

    async def continued(self, shown: UploadShown) -> tuple[Dataset, ...]:
        """The deposited data of one's own body that a file may be the next part of. Raises
        ActsRefused.
        """
        if shown.reading is None or self.subject.on_behalf_of is not None:
            return ()
        known = [each.dataset for each in await self.deposits()]
        return continued_by(shown.reading["proposal"], known)

    async def cancel(self, upload_id: str) -> None:
        """Nothing of the file is kept. Raises UnknownUpload."""
        upload = self._own(upload_id)
        await self._break_off(upload)
        await asyncio.to_thread(self.ports.uploads.remove, upload)

    async def preview(self, upload_id: str, wanted: Wanted, answers: object = None) -> Prepared:
        """The changes that confirming would make; nothing is written in the deposit.

        Raises what the reading of the file met, UnknownDataset, DepositWhere, DepositQuestions,
        DepositNotAccepted, NotInADeposit, ActRefused, ActsRefused.
        """
        prepared, standpoint = await self._prepared(upload_id, wanted, answers)
        return self._of_own_file(await self._shown(prepared, standpoint))

    async def confirm(
        self, upload_id: str, wanted: Wanted, answers: object = None, note: str = ""
    ) -> Confirmed:
        """The version is read from now on, and the file that was sent is no more in waiting.

        Raises as `preview`, and DepositMoved.
        """
        upload = self._own(upload_id)
        prepared, standpoint = await self._prepared(upload_id, wanted, answers)
        prepared = await self._shown(prepared, standpoint)
        if wanted.seen is not None and wanted.seen != prepared.seen:
            raise DepositMoved(current=prepared.seen or "–", seen=wanted.seen)
        confirmed = await place_version(upload, prepared, note, self.subject, self.acts, self.ports)
        await asyncio.to_thread(self.ports.uploads.remove, upload)
        if self.subject.on_behalf_of is None:
            return confirmed
        version = confirmed.change.version.of_its_file
        change = replace(confirmed.change, version=version)
        return replace(confirmed, change=change, prepared=self._of_own_file(prepared))

    async def undo(self, dataset: str, *, dry_run: bool = False) -> DepositChange:
        """Raises UnknownDataset, NothingToUndo, TooLateToUndo, NotInADeposit, ActsRefused."""
        own = own_dataset(dataset, await self._standpoint())
        outcome = await commit(UndoDeposit(own.id), self.subject, self.acts, dry_run=dry_run)
        return outcome.result

    async def versions(self, dataset: str) -> DatasetVersions:
        """Raises UnknownDataset, ActsRefused."""
        standpoint = await self._standpoint()
        own = own_dataset(dataset, standpoint)
        await ask_deposit_law(standpoint, own, self.acts.law)
        return self._versions(own, standpoint)

    async def deposits(self) -> tuple[DatasetVersions, ...]:
        """The datasets of one's body that lie in a deposit; under a mandate, those that it names.

        Raises ActsRefused.
        """
        standpoint = await self._standpoint()
        if self.subject.on_behalf_of is not None:
            return await self._left_under_mandates(standpoint)
        await ask_deposit_law(standpoint, None, self.acts.law)
        catalog, own = standpoint.snapshot, self.subject.organisation
        return tuple(
            DatasetVersions(each, deposit_of(each, catalog))
            for each in (() if own is None else catalog.datasets_of(own))
            if each.storage_id in catalog.storages
            and catalog.storages[each.storage_id].kind is StorageKind.DEPOSIT
        )

    async def places(self) -> tuple[Storage, ...]:
        """The deposits that one's body may deposit in. Raises ActsRefused."""
        standpoint = await self._standpoint()
        await ask_deposit_law(standpoint, None, self.acts.law)
        own = self.subject.organisation
        return tuple(
            each
            for _, each in sorted(standpoint.snapshot.storages.items())
            if each.kind is StorageKind.DEPOSIT and own is not None and each.receives_from(own)
        )

    async def original(self, dataset: str, number: int) -> tuple[DepositVersion, bytes]:
        """The file as it came: a reading of all its rows, and recorded as one.

        Raises UnknownDepositVersion, OriginalRefused, a SourceProblem.
        """
        known = await self.versions(dataset)
        version = next((each for each in known.deposit.versions if each.number == number), None)
        if version is None:
            raise UnknownDepositVersion(dataset=known.dataset.name, number=number)
        standpoint = await self._standpoint()
        what = f"depositOriginal {number}"
        if not await record_own_reading(known.dataset, version.rows, standpoint, self.query, what):
            raise OriginalRefused(dataset=known.dataset.name)
        place = await place_of(known.deposit.storage_id, standpoint, self.acts, self.ports)
        name = original_of_version(known.dataset, number)
        with tempfile.TemporaryDirectory(prefix="interco-deposit-") as folder:
            path = Path(folder) / "original"
            await asyncio.to_thread(place.fetch, name, path)
            return version, await asyncio.to_thread(path.read_bytes)

    async def _left_under_mandates(self, standpoint: Standpoint) -> tuple[DatasetVersions, ...]:
        known = []
        for dataset_id in sorted(standpoint.deposited_for):
            with suppress(UnknownDataset):
                known.append(await self.versions(dataset_id))
        return tuple(known)

    def _versions(self, dataset: Dataset, standpoint: Standpoint) -> DatasetVersions:
        """Under a mandate, the files that one's own body has left, and no others."""
        deposit, own = deposit_of(dataset, standpoint.snapshot), self.subject.organisation
        if self.subject.on_behalf_of is not None and own is not None:
            deposit = deposit.left_by(own)
        return DatasetVersions(dataset, deposit)

    async def _prepared(
        self, upload_id: str, wanted: Wanted, answers: object
    ) -> tuple[Prepared, Standpoint]:
        upload = await self._answer(self._own(upload_id), answers)
        upload = await read_now(upload, self.ports, self.acts.clock)
        standpoint = await self._standpoint()
        prepared = await prepare(
            upload, wanted, self._answers(upload), standpoint, self.acts, self.ports
        )
        return prepared, standpoint

    def _of_own_file(self, prepared: Prepared) -> Prepared:
        """Under a mandate, how many rows there are besides, or what changes, is not told."""
        if self.subject.on_behalf_of is None:
            return prepared
        rows = prepared.outcome.get("fileRows", prepared.outcome.get("rows"))
        outcome = {**prepared.outcome, "rows": rows, "difference": None}
        return replace(prepared, outcome=outcome)

    async def _shown(self, prepared: Prepared, standpoint: Standpoint) -> Prepared:
        """The difference tells of rows that are there: to those alone who may read them all."""
        difference = prepared.outcome.get("difference")
        if difference is None or prepared.seen is None:
            return prepared
        if await record_own_reading(
            prepared.dataset, difference["before"], standpoint, self.query, "depositDifference"
        ):
            return prepared
        return replace(prepared, outcome={**prepared.outcome, "difference": None})

    def _own(self, upload_id: str) -> Upload:
        return self.ports.uploads.one(upload_id, self.subject)

    def _answers(self, upload: Upload) -> Answers:
        return self.ports.uploads.kept(upload, ANSWERS) or {}

    async def _answer(self, upload: Upload, answers: object) -> Upload:
        """Another answer about how the file is read has it read again."""
        if answers is None:
            return upload
        before = self._answers(upload)
        later = check_answers(answers)
        kept = joined(before, later)
        is_read_so = kept["questions"] == before.get("questions", {})
        if not is_read_so and _gives_other_columns(before, kept):
            # What was answered about columns that are there no more would be refused.
            kept = {**kept, "columns": later.get("columns", {})}
        self.ports.uploads.keep(upload, ANSWERS, kept)
        if is_read_so:
            return upload
        await self._break_off(upload)
        again = replace(upload, state=UploadState.RECEIVED, since=self.acts.clock(), problem=None)
        self.ports.uploads.write(again)
        return again

    async def _break_off(self, upload: Upload) -> None:
        task = self.ports.readings.get(upload.id)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _standpoint(self) -> Standpoint:
        return Standpoint(self.subject, await self.acts.catalog.current(), self.acts.clock())

"""Files that were sent and are not deposited yet: on disk, each in a folder of its own.

What is known of a file lies beside it: another process, or this one after a restart, finds it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import secrets
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from catalog.actions.texts import unsafe_text
from catalog.codec import read_value, write_value
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from gateway.files.deposits.problems import (
    TooManyUploads,
    UnknownUpload,
    UploadEmpty,
    UploadNameRefused,
    UploadsUnavailable,
    UploadTooLarge,
)
from gateway.files.deposits.told_problems import write_problem
from intake.file_reading.containers import MOST_BYTES

KEPT_DAYS = 7
_MOST_OF_A_BODY = 20
_DRAINED_BYTES = MOST_BYTES + 16_000_000
"""A client that is answered while it sends sees a broken connection instead of the answer."""
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 200
_ENTRY = "upload.json"


class UploadState(StrEnum):
    RECEIVED = "received"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """Why a file was refused, as it is told again; `met` is the problem itself, as JSON."""

    code: str
    fr: str
    en: str
    next_fr: str
    next_en: str
    met: str

    @classmethod
    def of(cls, problem: Problem) -> KeptProblem:
        return cls(
            problem.code,
            problem.sentence("fr"),
            problem.sentence("en"),
            problem.next_step("fr"),
            problem.next_step("en"),
            json.dumps(write_problem(problem)),
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """`agent` of `issuer` sent it for `organisation`: nobody else knows of it. One without an agent
    came by itself (`came_from`, for `dataset`): the stewards of the body know of it. `since` is
    when its state began.
    """

    id: str
    issuer: str | None
    agent: str
    organisation: Siren
    file_name: str
    size: int
    sha256: str
    at: datetime
    since: datetime
    state: UploadState = UploadState.RECEIVED
    problem: KeptProblem | None = None
    came_from: str = ""
    dataset: str | None = None

    def expires_at(self) -> datetime:
        return self.at + timedelta(days=KEPT_DAYS)


@dataclass(frozen=True, slots=True)
class Sender:
    """Of whom a file is kept; without an agent, of all stewards of the body."""

    organisation: Siren
    issuer: str | None
    agent: str
    came_from: str = ""
    dataset: str | None = None


@dataclass(frozen=True, slots=True)
class UploadStore:
    """`folder` is made when first needed; nobody but the gateway reads in it."""

    folder: Path
    _receiving: Counter[Siren] = field(default_factory=Counter)
    """Files of each body whose bytes are still coming."""
    _counting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def stage(
        self, stream: AsyncIterator[bytes], file_name: str, subject: Subject, now: datetime
    ) -> Upload:
        """Raises UploadNameRefused, UploadTooLarge, UploadEmpty, TooManyUploads."""
        if subject.organisation is None or subject.agent is None:
            raise UnknownUpload
        sender = Sender(subject.organisation, subject.issuer, subject.agent)
        return await self._kept(stream, file_name, sender, now)

    async def arrive(
        self,
        stream: AsyncIterator[bytes],
        file_name: str,
        organisation: Siren,
        now: datetime,
        came_from: str,
        dataset: str | None,
    ) -> Upload:
        """The upload of a file that came by itself, for the body's stewards. Raises as `stage`."""
        sender = Sender(organisation, None, "", came_from, dataset)
        return await self._kept(stream, file_name, sender, now)

    async def _kept(
        self, stream: AsyncIterator[bytes], file_name: str, sender: Sender, now: datetime
    ) -> Upload:
        name = _checked_name(file_name)
        async with self._place_of(sender.organisation):
            return await self._kept_in_place(stream, name, sender, now)

    @asynccontextmanager
    async def _place_of(self, body: Siren) -> AsyncIterator[None]:
        """Files that are being received count among those of the body: raises TooManyUploads."""
        async with self._counting:
            # Known first: one that ends meanwhile is counted twice rather than not at all.
            receiving = self._receiving[body]
            own = receiving + len(await asyncio.to_thread(self._of_body, body))
            if own >= _MOST_OF_A_BODY:
                raise TooManyUploads(count=own)
            self._receiving[body] += 1
        try:
            yield
        finally:
            self._receiving[body] -= 1

    async def _kept_in_place(
        self, stream: AsyncIterator[bytes], name: str, sender: Sender, now: datetime
    ) -> Upload:
        upload_id = secrets.token_hex(16)
        folder = self.folder / upload_id
        try:
            folder.mkdir(parents=True, mode=0o700)
            size, digest = await _received(stream, folder / "file")
            upload = Upload(
                upload_id,
                sender.issuer,
                sender.agent,
                sender.organisation,
                name,
                size,
                digest,
                now,
                now,
                came_from=sender.came_from,
                dataset=sender.dataset,
            )
            self.write(upload)
        except OSError as failure:
            shutil.rmtree(folder, ignore_errors=True)
            raise UploadsUnavailable from failure
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return upload

    def one(self, upload_id: str, subject: Subject) -> Upload:
        """Raises UnknownUpload, for somebody else's as for none."""
        upload = self._read(upload_id) if _ID.fullmatch(upload_id) else None
        if upload is None or not _sent(upload, subject):
            raise UnknownUpload
        return upload

    def again(self, upload: Upload) -> Upload:
        """As it is now. Raises UnknownUpload."""
        now = self._read(upload.id)
        if now is None:
            raise UnknownUpload
        return now

    def of(self, subject: Subject) -> tuple[Upload, ...]:
        """The uploads that this agent sent or may confirm, the last one first."""
        if subject.organisation is None:
            return ()
        own = [each for each in self._of_body(subject.organisation) if _sent(each, subject)]
        return tuple(sorted(own, key=lambda each: each.at, reverse=True))

    def write(self, upload: Upload) -> None:
        self.keep(upload, _ENTRY, write_value(upload))

    def keep(self, upload: Upload, name: str, document: Any) -> None:
        """Whole or not at all, whoever reads it meanwhile."""
        path = self.file(upload, name)
        unfinished = path.with_name(f".{name}.{secrets.token_hex(4)}")
        unfinished.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
        unfinished.replace(path)

    def kept(self, upload: Upload, name: str) -> Mapping[str, Any] | None:
        try:
            document: Mapping[str, Any] = json.loads(self.file(upload, name).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return document

    def file(self, upload: Upload, name: str = "file") -> Path:
        return self.folder / upload.id / name

    def remove(self, upload: Upload) -> None:
        shutil.rmtree(self.folder / upload.id, ignore_errors=True)

    def expire(self, now: datetime) -> int:
        """Removes the uploads that were kept for long enough; the number of them."""
        gone = 0
        for upload_id in self._ids():
            upload = self._read(upload_id)
            is_over = (
                _age(self.folder / upload_id, now) > timedelta(days=KEPT_DAYS)
                if upload is None
                else upload.expires_at() <= now
            )
            if is_over:
                shutil.rmtree(self.folder / upload_id, ignore_errors=True)
                gone += 1
        return gone

    def _of_body(self, organisation: Siren) -> list[Upload]:
        uploads = [self._read(upload_id) for upload_id in self._ids()]
        return [each for each in uploads if each and each.organisation == organisation]

    def _ids(self) -> list[str]:
        try:
            return [each.name for each in self.folder.iterdir() if _ID.fullmatch(each.name)]
        except FileNotFoundError:
            return []

    def _read(self, upload_id: str) -> Upload | None:
        try:
            text = (self.folder / upload_id / _ENTRY).read_text("utf-8")
        except OSError:
            # Still being received, or removed meanwhile.
            return None
        return read_value(Upload, json.loads(text))


def _sent(upload: Upload, subject: Subject) -> bool:
    if not upload.agent:
        is_own = upload.organisation == subject.organisation and subject.on_behalf_of is None
        return is_own and "steward" in subject.roles
    mine = (subject.issuer, subject.agent, subject.organisation)
    return (upload.issuer, upload.agent, upload.organisation) == mine


def _checked_name(name: str) -> str:
    """Without the folders that a browser or a command may send before it."""
    last = PureWindowsPath(PurePosixPath(name).name).name.strip()
    if not last or last in {".", ".."} or len(last) > _LONGEST_NAME or unsafe_text(last):
        raise UploadNameRefused
    return last


async def _received(stream: AsyncIterator[bytes], path: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as target:
        async for chunk in stream:
            size += len(chunk)
            if size <= MOST_BYTES:
                digest.update(chunk)
                await asyncio.to_thread(target.write, chunk)
            elif size > _DRAINED_BYTES:
                break
    if size > MOST_BYTES:
        raise UploadTooLarge(limit=MOST_BYTES // 1_048_576)
    if size == 0:
        raise UploadEmpty
    return size, digest.hexdigest()


def _age(folder: Path, now: datetime) -> timedelta:
    try:
        return now - datetime.fromtimestamp(folder.stat().st_mtime, now.tzinfo)
    except OSError:
        return timedelta()

"""A file is read beside the requests; its state says how far that is, to whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from catalog.model.problem import Problem
from gateway.base.error_reporting import report_unexpected
from gateway.files.deposits.children import MOST_S, run_job
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.problems import UploadTooLongToRead
from gateway.files.deposits.uploads import KeptProblem, Upload, UploadState

READING, ANSWERS = "reading.json", "answers.json"
_GIVEN_UP = timedelta(seconds=2 * MOST_S)
"""Another process would have ended long ago: it was killed."""


def begin_reading(upload: Upload, ports: DepositPorts, clock: Callable[[], datetime]) -> Upload:
    """As it is now: read already, being read, or being read from now on."""
    if upload.state in {UploadState.READ, UploadState.REFUSED} or upload.id in ports.readings:
        return upload
    if upload.state is UploadState.READING and clock() - upload.since < _GIVEN_UP:
        return upload
    begun = replace(upload, state=UploadState.READING, since=clock())
    ports.uploads.write(begun)
    task = asyncio.create_task(_read(begun, ports, clock))
    ports.readings[upload.id] = task
    task.add_done_callback(lambda ended: _let_go(ended, begun, ports, clock))
    return begun


async def read_now(upload: Upload, ports: DepositPorts, clock: Callable[[], datetime]) -> Upload:
    """Waits for the end of its reading."""
    begin_reading(upload, ports, clock)
    task = ports.readings.get(upload.id)
    if task is not None:
        # Whoever waited may leave; the file is read all the same.
        await asyncio.shield(task)
    return ports.uploads.again(upload)


async def _read(upload: Upload, ports: DepositPorts, clock: Callable[[], datetime]) -> None:
    uploads = ports.uploads
    try:
        job = {
            "kind": "read",
            "folder": str(uploads.file(upload).parent.resolve()),
            "name": upload.file_name,
            "owner": upload.organisation,
            "answers": uploads.kept(upload, ANSWERS) or {},
        }
        answer = await run_job(job, ports.turns, upload.organisation)
        await asyncio.to_thread(uploads.keep, upload, READING, answer)
        _ended(replace(upload, state=UploadState.READ, since=clock()), ports)
    except Problem as problem:
        kept = KeptProblem.of(problem)
        refused = replace(upload, state=UploadState.REFUSED, since=clock(), problem=kept)
        _ended(refused, ports)
    except Exception as bug:  # noqa: BLE001 - whoever asks must be told that it will not be read
        report_unexpected(bug, upload.id)
        kept = KeptProblem.of(UploadTooLongToRead(file=upload.file_name))
        refused = replace(upload, state=UploadState.REFUSED, since=clock(), problem=kept)
        _ended(refused, ports)


def _let_go(
    task: asyncio.Task[None], upload: Upload, ports: DepositPorts, clock: Callable[[], datetime]
) -> None:
    """Forgets a reading that has ended; after a cancelled one the upload waits to be read again."""
    ports.readings.pop(upload.id, None)
    if task.cancelled():
        _ended(replace(upload, state=UploadState.RECEIVED, since=clock()), ports)


def _ended(upload: Upload, ports: DepositPorts) -> None:
    """Not of one that was cancelled meanwhile."""
    if ports.uploads.file(upload).parent.is_dir():
        ports.uploads.write(upload)

"""Children of jobs come from one process that has imported their program; none outlives who waits.

Covers gateway.files.deposits.children, gateway.base.child_process.starter,
gateway.base.child_process.host.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from federation.engines.fair_turns import FairTurns
from gateway.files.deposits import children
from gateway.files.deposits.children import run_job
from gateway.files.deposits.problems import UploadTooLongToRead
from tests.integration.deposits.files import csv_file

TURNS, BODY = FairTurns(2), "213501661"


@pytest.fixture
def job(tmp_path):
    (tmp_path / "file").write_bytes(csv_file())
    return {"kind": "read", "folder": str(tmp_path), "name": "pesees.csv", "owner": "213501661"}


@pytest.fixture
def endless(job, tmp_path):
    """Whose file never ends: a child waits for it as long as it is let."""
    (tmp_path / "file").unlink()
    os.mkfifo(tmp_path / "file")
    return job


async def started_with(job):
    await run_job(job, TURNS, BODY)
    return children.HOST.process


async def test_one_process_forks_the_children_of_many_jobs(job):
    first = await started_with(job)
    assert await started_with(job) is first
    assert first.poll() is None


async def test_where_it_has_ended_the_next_job_starts_another(job):
    first = await started_with(job)
    first.kill()
    first.wait()
    assert (await started_with(job)).pid != first.pid


async def test_it_knows_nothing_of_the_gateways_environment(job, monkeypatch):
    monkeypatch.setenv("INTERCO_MASTER_KEY", "hush")
    children.HOST.end()
    process = await started_with(job)
    environment = await asyncio.to_thread(Path(f"/proc/{process.pid}/environ").read_bytes)
    assert b"hush" not in environment


async def test_whoever_leaves_ends_the_child(endless):
    running = asyncio.create_task(run_job(endless, TURNS, BODY))
    sending = await asyncio.to_thread((Path(endless["folder"]) / "file").open, "wb", buffering=0)
    with sending:
        sending.write(b"a;b\n")
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        with pytest.raises(BrokenPipeError):
            sending.write(b"1;2\n")


async def test_a_child_that_takes_too_long_is_stopped_and_told(endless, monkeypatch):
    monkeypatch.setattr(children, "MOST_S", 1)
    with pytest.raises(UploadTooLongToRead):
        await run_job(endless, TURNS, BODY)


async def test_a_child_that_breaks_is_told(job, tmp_path):
    (tmp_path / "file").unlink()
    with pytest.raises(UploadTooLongToRead):
        await run_job(job, TURNS, BODY)

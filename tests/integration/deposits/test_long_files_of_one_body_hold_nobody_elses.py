"""Four long files, or four long papers, of one body leave another body its turn.

Covers gateway.files.deposits.children, gateway.files.deposits.ports, gateway.base.typesetting.
"""

import asyncio
import os
from contextlib import ExitStack
from datetime import datetime

import pytest

from catalog.canonical_json import write_canonical
from gateway.base.typesetting import Typesetter
from gateway.files.deposits.children import run_job
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.uploads import UploadStore
from tests.integration.deposits.files import csv_file
from tests.unit.paper import figures

BODY, OTHER = "200043990", "213501117"


@pytest.fixture
def turns(tmp_path):
    """As many as every process reads files with."""
    return DepositPorts(UploadStore(tmp_path / "uploads"), str, None, None).turns


def job_in(folder, owner):
    return {"kind": "read", "folder": str(folder), "name": "pesees.csv", "owner": owner}


async def test_a_small_file_is_read_beside_four_that_do_not_end(tmp_path, turns):
    with ExitStack() as left_open:
        long = []
        for number in range(4):
            folder = tmp_path / str(number)
            folder.mkdir()
            os.mkfifo(folder / "file")
            long.append(asyncio.create_task(run_job(job_in(folder, BODY), turns, BODY)))
        # Its child has opened the first: it waits for lines that never come.
        opened = await asyncio.to_thread((tmp_path / "0" / "file").open, "wb", buffering=0)
        left_open.callback(opened.close)
        small = tmp_path / "small"
        small.mkdir()
        (small / "file").write_bytes(csv_file())
        async with asyncio.timeout(60):
            assert await run_job(job_in(small, OTHER), turns, OTHER)
        assert not any(each.done() for each in long)
        for each in long:
            each.cancel()
        ended = await asyncio.gather(*long, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in ended)


async def test_a_small_paper_is_printed_beside_four_long_ones():
    typesetter = Typesetter()

    def printing(figure, body):
        at = datetime.fromisoformat(figure["frozen_at"])
        content = write_canonical(figure).decode()
        return asyncio.create_task(typesetter.pdf(figures.sheet_of(figure), content, at, body))

    rows = [[f"ligne {number}", number] for number in range(4_000)]
    long = [printing(figures.content(answer=figures.table(rows=rows)), BODY) for _ in range(4)]
    await asyncio.sleep(0)
    assert (await printing(figures.content(), OTHER)).startswith(b"%PDF-")
    # One of them at a time, whichever was first: three at least are still to be printed.
    assert sum(each.done() for each in long) <= 1
    for each in long:
        each.cancel()
    await asyncio.gather(*long, return_exceptions=True)

"""Sixty files of one body at once: as many are kept as one after another.

Covers gateway.files.deposits.uploads.
"""

import asyncio
from datetime import UTC, datetime

import pytest

from catalog.model.identifiers import Siren
from gateway.files.deposits.problems import TooManyUploads
from gateway.files.deposits.uploads import UploadStore

BODY, OTHER = Siren.parse("200043990"), Siren.parse("213501117")
NOW = datetime(2026, 11, 30, tzinfo=UTC)


async def slow(everybody_came):
    yield b"a;b\n"
    await everybody_came.wait()
    yield b"1;2\n"


async def test_sixty_at_once_are_twenty(tmp_path):
    store, everybody_came = UploadStore(tmp_path), asyncio.Event()

    def arriving(body):
        return store.arrive(slow(everybody_came), "x.csv", body, NOW, "mail", None)

    sent = [asyncio.create_task(arriving(BODY)) for _ in range(60)]
    other = asyncio.create_task(arriving(OTHER))
    while sum(each.done() for each in sent) < 40:
        await asyncio.wait(
            [each for each in sent if not each.done()], return_when=asyncio.FIRST_COMPLETED
        )
    everybody_came.set()
    kept = await asyncio.gather(*sent, return_exceptions=True)
    refused = [each for each in kept if isinstance(each, BaseException)]
    assert {type(each) for each in refused} == {TooManyUploads}
    assert len(kept) - len(refused) == 20
    assert (await other).organisation == OTHER
    with pytest.raises(TooManyUploads):
        await arriving(BODY)

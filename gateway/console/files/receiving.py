"""A form's file on its way to the deposit service."""

from __future__ import annotations

from collections.abc import AsyncIterator

from catalog.model.problem import Problem
from gateway.console.visit import Visit
from gateway.files.deposits.uploads import Upload

FIELD = "file"
_DRAINED_BYTES = 64_000_000


async def receive(visit: Visit, dataset: str | None = None) -> tuple[Upload | None, Problem | None]:
    """The file, which is read from now on; or why it is not taken. Raises RequestNotAsDescribed."""
    service = await visit.deposits()
    sent = await visit.file(FIELD)
    try:
        upload = await service.stage(sent.content, sent.name, dataset)
    except Problem as problem:
        # A browser that is answered while it sends shows a broken connection instead.
        await _heard_out(sent.content)
        return None, problem
    await service.read(upload.id)
    return upload, None


async def _heard_out(content: AsyncIterator[bytes]) -> None:
    received = 0
    async for chunk in content:
        received += len(chunk)
        if received > _DRAINED_BYTES:
            return

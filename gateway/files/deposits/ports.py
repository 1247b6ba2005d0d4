"""The ports that deposits need from outside, built once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from catalog.model.storage import SecretReference
from federation.engines.fair_turns import FairTurns
from federation.storages.address_guard import Admits
from gateway.files.deposits.uploads import UploadStore

_READERS = 2
"""Files that are read at once: each may take a processor and 3 GB of memory. Half of
them of one body."""


@dataclass(frozen=True, slots=True)
class DepositPorts:
    """`readings` are those that this process does, by upload; they end with it, and are begun
    again by whoever asks about the file. `draw_number` gives the next number of a dataset's
    versions, at least so high, and to nobody else. `mail_domain`: where files may be mailed to.
    """

    uploads: UploadStore
    resolve_secret: Callable[[SecretReference], str]
    addresses: Admits
    draw_number: Callable[[str, int], Awaitable[int]]
    mail_domain: str | None = None
    turns: FairTurns = field(default_factory=lambda: FairTurns(_READERS))
    readings: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def aclose(self) -> None:
        tasks = list(self.readings.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

"""Counts the uses of links beside the requests, and writes them some seconds later."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import structlog

from catalog.model.problem import Problem
from catalog.store.link_uses import LinkUse

_log = structlog.get_logger()
_EVERY_S = 5.0
_NEVER = LinkUse()


class LinkUsePort(Protocol):
    """Both raise StoreUnavailable."""

    async def add(self, uses: Mapping[str, LinkUse]) -> None: ...
    async def uses(self) -> dict[str, LinkUse]: ...


@dataclass(slots=True)
class LinkUses:
    """Of this process: what is not written yet, by the id of the link."""

    records: LinkUsePort
    _unwritten: dict[str, LinkUse] = field(default_factory=dict)

    def note(self, link: str, at: datetime, *, is_opened: bool) -> None:
        """`is_opened`: its rows were asked for, and not its head alone."""
        use = self._unwritten.get(link, _NEVER)
        self._unwritten[link] = (
            replace(use, opened=use.opened + 1, last_opened_at=at)
            if is_opened
            else replace(use, looked_at=use.looked_at + 1)
        )

    async def of_all(self) -> dict[str, LinkUse]:
        """Of every link that was ever opened, what this process has noted included."""
        await self.write()
        return await self.records.uses()

    async def write(self) -> None:
        """All of them at once; those that could not be written are written next time."""
        if not self._unwritten:
            return
        uses, self._unwritten = self._unwritten, {}
        try:
            await self.records.add(uses)
        except Problem as problem:
            for link, use in uses.items():
                newer = self._unwritten.get(link, _NEVER)
                self._unwritten[link] = LinkUse(
                    use.opened + newer.opened,
                    use.looked_at + newer.looked_at,
                    newer.last_opened_at or use.last_opened_at,
                )
            _log.warning("link_uses_not_written", code=problem.code)


async def keep_link_uses(uses: LinkUses, every_s: float = _EVERY_S) -> None:
    """Until cancelled; what is left is written then."""
    try:
        while True:
            await asyncio.sleep(every_s)
            await uses.write()
    except asyncio.CancelledError:
        await uses.write()
        raise

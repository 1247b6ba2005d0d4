"""What the first who ask would be kept waiting for, made at the start, beside the loop."""

from __future__ import annotations

import asyncio

from catalog.cog import Cog
from catalog.reference import cog_in
from gateway.console.rendering import make_ready
from gateway.services import Services


async def readying(services: Services) -> None:
    """Who comes before it is done is served too. Takes half a second of a processor."""
    cog = cog_in(await services.query.catalog.current())
    await asyncio.to_thread(_read_map, cog)
    await asyncio.to_thread(make_ready)


def _read_map(cog: Cog) -> None:
    """The codes that moved, which a question about communes looks through."""
    cog.moved_codes()
    cog.every_midyear_boundary()

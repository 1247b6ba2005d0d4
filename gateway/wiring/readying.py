"""Makes things at the start, beside the loop, for which the first callers would have to wait."""

from __future__ import annotations

import asyncio
from importlib import import_module

from catalog.cog import Cog
from catalog.reference import cog_in
from federation.rewrites import commune_map
from gateway.console.rendering import make_ready
from gateway.services import Services

_MADE_FOR_THREADS = "anyio._backends._asyncio"
"""The first answer that is made in a thread would import it on the loop."""


async def readying(services: Services) -> None:
    """Takes a second of a processor; callers who come before its end are served too."""
    ports = services.query
    cog = cog_in(await ports.catalog.current())
    await asyncio.to_thread(import_module, _MADE_FOR_THREADS)
    await asyncio.to_thread(_read_map, cog, ports.limits.max_reference_lines)
    await asyncio.to_thread(make_ready)


def _read_map(cog: Cog, most_lines: int) -> None:
    """The codes that moved, which a question about communes looks through."""
    cog.moved_codes()
    cog.every_midyear_boundary()
    commune_map.make_ready(cog, most_lines)

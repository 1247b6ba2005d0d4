"""The communes that bodies cover: of each body once in a document, however often it is asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from catalog.cog import Cog
from catalog.model.identifiers import Siren
from catalog.standpoint import Standpoint
from catalog.territory import expected_communes
from schema.problems import TooManyRowsAsked

_MOST = 40_000
"""Codes in one document: all of France once."""
_KIND = "territories"


async def covered_communes(
    sirens: Sequence[str], standpoint: Standpoint, cog: Cog, counts: Counter[str]
) -> list[list[str] | TooManyRowsAsked]:
    """For each body, beside the loop; the problem for what goes beyond what a document may show,
    as `counts` has it.
    """

    def cover() -> list[list[str] | TooManyRowsAsked]:
        return [_covered(each, standpoint, cog, counts) for each in sirens]

    return await asyncio.to_thread(cover)


def _covered(
    siren: str, standpoint: Standpoint, cog: Cog, counts: Counter[str]
) -> list[str] | TooManyRowsAsked:
    if counts[_KIND] < _MOST:
        memberships = standpoint.snapshot.memberships
        codes = expected_communes(Siren.parse(siren), standpoint.day, memberships, cog)
        counts[_KIND] += len(codes)
        if counts[_KIND] <= _MOST:
            return [*codes]
    return TooManyRowsAsked(rows=counts[_KIND], limit=_MOST)

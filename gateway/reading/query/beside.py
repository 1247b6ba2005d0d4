"""Runs long readings and plannings in a thread beside the loop: two at once, one of a body.

A thread that computes shares the interpreter with the loop, and gives way to whoever is served
meanwhile. Two hold others up little; more would end no sooner.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from catalog.giving_way import giving_way, rest_after
from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import CALLER, Caller
from gateway.reading.query.request import read_address
from schema.types.node_types import NODE_IDS
from schema.types.scope import NODE_ID_FIELD

P = ParamSpec("P")
R = TypeVar("R")
_LONG_TEXT = 2_000
"""Characters of a document: about ten milliseconds of reading."""
_MANY_VALUES = 500
_MANY_SELECTIONS, _FEW_IDS = 60, 4
_WAIT_S, _FILE_WAIT_S = 30.0, 120.0


def _make_turns() -> FairTurns:
    return FairTurns(2, of_a_body=1)


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one process."""

    turns: FairTurns = field(default_factory=_make_turns)

    async def run(self, work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Raises TooManyComputations where no turn of the caller's came in time."""
        async with self.turns.admitted(CALLER.get(), _WAIT_S):
            return await asyncio.to_thread(_giving_way, partial(work, *given, **named))


def _make_file_turns() -> FairTurns:
    return FairTurns(4, of_a_body=2)


@dataclass(frozen=True, slots=True)
class FileTurns:
    """Files of rows that a process makes for people: four at once, two of a body."""

    turns: FairTurns = field(default_factory=_make_file_turns)

    @asynccontextmanager
    async def turn_of(self, body: str, agent: str | None, host: str | None) -> AsyncIterator[None]:
        """A turn for an agent, or for an address where there is no account; a rest follows it while
        others ask. Raises TooManyComputations where no turn came.
        """
        caller = Caller(body, agent or read_address(host))
        async with self.turns.admitted(caller, _FILE_WAIT_S):
            begun = monotonic()
            try:
                yield
            finally:
                await asyncio.sleep(rest_after(monotonic() - begun))


def _giving_way(work: Callable[[], R]) -> R:
    with giving_way():
        return work()


def is_long(document: str) -> bool:
    """True where reading the document takes so long that other requests would wait: it is long, or
    has many selections, or identifiers, each of which is a list of its own.
    """
    many = document.count("{") > _MANY_SELECTIONS or document.count(NODE_ID_FIELD) > _FEW_IDS
    return len(document) > _LONG_TEXT or many or NODE_IDS in document


def has_many(variables: Any) -> bool:
    """True where the values are too many, or a text too long, to be looked through in the loop."""
    return _are_many(variables, [_MANY_VALUES])


def _are_many(value: Any, left: list[int]) -> bool:
    left[0] -= 1
    if left[0] < 0:
        return True
    match value:
        case dict():
            return any(_are_many(each, left) for each in value.values())
        case list():
            return any(_are_many(each, left) for each in value)
        case str():
            return is_long(value)
        case _:
            return False

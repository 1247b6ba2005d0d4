"""The protocol of an engine: it runs one plan and answers columns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeGuard, runtime_checkable

import pyarrow as pa

from catalog.caches import remembered
from catalog.model.storage import SecretReference, Storage
from federation.logical import Scalar
from federation.plan import Plan

Value = str | int | float | bool | None
IN_FLIGHT = 4
"""Batches between a source and whoever takes them."""
ResolveSecret = Callable[[SecretReference], str]
"""Reads a secret at the last moment; raises an OperatorProblem when it cannot be read."""


def keep_within(deadline: float) -> None:
    """Raises TimeoutError past it (on the loop's clock).

    A reader so slow that something is always ready never waits, and a time-out ends waiting only.
    """
    if asyncio.get_running_loop().time() >= deadline:
        raise TimeoutError


@dataclass(frozen=True, slots=True)
class Written:
    """A page as it will be sent: `body` is the JSON array of its rows, `last` the wire values that
    a cursor to the last one is made of; None where there is no cursor. `is_split`: the row after
    the page has the same.
    """

    body: bytes
    rows: int
    has_next: bool
    last: tuple[Scalar, ...] | None
    is_split: bool = False
    places: Sequence[tuple[Scalar, ...]] | None = None
    """Of every row, where their cursors are asked for; `CURSOR_GAP` stands in the body then."""
    linked: Mapping[str, int] = field(default_factory=dict)
    """The number of linked rows, by dataset (id)."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """`given_up` threads go on though nobody waits for them; `replaced` instances so far; with
    `is_full`, so many go on that no query is begun.
    """

    given_up: int
    replaced: int
    is_full: bool


@runtime_checkable
class TellsState(Protocol):
    """An engine that runs in this process."""

    @property
    def state(self) -> EngineState: ...


@runtime_checkable
class Writes(Protocol):
    """An engine that writes the rows of a plan that has a `json_text`."""

    async def write(self, plan: Plan, values: Mapping[str, Value]) -> Written:
        """The page of `Engine.execute`, as `write_rows` would write it; raises as that does."""
        ...


def writes(engine: object) -> TypeGuard[Writes]:
    """As `isinstance` tells it, which looks through all attributes of an object each time."""
    return _is_writer(type(engine))


@remembered(maxsize=32)
def _is_writer(kind: type) -> bool:
    return issubclass(kind, Writes)


@runtime_checkable
class KeepsCatalogs(Protocol):
    """An engine that runs elsewhere, with a catalog of its own for each storage that it reads."""

    async def reach(self, storage: Storage) -> None:
        """Returns once the engine itself has found `storage`, or where it never reads such a one.

        Raises the Problem that says why it has not.
        """
        ...

    async def drop_catalogs_but(self, current: Iterable[Storage]) -> tuple[str, ...]:
        """The names of the catalogs dropped: of storages that are not `current`, and that no query
        of this process uses. Raises a Problem.
        """
        ...


class Engine(Protocol):
    """`execute` never blocks the event loop; cancelling the task stops the query at the source."""

    name: str

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """At most `plan.max_rows` rows and `plan.max_bytes` of them, as one table with the columns
        of `plan.logical.columns`.

        `values` are wire values (ISO text for dates, decimal text) and keys, by placeholder name.
        Column types are canonical: see `federation.results.canonical`. Raises SourceProblems only:
        one generic one for run-time failures, whatever the source said.
        """
        ...

    def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """The same rows as `execute`, in batches of at least one row: none when there are none.

        At most IN_FLIGHT batches are made before they are asked for, so that an answer of any size
        takes little memory. TooManyRows or TooManyBytes comes in place of the batch that goes
        beyond those of `plan`, SourceTimeout once `plan.timeout_s` has passed since the first was
        asked for, however slowly they are taken. Who stops early calls `aclose`, which stops the
        query at the source before it returns.
        """
        ...

    async def ping(self) -> None:
        """Returns once the engine answers, of no storage at all; raises the Problem otherwise."""
        ...

    async def aclose(self) -> None:
        """Running queries are cancelled, connections closed."""
        ...

"""The context of the control fields: one frozen value a request."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from catalog.actions.sharing.renewal import Renewals, renewals_in
from catalog.cog import Cog
from catalog.model.agreement import Agreement
from catalog.model.health import AgreementHealth
from catalog.model.subject import Subject
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.control.covered import covered_communes
from gateway.control.next_actions import JudgedAction, judge_actions
from gateway.control.services import ControlServices
from gateway.sharing.notifications.inbox import InboxService
from schema.problems import TooManyRowsAsked
from schema.types.view import View

Given = Mapping[str, tuple[Transform, ...]]
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class ControlContext:
    """`view` bounds every dataset that is shown; organisations are public reference data.

    `inbox` is that of the agent who asks; None for nobody's.
    """

    standpoint: Standpoint
    view: View
    cog: Cog
    services: ControlServices
    inbox: InboxService | None = None
    request_id: str = ""
    given: DataLoader[str, Given] = field(init=False, repr=False, compare=False)
    """All that one document asks of columns is one question to the law."""
    turns: DataLoader[Agreement, tuple[JudgedAction, ...]] = field(
        init=False, repr=False, compare=False
    )
    """The same for all agreements whose possible acts are asked for together."""
    covered: DataLoader[str, list[str]] = field(init=False, repr=False, compare=False)
    """The communes that each body covers, by its SIREN."""
    health: DataLoader[str, AgreementHealth | None] = field(init=False, repr=False, compare=False)
    """The health of all agreements of a list is read at once, by citation."""
    read_renewals: list[Renewals] = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    one_by_one: asyncio.Lock = field(
        default_factory=asyncio.Lock, init=False, repr=False, compare=False
    )
    """The fields of a document take it in turn: the loop serves others between two."""
    shown: Counter[str] = field(default_factory=Counter, init=False, repr=False, compare=False)
    """Rows of reference that the document has been given, by kind."""
    lists: dict[Callable[..., Any], asyncio.Future[Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Each list without arguments that several fields of the document ask for, by its writer."""

    @property
    def renewals(self) -> Renewals:
        """Read once a document."""
        if not self.read_renewals:
            self.read_renewals.append(renewals_in(self.snapshot.agreements))
        return self.read_renewals[0]

    @property
    def snapshot(self) -> Snapshot:
        return self.standpoint.snapshot

    @property
    def subject(self) -> Subject:
        return self.standpoint.subject

    def __post_init__(self) -> None:
        async def load(datasets: list[str]) -> list[Given]:
            found = await self.services.given(tuple(datasets))
            return [found.get(each, {}) for each in datasets]

        async def judge(agreements: list[Agreement]) -> list[tuple[JudgedAction, ...]]:
            return await judge_actions(agreements, self.subject.reader, self.services.possible)

        async def cover(sirens: list[str]) -> list[list[str] | TooManyRowsAsked]:
            return await covered_communes(sirens, self.standpoint, self.cog, self.shown)

        async def read_health(citations: list[str]) -> list[AgreementHealth | None]:
            healths = await self.services.health.of(citations)
            return [healths.get(each) for each in citations]

        object.__setattr__(self, "health", DataLoader(load_fn=read_health))
        object.__setattr__(self, "given", DataLoader(load_fn=load))
        object.__setattr__(self, "covered", DataLoader(load_fn=cover))
        # Kept for nobody: an act of the same document leads to another state.
        object.__setattr__(self, "turns", DataLoader(load_fn=judge, cache=False))

    async def once(self, write: Callable[[ControlContext], list[_Row]]) -> list[_Row]:
        """The list that `write` makes of this context, beside the loop: once a document."""
        if write not in self.lists:
            self.lists[write] = asyncio.ensure_future(asyncio.to_thread(write, self))
        rows: list[_Row] = await self.lists[write]
        return rows

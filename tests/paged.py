"""A list of GraphQL read page by page, as the gateway reads it, over whatever runs its plans."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pyarrow as pa

from catalog.caches import Cache
from catalog.cog import load_cog
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.engine import Value
from federation.keys import DerivedKeys
from federation.limits import Limits
from federation.logical import Scalar
from federation.plan import DUCKDB, Plan
from gateway.control.graphql_schema import CONTROL
from gateway.reading.query.pages import read_slice
from gateway.reading.query.plan_cache import PageKey, PlanCache
from gateway.reading.query.prepare import Asked, make_plans
from policies.decision import Decision
from schema.cursor import CursorSealer
from schema.reading.reader import read_document
from schema.types.view import View

Run = Callable[[Plan, Mapping[str, Value]], pa.Table]
_MOST_PAGES = 100
_MORE = 1
"""Rows that a page reads ahead: few enough to end between rows that are level."""


class _NotedSealer(CursorSealer):
    """Keeps what each cursor holds: two worlds must agree on that too."""

    def __init__(self) -> None:
        super().__init__(b"a key for cursors, of 32 bytes..")
        self.sealed: list[tuple[Scalar, ...]] = []

    def seal(self, values: Sequence[Scalar], binding: bytes) -> str:
        self.sealed.append(tuple(values))
        return super().seal(values, binding)


class _AllQuick(Cache[PageKey, bool]):
    """Every page is read in one statement first."""

    def find(self, key: PageKey) -> bool | None:
        return True


@dataclass(frozen=True)
class _Engine:
    run: Run
    ran: list[Plan] = field(default_factory=list)

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        self.ran.append(plan)
        return self.run(plan, values)


@dataclass
class Walk:
    """Every page as it is sent; `problem` is what ended it, before its end.

    `ends`: where each page but the last ends. `is_apart`: ordered apart from the key;
    `ends_between`: how many pages end between level rows; `ahead`, `split`: how many were read with
    some rows more, and how many of those in two steps after all.
    """

    pages: list[bytes] = field(default_factory=list)
    cursors: list[tuple[Scalar, ...]] = field(default_factory=list)
    ends: list[tuple[Scalar, ...]] = field(default_factory=list)
    problem: str | None = None
    is_apart: bool = False
    ends_between: int = 0
    ahead: int = 0
    split: int = 0

    @property
    def rows(self) -> list[Any]:
        return [row for page in self.pages for row in json.loads(page)]

    def seen(self) -> tuple[object, ...]:
        """What must be the same in two worlds."""
        return self.pages, self.cursors, self.problem


@dataclass(frozen=True)
class PagedReader:
    """One reader of one catalog; `run` answers in canonical form."""

    snapshot: Snapshot
    decision: Decision
    now: datetime
    reader: Siren | None
    keyring: DerivedKeys
    run: Run

    async def walk(self, document: str) -> Walk:
        """Of a document of one list, whose cursor is `$after`, from the first page to the last."""
        walk, after = Walk(), None
        sealer = _NotedSealer()
        try:
            while len(walk.pages) < _MOST_PAGES:
                after = await self._page(document, after, walk, sealer)
                if after is None:
                    break
        except Problem as problem:
            walk.problem = problem.code
        walk.cursors = sealer.sealed
        return walk

    async def _page(
        self, document: str, after: str | None, walk: Walk, sealer: CursorSealer
    ) -> str | None:
        """The cursor to the next page, if there is one."""
        engine = _Engine(self.run)
        known = [key for key, each in self.decision.datasets.items() if each.discoverable]
        variables = {} if after is None else {"after": after}
        view, cog = View.of(self.snapshot, known), load_cog()
        read = read_document(document, None, variables, view, cog, CONTROL)
        subject = Subject("agent@lecteur", "urn:tests", self.reader, "person")
        ports: Any = SimpleNamespace(
            keyring=self.keyring,
            cursors=sealer,
            limits=Limits(),
            engines={DUCKDB: engine},
            default_engine=DUCKDB,
            clock=lambda: self.now,
            memory=PlanCache(quick_pages=_AllQuick("tests.quick_pages", 1)),
        )
        asked = Asked(("", None, "", ""), read.slices, False, read.pages)
        standpoint = Standpoint(subject, self.snapshot, self.now)
        key: Any = document, after
        plans = replace(make_plans(asked, self.decision, standpoint, ports), key=key)
        ((slice_id, plan),) = plans.slices.items()
        if isinstance(plan, Problem):
            raise plan
        prepared: Any = SimpleNamespace(
            plans=plans,
            read=read,
            standards={},
            standpoint=standpoint,
            subject=subject,
            snapshot=self.snapshot,
            decision=self.decision,
            planning=asyncio.Lock(),
        )
        request: Any = SimpleNamespace(variables=variables, file_reference=None)
        with patch("schema.reading.ties._MORE", _MORE):
            page = await read_slice(slice_id, plan, prepared, request, ports)
        if engine.ran and engine.ran[0].logical.first_keys:
            walk.ahead += 1
            walk.split += len(engine.ran) > 1
        walk.pages.append(page.body)
        walk.is_apart = bool(plans.apart)
        if not page.has_next:
            return None
        assert page.rows, "an empty page is followed by none"
        end = sealer.sealed[-1]
        assert end not in walk.ends, "the pages go in a circle"
        walk.ends.append(end)
        walk.ends_between += len(end) != len(plan.logical.cursor_columns)
        return page.end_cursor

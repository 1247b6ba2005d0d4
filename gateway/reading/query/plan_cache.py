"""The caches that this process keeps between requests, and their keys.

Nothing here holds a value of a row or of a variable: documents, decisions' fingerprints, plans.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from catalog.caches import Cache
from catalog.model.consent import ServiceRun
from catalog.model.problem import Problem
from catalog.model.subject import Subject
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from federation.logical import LogicalQuery, SliceId
from federation.naming import ColumnNames
from federation.plan import Plan
from federation.sql.names import SqlNames
from gateway.reading.query.standard_sources import SourcesKey, StandardRead, StandardSources
from policies.decision import Decision
from policies.question import Action, Question
from schema.reading.page_rows import Nodes
from schema.reading.read_document import ReadDocument
from schema.reading.ties import Start
from schema.types.view import View

AskedDatasets = tuple[str, ...] | range | None
"""Datasets by their ids, by their places among all of the catalog, or all of them."""
QuestionKey = tuple[Subject, CatalogVersion, Action, AskedDatasets, date, ServiceRun | None]
"""(who asks, catalog version, datasets, Paris day, run of a service)."""
DocumentKey = tuple[str, str | None, str, str]
"""(sha256 of the document, operation name, fingerprint of the view, shape of the variables).

A statement in SQL has no operation; its digest is marked, its parameters' types are their shape.
"""
PlansKey = tuple[DocumentKey, str, CatalogVersion, str | None, bool]
"""(document, fingerprint of the decision, the catalog's version for reading, reader, whether a file
is named)."""
PageKey = tuple[PlansKey | None, datetime, SliceId]
"""(plans, when they were made, slice)."""
StepKey = tuple[PlansKey | None, datetime, SliceId, Start, str]
"""(plans, when they were made, slice, where its page begins, which step of reading it)."""


@dataclass(frozen=True, slots=True)
class Plans:
    """Each slice's plan, or the Problem that stops it; dead at `valid_until`.

    Made at `made_at`, and of no use before: on a clock set back, tomorrow's rows are tomorrow's.
    """

    slices: Mapping[SliceId, Plan | Problem]
    valid_until: datetime | None
    made_at: datetime
    apart: Mapping[SliceId, Nodes] = field(default_factory=dict)
    """Pages whose rows are not ordered by a key that is hidden, or are read in two steps."""
    digest: str | None = None
    """Of what is shown of them; None when nothing is planned."""
    key: PlansKey | None = None
    """With `made_at`, what else is planned for them as long as they live."""

    def alive(self, now: datetime) -> bool:
        return self.made_at <= now and (self.valid_until is None or now < self.valid_until)


@dataclass(frozen=True, slots=True)
class PreparedRead:
    """One request for data up to the point where it could run, through whatever front door.

    `datasets` are the ids that it names, `plans` one for each statement that it may run.
    """

    standpoint: Standpoint
    question: Question
    decision: Decision
    plans: Plans
    datasets: tuple[str, ...]

    @property
    def subject(self) -> Subject:
        return self.standpoint.subject

    @property
    def snapshot(self) -> Snapshot:
        return self.standpoint.snapshot


@dataclass(frozen=True, slots=True)
class Prepared(PreparedRead):
    """A GraphQL document: explain, exports and answers share it."""

    view: View
    read: ReadDocument
    standards: Mapping[str, StandardRead] = field(default_factory=dict)
    """By connection (`ReadDocument.standards`)."""
    as_read: ReadDocument | None = None
    """`read` before its standards were expanded."""
    planning: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False, compare=False)
    """Held for one plan at a time while it is answered: others are served between two of them."""

    def asked_as(self, slice_id: SliceId) -> LogicalQuery:
        """The logical query of a plan: a slice of the document, or a measure of one of its
        standards. Raises KeyError where the request has no such slice.
        """
        measures = (of.planned.get(slice_id) for of in self.standards.values())
        logical = self.read.slices.get(slice_id) or next(filter(None, measures), None)
        if logical is None:
            raise KeyError(slice_id)
        return logical


@dataclass(slots=True)
class PlanCache:
    """The caches, bounded by count; their keys say everything that an entry depends on."""

    questions: Cache[QuestionKey, Question] = field(
        default_factory=lambda: Cache("query.questions", 2_000)
    )
    views: Cache[tuple[str, CatalogVersion], View] = field(
        default_factory=lambda: Cache("query.views", 500)
    )
    recipes: Cache[tuple[str, str | None, str], ReadDocument] = field(
        default_factory=lambda: Cache("query.recipes", 2_000)
    )
    documents: Cache[DocumentKey, ReadDocument] = field(
        default_factory=lambda: Cache("query.documents", 2_000)
    )
    plans: Cache[PlansKey, Plans] = field(default_factory=lambda: Cache("query.plans", 2_000))
    steps: Cache[StepKey, Plan] = field(default_factory=lambda: Cache("query.steps", 4_000))
    """Pages whose rows are told apart, or read with some more or in two steps."""
    quick_pages: Cache[PageKey, bool] = field(
        default_factory=lambda: Cache("query.quick_pages", 4_000)
    )
    """True where pages of a list that can be read in two statements are quicker in one."""
    statements: Cache[DocumentKey, LogicalQuery] = field(
        default_factory=lambda: Cache("query.statements", 2_000)
    )
    named: Cache[DocumentKey, ColumnNames] = field(
        default_factory=lambda: Cache("query.named", 2_000)
    )
    """The columns of its datasets that a document names."""
    names: Cache[str, SqlNames] = field(default_factory=lambda: Cache("query.names", 200))
    """The names that SQL may use, by the fingerprint of the view."""
    sources: Cache[SourcesKey, Mapping[str, StandardSources]] = field(
        default_factory=lambda: Cache("query.sources", 200)
    )
    """Of which datasets the rows of standards are."""

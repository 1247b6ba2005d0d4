"""Figures of a body: frozen, corrected, found again; what one may not see is not there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from catalog.actions.facts import Facts
from catalog.actions.figures.content import FigureAnswer, FigureLabel
from catalog.actions.figures.figures import correction_of, versions_of
from catalog.actions.figures.problems import UnknownFigure
from catalog.actions.figures.sending import disputes_in
from catalog.fold import fold
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from gateway.acts.act_questions import ask_the_law
from gateway.acts.commit import Change, commit
from gateway.acts.figures import (
    CorrectFigure,
    FreezeFigure,
    SendDisputes,
    own_body,
    sources_of,
)
from gateway.acts.ports import ActPorts
from gateway.figures.activations.previewed import refuse_other_result
from gateway.figures.frozen.answering import answer_figure, plan_figure, sources_read
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_request import SqlRequest
from policies.acts import ActsPort
from policies.figures import FigureQuestion


@dataclass(frozen=True, slots=True)
class SeenFigure:
    """`corrected_by` is the digest of the version that replaces it, None for the current one."""

    figure: FrozenFigure
    corrected_by: str | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """`seen`: the mark of its values, which freezing them may be handed."""

    figure: FrozenFigure
    seen: str


@dataclass(frozen=True, slots=True)
class Received:
    """Disputes that `body` has sent: columns and rows of `table`."""

    digest: str
    body: Siren
    title_fr: str
    title_en: str
    at: datetime
    table: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FigureSearch:
    """All that are given must hold; `words` in the title, the indicator or the query."""

    year: int | None = None
    indicator: str | None = None
    words: str = ""
    with_corrected: bool = False


@dataclass(frozen=True, slots=True)
class FigureService:
    """`caller` is the request that the subject came by: a statement runs as that very caller."""

    subject: Subject
    acts: ActPorts
    ports: Ports
    caller: SqlRequest

    async def freeze(
        self,
        label: FigureLabel,
        statement: str,
        parameters: Sequence[object] = (),
        *,
        seen: str | None = None,
        dry_run: bool = False,
    ) -> Frozen:
        """Runs the statement and keeps its answer; `seen`: the mark that the answer must have.

        Raises ActsRefused, ActRefused, FigureExists, FigureTooLarge, FigureWithoutRows,
        TooManyFigures, NotAnAnswer, FigureUnsigned, PreviewDiffers, CatalogMoved, and what a
        statement may meet.
        """
        answered = await self._answered(statement, parameters, "freeze")
        return await self.freeze_answer(label, answered, seen=seen, dry_run=dry_run)

    async def freeze_answer(
        self,
        label: FigureLabel,
        answered: FigureAnswer,
        *,
        seen: str | None = None,
        dry_run: bool = False,
    ) -> Frozen:
        """Of an answer that the path of every query gave to this very subject."""
        refuse_other_result(answered.seen, seen)
        figure = await self._committed(FreezeFigure(label, answered), dry_run=dry_run)
        return Frozen(figure, answered.seen)

    async def correct(
        self,
        digest: str,
        label: FigureLabel,
        statement: str,
        parameters: Sequence[object],
        what_changed: str,
        *,
        seen: str | None = None,
        dry_run: bool = False,
    ) -> Frozen:
        """`label` with the indicator and the year of the figure. Raises UnknownFigure,
        FigureCorrected, and what `freeze` raises.
        """
        await self.figure(digest)
        answered = await self._answered(statement, parameters, "correct")
        return await self.correct_by(
            digest, label, answered, what_changed, seen=seen, dry_run=dry_run
        )

    async def correct_by(
        self,
        digest: str,
        label: FigureLabel,
        answered: FigureAnswer,
        what_changed: str,
        *,
        seen: str | None = None,
        dry_run: bool = False,
    ) -> Frozen:
        """By an answer that the path of every query gave to this very subject."""
        refuse_other_result(answered.seen, seen)
        before = (await self.figure(digest)).figure
        label = replace(label, indicator=before.indicator, year=before.year)
        change = CorrectFigure(before, label, answered, what_changed)
        return Frozen(await self._committed(change, dry_run=dry_run), answered.seen)

    async def figure(self, digest: str) -> SeenFigure:
        """Raises UnknownFigure, for one that the subject may not see as for none."""
        catalog = await self.acts.catalog.current()
        figure = catalog.figures.get(digest.lower())
        if figure is None or not await is_seen(figure, self.subject, self.acts.law):
            raise UnknownFigure(figure=digest[:64])
        return _seen(figure, catalog)

    async def figures(self, search: FigureSearch) -> tuple[SeenFigure, ...]:
        """The last year first, then by indicator."""
        catalog = await self.acts.catalog.current()
        matching = [
            _seen(figure, catalog)
            for figure in await self._visible(catalog)
            if _matches(figure, search)
        ]
        kept = [one for one in matching if search.with_corrected or one.corrected_by is None]
        return tuple(
            sorted(
                kept,
                key=lambda one: (
                    -(one.figure.year or 0),
                    one.figure.indicator,
                    -one.figure.version,
                ),
            )
        )

    async def versions(self, figure: FrozenFigure) -> tuple[SeenFigure, ...]:
        """All that the body has said of the same, which the subject may see; the first first."""
        catalog = await self.acts.catalog.current()
        visible = {one.id for one in await self._visible(catalog)}
        return tuple(
            _seen(one, catalog) for one in versions_of(figure, catalog) if one.id in visible
        )

    async def send_disputes(self, digest: str, to: str, *, dry_run: bool = False) -> str:
        """The name of whom they were sent to. Raises UnknownFigure, ActsRefused, ActRefused."""
        figure = (await self.figure(digest)).figure
        sent = await self._committed(SendDisputes(figure, to), dry_run=dry_run)
        catalog = await self.acts.catalog.current()
        return catalog.organisations[sent.sent[-1].to].name

    async def disputes_received(self) -> tuple[Received, ...]:
        """Disputes from clients to the subject's own body, the last first. Raises ActsRefused."""
        own, catalog = self.subject.organisation, await self.acts.catalog.current()
        if own is None:
            return ()
        await ask_the_law(FigureQuestion(self.subject, "see_sent", own, None), self.acts.law)
        received = [
            Received(figure.id, figure.body, figure.title_fr, figure.title_en, sent.at, table)
            for figure in catalog.figures.values()
            for sent in figure.sent
            if sent.to == own and (table := disputes_in(figure)) is not None
        ]
        return tuple(sorted(received, key=lambda one: one.at, reverse=True))

    async def _visible(self, catalog: Snapshot) -> list[FrozenFigure]:
        """One question to the law for each purpose, not for each figure."""
        own = [one for one in catalog.figures.values() if one.body == self.subject.organisation]
        law, subject = self.acts.law, self.subject
        samples = {one.purpose: one for one in own}
        seen = {purpose for purpose, one in samples.items() if await is_seen(one, subject, law)}
        return [one for one in own if one.purpose in seen]

    async def _answered(
        self, statement: str, parameters: Sequence[object], act: str
    ) -> FigureAnswer:
        """The law is asked before anything runs, and once more with what is written."""
        request = replace(
            self.caller, id=uuid.uuid4().hex, document=statement, parameters=tuple(parameters)
        )
        prepared = await plan_figure(request, self.ports)
        planned = FigureAnswer(statement, (), request.purpose, {}, sources_read(prepared), "")
        question = FigureQuestion(
            self.subject,
            "correct" if act == "correct" else "freeze",
            own_body(self.subject),
            request.purpose,
            sources_of(planned, prepared.snapshot),
        )
        await ask_the_law(question, self.acts.law)
        return await answer_figure(prepared, request, self.ports)

    async def _committed(
        self, change: Change[Facts, FrozenFigure], *, dry_run: bool
    ) -> FrozenFigure:
        outcome = await commit(change, self.subject, self.acts, dry_run=dry_run)
        return outcome.result


async def is_seen(figure: FrozenFigure, subject: Subject, law: ActsPort) -> bool:
    decision = await law.decide_act(FigureQuestion(subject, "see", figure.body, figure.purpose))
    return decision.allow


def _seen(figure: FrozenFigure, catalog: Snapshot) -> SeenFigure:
    after = correction_of(figure, catalog)
    return SeenFigure(figure, None if after is None else after.id)


def _matches(figure: FrozenFigure, search: FigureSearch) -> bool:
    if search.year is not None and figure.year != search.year:
        return False
    if search.indicator and figure.indicator != search.indicator:
        return False
    text = fold(f"{figure.title_fr} {figure.title_en} {figure.indicator}")
    return all(word in text for word in fold(search.words).split())

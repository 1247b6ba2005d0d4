"""An answer frozen as a figure, or a figure corrected: the law, the rule, one write."""

from __future__ import annotations

from dataclasses import dataclass, replace

from typing_extensions import override

from catalog.actions.facts import Facts
from catalog.actions.figures.content import FigureAnswer, FigureLabel, FigureSource, cited
from catalog.actions.figures.figures import correct, freeze
from catalog.actions.figures.sending import send_disputes
from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change
from gateway.acts.ports import ActPorts
from gateway.base.problems import ActsRefused
from policies.act_problems import ActRoleRequired
from policies.figures import FigureQuestion, SourceFacts


@dataclass(frozen=True, slots=True)
class FreezeFigure(Change[Facts, FrozenFigure]):
    """`answered` was read, decided on and recorded by the path of every query."""

    label: FigureLabel
    answered: FigureAnswer

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> Facts:
        return Facts(standpoint.snapshot, standpoint.now)

    @override
    def questions(self, subject: Subject, facts: Facts) -> tuple[FigureQuestion, ...]:
        sources = sources_of(self.answered, facts.catalog)
        purpose = self.answered.purpose
        return (FigureQuestion(subject, "freeze", own_body(subject), purpose, sources),)

    @override
    def rule(self, subject: Subject, facts: Facts) -> tuple[FrozenFigure, Changes]:
        figure = freeze(self.label, self.answered, own_body(subject), subject, facts)
        return figure, Changes((figure,))

    @override
    def record(self, subject: Subject, facts: Facts, result: FrozenFigure) -> ActRecord:
        return _record("freeze_figure", subject, facts, result)


@dataclass(frozen=True, slots=True)
class CorrectFigure(Change[Facts, FrozenFigure]):
    """`before` is one that the subject may see; it stays as it is."""

    before: FrozenFigure
    label: FigureLabel
    answered: FigureAnswer
    what_changed: str

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> Facts:
        return Facts(standpoint.snapshot, standpoint.now)

    @override
    def questions(self, subject: Subject, facts: Facts) -> tuple[FigureQuestion, ...]:
        sources = sources_of(self.answered, facts.catalog)
        purpose = self.answered.purpose
        return (FigureQuestion(subject, "correct", self.before.body, purpose, sources),)

    @override
    def rule(self, subject: Subject, facts: Facts) -> tuple[FrozenFigure, Changes]:
        figure = correct(self.before, self.label, self.answered, self.what_changed, subject, facts)
        return figure, Changes((figure,))

    @override
    def record(self, subject: Subject, facts: Facts, result: FrozenFigure) -> ActRecord:
        return _record("correct_figure", subject, facts, result)


@dataclass(frozen=True, slots=True)
class SendDisputes(Change[Facts, FrozenFigure]):
    """`figure` is one that the subject may see; what it says stays as it is."""

    figure: FrozenFigure
    to: str

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> Facts:
        return Facts(standpoint.snapshot, standpoint.now)

    @override
    def questions(self, subject: Subject, facts: Facts) -> tuple[FigureQuestion, ...]:
        return (FigureQuestion(subject, "send", self.figure.body, self.figure.purpose),)

    @override
    def rule(self, subject: Subject, facts: Facts) -> tuple[FrozenFigure, Changes]:
        current = facts.catalog.figures[self.figure.id]
        figure, message = send_disputes(current, self.to, subject, facts)
        return figure, Changes((figure,), messages=(message,))

    @override
    def record(self, subject: Subject, facts: Facts, result: FrozenFigure) -> ActRecord:
        record = _record("send_disputes", subject, facts, result)
        return replace(record, summary={**record.summary, "to": result.sent[-1].to})


def own_body(subject: Subject) -> Siren:
    """Raises ActsRefused for whoever acts for no body: nothing is frozen for the platform."""
    if subject.organisation is None:
        raise ActsRefused(
            [
                ActRoleRequired(
                    sections="steward, approver",
                    sections_fr="référent, signataire",
                    sections_en="steward, approver",
                )
            ]
        )
    return subject.organisation


def sources_of(answered: FigureAnswer, catalog: Snapshot) -> tuple[SourceFacts, ...]:
    """The facts about each source that the law is told, by the catalog of this moment."""
    return tuple(_facts(source, catalog) for source in answered.sources)


def _facts(source: FigureSource, catalog: Snapshot) -> SourceFacts:
    dataset = catalog.datasets.get(source.dataset)
    if source.agreement is None:
        return SourceFacts(
            name=source.dataset,
            for_few=dataset is not None and bool(dataset.reader_groups),
            in_force=dataset is not None,
        )
    agreement = cited(source.agreement, catalog)
    if agreement is None or dataset is None:
        return SourceFacts(name=source.agreement, in_force=False)
    return SourceFacts(
        name=source.agreement,
        unitary=agreement.terms.unitary is not None,
        personal=agreement.terms.personal_data is not None or dataset.personal_data,
        for_few=False,
        in_force=agreement.state is AgreementState.ACTIVE,
    )


def _record(action: str, subject: Subject, facts: Facts, figure: FrozenFigure) -> ActRecord:
    """The line of the audit: the figure by its digest, and no value of it."""
    return ActRecord(
        at=facts.now,
        by_issuer=subject.issuer,
        by_sub=subject.agent or "",
        for_organisation=figure.body,
        action=action,
        summary={
            "figure": figure.id,
            "indicator": figure.indicator,
            "year": figure.year,
            "version": figure.version,
            "replaces": figure.replaces,
            "agreements": list(figure.agreements),
        },
    )

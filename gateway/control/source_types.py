"""Storages and the sources of datasets, as the owner's stewards are told of them."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.checks.kept import kept_words
from catalog.drift.causes import cause_of
from catalog.drift.records import StorageHealth as KeptHealth
from catalog.drift.values import Change
from catalog.drift.words import sentences
from gateway.upkeep.source_monitoring.source_service import DriftReport


@strawberry.type(
    description=(
        "Si un stockage répond, et depuis quand. / Whether a storage answers, and since when."
    )
)
class StorageHealth:
    is_up: bool
    since: dt.datetime
    probed_at: dt.datetime
    cause: str | None = strawberry.field(description="Le code d'un problème. / A problem's code.")
    cause_fr: str
    cause_en: str


@strawberry.type(
    description="Un changement à la source. / One change at the source.",
)
class SourceChange:
    kind: str
    breaking: bool = strawberry.field(
        description="Des lectures échouent, ou changent de sens. / Readings fail or change meaning."
    )
    column: str | None = strawberry.field(
        description="Son nom à la source. / Its name at the source."
    )
    column_id: strawberry.ID | None
    before: str
    after: str
    fr: str
    en: str


@strawberry.type(
    description="Une convention que le changement touche. / An agreement that is concerned."
)
class AffectedAgreement:
    citation: str
    columns: list[str]
    is_whole: bool = strawberry.field(
        description="Plus rien n'en est lisible. / Nothing of it can be read any more."
    )


@strawberry.type(
    description=(
        "Ce qui a changé à la source d'un jeu de données depuis sa déclaration. / "
        "What has changed at the source of a dataset since it was declared."
    )
)
class Drift:
    dataset: strawberry.ID
    version: int
    looked_at: dt.datetime | None
    found_at: dt.datetime | None
    breaking: bool
    changes: list[SourceChange]
    agreements: list[AffectedAgreement]
    problem: str | None = strawberry.field(
        description="Pourquoi la source n'a pu être vue. / Why the source could not be looked at."
    )
    problem_fr: str
    problem_en: str
    checked_at: dt.datetime | None = strawberry.field(
        description=(
            "Quand la source a été relue en entier, parce qu'elle avait changé. / "
            "When the whole source was read again, because it had changed."
        )
    )
    badly_read_fr: str = strawberry.field(
        description="Ce qui y est mal lu ; sourceCheck dit où. / What is badly read, in French."
    )
    badly_read_en: str


def write_health(found: KeptHealth) -> StorageHealth:
    fr, en = cause_of(found.code)
    return StorageHealth(
        is_up=found.is_up,
        since=found.since,
        probed_at=found.probed_at,
        cause=found.code,
        cause_fr=fr,
        cause_en=en,
    )


def write_drift(report: DriftReport) -> Drift:
    look, problem = report.look, report.problem
    kept = None if look is None else look.check
    badly_read = ("", "") if kept is None else kept_words(kept)
    return Drift(
        dataset=strawberry.ID(report.dataset.id),
        version=report.dataset.version,
        looked_at=None if look is None else look.looked_at,
        found_at=None if look is None else look.found_at,
        breaking=any(each.breaking for each in report.changes),
        changes=[_change(each) for each in report.changes],
        agreements=[
            AffectedAgreement(
                citation=each.agreement.citation,
                columns=list(each.columns),
                is_whole=each.is_whole,
            )
            for each in report.agreements
        ],
        problem=None if problem is None else problem.code,
        problem_fr="" if problem is None else problem.sentence("fr"),
        problem_en="" if problem is None else problem.sentence("en"),
        checked_at=None if kept is None else kept.read_at,
        badly_read_fr=badly_read[0],
        badly_read_en=badly_read[1],
    )


def _change(change: Change) -> SourceChange:
    fr, en = sentences(change)
    column_id = change.column_id
    return SourceChange(
        kind=change.kind.value,
        breaking=change.breaking,
        column=change.column,
        column_id=None if column_id is None else strawberry.ID(column_id),
        before=change.before,
        after=change.after,
        fr=fr,
        en=en,
    )

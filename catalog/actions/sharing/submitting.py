"""Handing a draft over: everything that stands against it is told at once, each at its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from catalog.actions.deposit import is_described_as
from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted, Actor
from catalog.actions.sharing.acts import SubmitAgreement
from catalog.actions.sharing.answer_days import answer_day, default_day, unsuitable_day
from catalog.actions.sharing.legal_block import check_legal_block
from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.problems import (
    DatasetMoved,
    EmptyScope,
    NoMembers,
    PeriodOver,
    StartTooEarly,
)
from catalog.actions.sharing.scope import scope_of
from catalog.actions.sharing.standing import agreement_of_act, other_than
from catalog.actions.sharing.steps import moved, today_of
from catalog.actions.sharing.telling import SIGNATORIES, about_agreement, name_of_organisation
from catalog.actions.sharing.terms_checks import check_terms
from catalog.actions.sharing.transitions import next_state
from catalog.actions.visible import proposer_of
from catalog.changes import Changes
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual

OWN_TO_SIGN = "agreement.to_sign"
"""The kind of message that tells the proposing side's own signatories."""
_PAST_START_DAYS = 31
"""Signing takes time: a start may have passed while the text went round, but not a season ago."""


def submit(act: SubmitAgreement, actor: Actor, facts: Facts) -> Acted:
    """Raises UnknownAgreement, ActNotPossible, ActRefused."""
    agreement, standings = agreement_of_act(act.agreement, actor, facts)
    after = next_state(agreement, ActName.SUBMIT, standings)
    check_submission(agreement, facts, answer_by=act.answer_by)
    life = replace(agreement.life, answer_by=act.answer_by or default_day(agreement, facts.now))
    submitted = moved(agreement, ActName.SUBMIT, after, actor, facts, life=life)
    day = answer_day(submitted)
    assert day is not None
    proposer = proposer_of(agreement)
    other = other_than(proposer, agreement)
    messages = (
        about_agreement(
            "submitted",
            submitted,
            actor,
            facts.catalog,
            to=(other,),
            answer_by=day.isoformat(),
        ),
        about_agreement(
            "to_sign", submitted, actor, facts.catalog, to=(proposer,), roles=SIGNATORIES
        ),
    )
    name = name_of_organisation(facts.catalog, other)
    sentences = (
        Bilingual(
            f"{agreement.citation} est déposée : {name} est prévenu et peut l'examiner.",
            f"{agreement.citation} is submitted: {name} is told and can examine it.",
        ),
        Bilingual(
            f"Sans réponse d'ici au {day:%d/%m/%Y}, la demande tombe d'elle-même.",
            f"Without an answer by {day} the request lapses by itself.",
        ),
    )
    changes = Changes((submitted,), messages=messages)
    return Acted(ActName.SUBMIT, changes, sentences, agreement=submitted)


def check_submission(agreement: Agreement, facts: Facts, answer_by: date | None = None) -> None:
    """Raises ActRefused with every finding."""
    findings = Findings()
    if answer_by is not None and (problem := unsuitable_day(answer_by, agreement, facts.now)):
        findings.add(problem, "answerBy")
    dataset = facts.catalog.datasets.get(agreement.dataset_id)
    drafted = agreement.dataset_version
    if dataset is None or not is_described_as(dataset, drafted, facts.catalog):
        # Labels, classes and the territory column are embedded as they were: they must be today's.
        current = "–" if dataset is None else dataset.version
        findings.add(DatasetMoved(drafted=drafted, current=current), "columns")
    _check_period(agreement, facts, findings)
    _check_scope(agreement, facts, findings)
    if dataset is not None:
        check_terms(agreement, dataset, facts, findings)
        check_legal_block(agreement, dataset, findings)
    findings.raise_any()


def _check_period(agreement: Agreement, facts: Facts, findings: Findings) -> None:
    today = today_of(agreement, facts.now)
    if agreement.start < today - timedelta(days=_PAST_START_DAYS):
        findings.add(StartTooEarly(start=agreement.start, days=_PAST_START_DAYS), "start")
    if agreement.end < today:
        findings.add(PeriodOver(end=agreement.end), "end")


def _check_scope(agreement: Agreement, facts: Facts, findings: Findings) -> None:
    scope = scope_of(agreement, facts.catalog.memberships, facts.cog, agreement.start)
    day = agreement.start
    if agreement.members is not None and not scope.readers:
        problem = NoMembers(
            organisation=name_of_organisation(facts.catalog, agreement.grantee),
            competence=agreement.members.competence,
            day=day,
        )
        findings.add(problem, "members", "competence")
    elif scope.land is not None and not scope.land:
        findings.add(EmptyScope(day=day), "rows")

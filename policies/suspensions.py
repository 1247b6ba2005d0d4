"""A denial of a suspended agreement says who suspended it, and since when, from its own record."""

from __future__ import annotations

from dataclasses import replace

from catalog.model.agreement import Agreement, AgreementState
from catalog.snapshot import Snapshot
from catalog.suspension_words import suspensions_in_words
from policies.decision import Denial
from policies.problems import AgreementSuspended
from policies.question import utc_text


def with_its_record(denial: Denial, snapshot: Snapshot) -> Denial:
    """The same where it is no suspension, or one of an agreement that is gone."""
    if denial.code != AgreementSuspended.code:
        return denial
    cited = (each for each in snapshot.agreements if each.citation == denial.agreement)
    agreement = next(cited, None)
    if agreement is None:
        return denial
    since = _since(agreement)
    return replace(denial, ended_at=since, suspended_by=suspensions_in_words(agreement, snapshot))


def _since(agreement: Agreement) -> str | None:
    """Since when nothing is read by it; None for what a declaration brought without its record."""
    steps = (
        step.at
        for step in reversed(agreement.life.steps)
        if step.after is AgreementState.SUSPENDED and step.before is not step.after
    )
    at = next(steps, None)
    return None if at is None else utc_text(at)

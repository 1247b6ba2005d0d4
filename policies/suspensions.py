"""Since when an agreement is suspended: the law says that it is, its own record says since when."""

from __future__ import annotations

from dataclasses import replace

from catalog.model.agreement import AgreementState
from catalog.snapshot import Snapshot
from policies.decision import Denial
from policies.problems import AgreementSuspended
from policies.question import utc_text


def with_its_day(denial: Denial, snapshot: Snapshot) -> Denial:
    """The same where it is no suspension, or one that a declaration brought without its record."""
    if denial.code != AgreementSuspended.code:
        return denial
    steps = (
        step.at
        for agreement in snapshot.agreements
        if agreement.citation == denial.agreement
        for step in reversed(agreement.life.steps)
        if step.after is AgreementState.SUSPENDED and step.before is not step.after
    )
    at = next(steps, None)
    return denial if at is None else replace(denial, ended_at=utc_text(at))

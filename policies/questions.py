"""The law asked about some datasets at some moment: the same question as a query's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from catalog.beneficiaries import agreements_read_by
from catalog.model.dataset import Dataset
from catalog.model.paris import paris_day
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from policies.decision import Decision
from policies.port import PolicyPort
from policies.question import Action, Question, ask_about


def question_of(
    subject: Subject,
    datasets: Sequence[Dataset],
    at: datetime,
    snapshot: Snapshot,
    action: Action = Action.READ,
) -> Question:
    """With the agreements and mandates of `snapshot`, their dates compared with `at`."""
    mandates = (
        ()
        if subject.on_behalf_of is None or subject.organisation is None
        else snapshot.mandates_between(subject.on_behalf_of, subject.organisation)
    )
    return ask_about(
        subject,
        action,
        tuple(datasets),
        agreements_read_by(snapshot, subject.reader, paris_day(at)),
        at,
        mandates,
    )


async def decide(
    subject: Subject,
    datasets: Sequence[Dataset],
    at: datetime,
    snapshot: Snapshot,
    policy: PolicyPort,
) -> Decision:
    return await policy.decide(question_of(subject, datasets, at, snapshot))


async def discoverable(
    subject: Subject, at: datetime, snapshot: Snapshot, policy: PolicyPort
) -> frozenset[str]:
    """Asked of all datasets at once, as for a query: a hidden one costs what an absent one does."""
    everything = tuple(snapshot.datasets.values())
    question = question_of(subject, everything, at, snapshot, Action.DISCOVER)
    decision = await policy.decide(question)
    return frozenset(each for each, found in decision.datasets.items() if found.discoverable)

"""The law asked about some datasets at some moment: the same question as a query's."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.beneficiaries import agreements_read_by
from catalog.model.dataset import Dataset
from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.standpoint import Standpoint
from policies.decision import Decision
from policies.port import PolicyPort
from policies.question import Action, Question, ask_about


def question_of(
    standpoint: Standpoint,
    datasets: Sequence[Dataset],
    installation: Installation,
    action: Action = Action.READ,
) -> Question:
    """With the agreements and mandates of its catalog, their dates compared with its moment; how
    data is hosted is as its storages and `installation` say now.
    """
    subject, snapshot = standpoint.subject, standpoint.snapshot
    mandates = (
        ()
        if subject.on_behalf_of is None or subject.organisation is None
        else snapshot.mandates_between(subject.on_behalf_of, subject.organisation)
    )
    link = snapshot.question_links.get(subject.link or "")
    return ask_about(
        subject,
        action,
        tuple(datasets),
        agreements_read_by(snapshot, subject.reader, standpoint.day),
        standpoint.now,
        mandates,
        storages=snapshot.storages,
        installation=installation,
        run=standpoint.run,
        consents=tuple(snapshot.consents.values()),
        link_consents=() if link is None else link.consents,
    )


async def decide(
    standpoint: Standpoint,
    datasets: Sequence[Dataset],
    installation: Installation,
    policy: PolicyPort,
) -> Decision:
    return await policy.decide(question_of(standpoint, datasets, installation))


async def discoverable(standpoint: Standpoint, policy: PolicyPort) -> frozenset[str]:
    """Asked of all datasets at once, as for a query: a hidden one costs what an absent one does."""
    everything = tuple(standpoint.snapshot.datasets.values())
    # What exists does not depend on how it is hosted.
    question = question_of(standpoint, everything, NOTHING_SAID, Action.DISCOVER)
    decision = await policy.decide(question)
    return frozenset(each for each, found in decision.datasets.items() if found.discoverable)

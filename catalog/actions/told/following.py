"""The people who follow data, and the messages that a new version came."""

from __future__ import annotations

from catalog.actions.deposit_versions import DepositChange, is_deposited, readers_told
from catalog.actions.facts import Facts
from catalog.model.dataset import AccessLevel, Dataset
from catalog.model.identifiers import Siren
from catalog.model.message import Message
from catalog.model.paris import paris_day
from catalog.snapshot import Snapshot

FOLLOWED = "dataset.followed"


def may_follow(dataset: Dataset, body: Siren | None, facts: Facts) -> bool:
    """True where new versions are seen here, and `body` owns the data, receives them, or anybody
    reads them.
    """
    if body is None or not is_deposited(dataset, facts.catalog):
        return False
    day = paris_day(facts.now)
    return (
        body == dataset.owner
        or dataset.access_level is AccessLevel.OPEN
        or body in readers_told(dataset.id, facts.catalog, day)
    )


def followers_told(change: DepositChange, facts: Facts) -> tuple[Message, ...]:
    """Messages that a version came, for the people who follow the data: once a day at most, and
    nothing of the data itself.
    """
    dataset, day = change.dataset, paris_day(facts.now)
    return tuple(
        Message(
            kind=FOLLOWED,
            key=f"{FOLLOWED}/{dataset.id}/{body}/{day}",
            to=(body,),
            roles=frozenset(),
            about=dataset.id,
            facts={
                "dataset": dataset.title_fr,
                "grantor": facts.catalog.organisations[dataset.owner].name,
            },
        )
        for body in sorted(_bodies_of_followers(dataset.id, facts.catalog))
        if may_follow(dataset, body, facts)
    )


def _bodies_of_followers(dataset_id: str, catalog: Snapshot) -> frozenset[Siren]:
    agents = (
        catalog.agents.get(identity)
        for identity, choices in catalog.mail_choices.items()
        if dataset_id in choices.followed
    )
    return frozenset(
        each.organisation for each in agents if each is not None and each.organisation is not None
    )

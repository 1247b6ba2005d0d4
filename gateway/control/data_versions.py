"""The versions of data in a deposit, as the bodies that are told of each new one know them."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.actions.facts import Facts
from catalog.actions.told.following import may_follow
from catalog.model.paris import paris_day
from gateway.control.context import ControlContext


@strawberry.type(
    description=(
        "Une version de données déposées, sans ce qu'elle contient. / A version of deposited data, "
        "without what is in it."
    )
)
class DataVersion:
    number: int
    day: dt.date
    mode: str = strawberry.field(description="replace, append, update.")
    state: str = strawberry.field(description="current, past, undone.")


def versions_of(dataset_id: str, context: ControlContext) -> list[DataVersion] | None:
    """The newest first; None for data read at their source, and for bodies that are not told of new
    versions: those that neither own nor receive the data, unless anybody reads them.
    """
    snapshot = context.snapshot
    dataset, deposit = snapshot.datasets.get(dataset_id), snapshot.deposits.get(dataset_id)
    facts = Facts(snapshot, context.standpoint.now)
    if dataset is None or deposit is None:
        return None
    if not may_follow(dataset, context.subject.organisation, facts):
        return None
    return [
        DataVersion(
            number=version.number,
            day=paris_day(version.at),
            mode=version.mode.value,
            state=version.state.value,
        )
        for version in reversed(deposit.versions)
    ]

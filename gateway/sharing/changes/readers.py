"""The datasets of whose new versions a caller is told, by the rule of `dataset.new_rows`."""

from __future__ import annotations

from collections.abc import Collection

from catalog.actions.deposit_versions import TOLD_ROLES, is_deposited, readers_told
from catalog.model.dataset import Dataset
from catalog.standpoint import Standpoint
from gateway.sharing.changes.problems import (
    ChangesNeedACaller,
    ChangesNotTold,
    NoChangesTold,
    VersionsNotSeen,
)
from schema.types.view import View


def told_datasets(standpoint: Standpoint, view: View) -> frozenset[str]:
    """Ids, of those that the caller may discover: in their own body's name, as an agent or a
    steward of it or by a key of one of its machines, which stands where its webhooks do.
    """
    subject, snapshot = standpoint.subject, standpoint.snapshot
    is_told = subject.via == "key" or bool(subject.roles & TOLD_ROLES)
    if not is_told or subject.organisation is None or subject.on_behalf_of is not None:
        return frozenset()
    return frozenset(
        each.id
        for each in view.datasets
        if is_deposited(each, snapshot)
        and subject.organisation in readers_told(each.id, snapshot, standpoint.day)
    )


def refuse_untold(
    datasets: Collection[Dataset] | None, readable: frozenset[str], standpoint: Standpoint
) -> None:
    """Raises the Problem of the first that the caller is not told of; None: of all together."""
    if standpoint.subject.is_anonymous:
        raise ChangesNeedACaller
    for dataset in datasets or ():
        if not is_deposited(dataset, standpoint.snapshot):
            raise VersionsNotSeen(dataset=dataset.name)
        if dataset.id not in readable:
            raise ChangesNotTold(dataset=dataset.name)
    if not readable or (datasets is not None and not datasets):
        raise NoChangesTold

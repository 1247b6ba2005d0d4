"""Messages of an opening to the body: to its stewards, its approvers and its DPO."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from catalog.model.dataset import Dataset
from catalog.model.message import Message
from catalog.model.opening import Opening
from catalog.snapshot import Snapshot

TOLD: Final = frozenset({"steward", "approver", "dpo"})


def message_proposed(opening: Opening, dataset: Dataset, catalog: Snapshot) -> Message:
    return _message("opening.proposed", opening, dataset, catalog, {"person": opening.by})


def message_decided(
    kind: str,
    opening: Opening,
    dataset: Dataset,
    catalog: Snapshot,
    *,
    person: str,
    reason: str | None = None,
) -> Message:
    """`kind` is `opening.confirmed`, `opening.refused` or `opening.withdrawn`."""
    decided = {"by": person} if reason is None else {"by": person, "reason": reason}
    return _message(kind, opening, dataset, catalog, decided)


def _message(
    kind: str,
    opening: Opening,
    dataset: Dataset,
    catalog: Snapshot,
    more: Mapping[str, str],
) -> Message:
    body = catalog.organisations.get(opening.body)
    facts = {
        "organisation": "" if body is None else body.name,
        "dataset": dataset.id,
        "title": dataset.title_fr,
        **more,
    }
    return Message(
        kind=kind,
        key=f"{kind}/{dataset.id}/{opening.sha256[:16]}/{opening.at.isoformat()}",
        to=(opening.body,),
        roles=TOLD,
        about=dataset.id,
        facts=facts,
    )

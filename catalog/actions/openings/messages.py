"""Messages of an opening to the body: to its stewards, its approvers and its DPO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from catalog.model.dataset import Column, Dataset
from catalog.model.message import Message
from catalog.model.opening import Opening
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot

TOLD: Final = frozenset({"steward", "approver", "dpo"})


def message_proposed(opening: Opening, dataset: Dataset, catalog: Snapshot) -> Message:
    return _message("opening.proposed", opening, dataset, catalog, {"person": opening.by})


def message_lowered(
    before: Dataset, after: Dataset, columns: Sequence[Column], subject: Subject, catalog: Snapshot
) -> Message:
    """Of columns that are said less sensitive from now on, and that no opening holds back."""
    return Message(
        kind="classification.lowered",
        key=f"classification.lowered/{after.id}/{before.version}",
        to=(after.owner,),
        roles=TOLD,
        about=after.id,
        facts={
            **_facts(after, catalog),
            "person": subject.agent or "",
            "columns": ", ".join(column.label_fr or str(column.name) for column in columns)[:300],
        },
    )


def message_listed(before: Dataset, after: Dataset, subject: Subject, catalog: Snapshot) -> Message:
    """Of data that more bodies know of from now on: nothing of their rows is opened by that."""
    return Message(
        kind="listing.widened",
        key=f"listing.widened/{after.id}/{before.version}",
        to=(after.owner,),
        roles=TOLD,
        about=after.id,
        facts={**_facts(after, catalog), "person": subject.agent or ""},
    )


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
    return Message(
        kind=kind,
        key=f"{kind}/{dataset.id}/{opening.sha256[:16]}/{opening.at.isoformat()}",
        to=(opening.body,),
        roles=TOLD,
        about=dataset.id,
        facts={**_facts(dataset, catalog), **more},
    )


def _facts(dataset: Dataset, catalog: Snapshot) -> dict[str, str]:
    body = catalog.organisations.get(dataset.owner)
    return {
        "organisation": "" if body is None else body.name,
        "dataset": dataset.id,
        "title": dataset.title_fr,
    }

"""Taking a storage or a dataset out of one's catalog: never while something rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalog.actions.facts import Facts, Findings
from catalog.actions.source_problems import DatasetUnderAgreements, StorageHoldsDatasets
from catalog.actions.texts import refuse_unsafe_texts
from catalog.model.agreement import OVER, Agreement, AgreementState
from catalog.model.dataset import Dataset
from catalog.model.storage import Storage

_RESTS_ON_NOTHING = OVER | {AgreementState.DRAFT}
"""A draft was shown to nobody: whoever goes on with it is told that its dataset is gone."""


def retire_storage(storage: Storage, facts: Facts) -> Storage:
    """A storage free to go. Raises StorageHoldsDatasets, which counts those of others unnamed."""
    held = [each for each in facts.catalog.datasets.values() if each.storage_id == storage.id]
    if held:
        own = sorted(str(each.name) for each in held if each.owner == storage.owner)
        others = len(held) - len(own)
        more_fr, more_en = (
            ([f"{others} d'autres organismes"], [f"{others} of other bodies"])
            if others
            else ([], [])
        )
        raise StorageHoldsDatasets(
            storage=storage.id,
            datasets_fr=", ".join(own + more_fr),
            datasets_en=", ".join(own + more_en),
        )
    return storage


@dataclass(frozen=True, slots=True)
class WithdrawDataset:
    """`reason` is kept in the audit of acts."""

    reason: str | None = None


def withdraw_dataset(act: WithdrawDataset, dataset: Dataset, facts: Facts) -> Dataset:
    """As it is kept from then on. Raises DatasetUnderAgreements, ActRefused for the reason."""
    findings = Findings()
    refuse_unsafe_texts(act, findings)
    findings.raise_any()
    resting = sorted(each.citation for each in agreements_on(dataset, facts))
    if resting:
        raise DatasetUnderAgreements(dataset=dataset.name, agreements=", ".join(resting))
    return replace(dataset, withdrawn=True, version=dataset.version + 1)


def agreements_on(dataset: Dataset, facts: Facts) -> Iterator[Agreement]:
    """Agreements on the dataset that are neither over nor drafts."""
    for agreement in facts.catalog.agreements:
        if agreement.dataset_id == dataset.id and agreement.state not in _RESTS_ON_NOTHING:
            yield agreement

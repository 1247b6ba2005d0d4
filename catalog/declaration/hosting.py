"""Hosting that a declaration would leave otherwise than is demanded: told before it is applied."""

from __future__ import annotations

from functools import reduce

from catalog.declaration.resolution import Resolution, changes_of, with_entity
from catalog.hosting import Unmet, unmet_in
from catalog.model.agreement import OVER, Agreement, AgreementState
from catalog.model.dataset import Dataset
from catalog.model.hosting import Installation
from catalog.model.storage import Storage

_LIVING = frozenset(AgreementState) - OVER


def unmet_after(resolution: Resolution, installation: Installation) -> tuple[Unmet, ...]:
    """Of what changes: datasets, agreements, and whatever lies in a storage that does."""
    put = changes_of(resolution).put
    after = reduce(with_entity, put, resolution.before)
    storages = {each.id for each in put if isinstance(each, Storage)}
    datasets = {each.id for each in put if isinstance(each, Dataset)}
    datasets |= {each.id for each in after.datasets.values() if each.storage_id in storages}
    citations = {each.citation for each in put if isinstance(each, Agreement)}
    return tuple(
        each
        for each in unmet_in(after, installation, _LIVING)
        if each.dataset.id in datasets
        or (each.agreement is not None and each.agreement.citation in citations)
    )

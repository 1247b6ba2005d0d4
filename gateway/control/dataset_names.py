"""The dataset of a name, among the datasets that the caller may discover."""

from __future__ import annotations

from catalog.model.dataset import Dataset
from federation.problems import UnknownDataset
from federation.sql.names import nearest_dataset
from schema.types.view import View


def dataset_called(name: str, view: View) -> Dataset:
    """By any of its names. Raises UnknownDataset, the same for what is hidden and what is not."""
    found = view.snapshot.dataset_spelt(name)
    if found is None or found.id not in view.discoverable:
        raise unknown_dataset(name, view)
    return found


def unknown_dataset(name: str, view: View) -> UnknownDataset:
    """With the nearest that may be discovered."""
    return UnknownDataset(dataset=name[:120], did_you_mean=_nearest(name, view))


def _nearest(name: str, view: View) -> str | None:
    """As SQL writes it."""
    organisations = view.snapshot.organisations
    known = [f"{organisations[each.owner].slug.sql_name}.{each.name}" for each in view.datasets]
    meant = name[:120].replace("-", "_").replace("__", ".")
    return nearest_dataset(meant.split("."), known)

"""Which dataset a name stands for, among those that the caller may discover."""

from __future__ import annotations

import difflib

from catalog.model.dataset import Dataset
from federation.problems import UnknownDataset
from schema.view import View

_NEAR = 0.6


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
    """As SQL writes it. A right last part counts for more than a likeness of the whole."""
    organisations = view.snapshot.organisations
    known = [f"{organisations[each.owner].slug.sql_name}.{each.name}" for each in view.datasets]
    meant = name[:120].replace("-", "_").replace("__", ".")
    alike = [each for each in known if each.partition(".")[2] == meant.rpartition(".")[2]]
    if len(alike) == 1:
        return alike[0]
    close = difflib.get_close_matches(meant, known, n=1, cutoff=_NEAR)
    return close[0] if close else None

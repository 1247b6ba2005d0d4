"""A relation to a dataset of another body: to one that whoever declares it may know of, or to the
one that it led to before.

Nothing here tells a dataset that may not be known from one that there is not. A link that is
declared again as it was stands, whatever became of the dataset: no answer says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from catalog.actions.facts import Facts
from catalog.model.dataset import Dataset, Link


def discoverable_elsewhere(owner: str, facts: Facts) -> Iterator[tuple[str, Dataset]]:
    """Each dataset of another body that may be known here, by `organisation.name`."""
    catalog = facts.catalog
    for dataset_id in sorted(facts.discoverable or ()):
        dataset = catalog.datasets.get(dataset_id)
        if dataset is not None and dataset.owner != owner:
            yield f"{catalog.organisations[dataset.owner].slug}.{dataset.name}", dataset


def same_as_before(link: Link, draft: Dataset, facts: Facts) -> Link | None:
    """The link by the ids that it had, where the dataset has it already, word for word."""
    before = facts.catalog.dataset_of(draft.owner, draft.name)
    column = draft.column_named(link.column)
    if before is None or column is None:
        return None
    for former in before.links:
        dataset, _, key = (former.elsewhere or "").rpartition(".")
        own = before.column(former.column)
        if (
            (former.name, former.reverse, dataset) == (link.name, link.reverse, link.dataset)
            and link.key in ("", key)
            and (own.name, own.type) == (column.name, column.type)
        ):
            return dataclasses.replace(
                link, dataset=former.dataset, key=former.key, elsewhere=former.elsewhere
            )
    return None

"""The datasets that one caller may discover: the only source of types, suggestions and errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren, graphql_name
from catalog.model.organisation import Organisation
from catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class View:
    """`fingerprint` changes with the catalog's version for reading and with what is discoverable.

    An organisation without a discoverable dataset has no field here: it answers as one that does
    not exist.
    """

    snapshot: Snapshot
    discoverable: frozenset[str]
    fingerprint: str
    _datasets: Mapping[Siren, Mapping[str, Dataset]] = field(init=False, repr=False, compare=False)
    _linking: Mapping[str, tuple[Dataset, ...]] = field(init=False, repr=False, compare=False)
    _organisations: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        datasets: dict[Siren, dict[str, Dataset]] = {}
        # Bodies call the same things alike.
        fields: dict[str, str] = {}
        linking: dict[str, tuple[Dataset, ...]] = {}
        for dataset_id in sorted(self.discoverable):
            dataset = self.snapshot.datasets.get(dataset_id)
            if dataset is None:
                continue
            name = dataset.name
            if name not in fields:
                fields[name] = graphql_name(name)
            datasets.setdefault(dataset.owner, {})[fields[name]] = dataset
            for linked in {each.dataset for each in dataset.links if each.elsewhere is not None}:
                linking[linked] = (*linking.get(linked, ()), dataset)
        organisations = {
            graphql_name(organisation.slug): organisation
            for siren, organisation in self.snapshot.organisations.items()
            if siren in datasets
        }
        object.__setattr__(self, "_datasets", MappingProxyType(datasets))
        object.__setattr__(self, "_linking", MappingProxyType(linking))
        object.__setattr__(self, "_organisations", MappingProxyType(organisations))

    @classmethod
    def of(cls, snapshot: Snapshot, discoverable: Iterable[str]) -> Self:
        known = frozenset(discoverable)
        version = snapshot.reading_version
        facts = "\0".join((version.epoch, str(version.number), *sorted(known)))
        return cls(snapshot, known, hashlib.sha256(facts.encode()).hexdigest())

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """By GraphQL field, only those with a discoverable dataset."""
        return self._organisations

    def datasets_of(self, owner: Siren) -> Mapping[str, Dataset]:
        """By GraphQL field."""
        return self._datasets.get(owner, {})

    def dataset(self, dataset_id: str) -> Dataset | None:
        """None for one that may not be known, as for one that there is not."""
        return self.snapshot.datasets.get(dataset_id) if dataset_id in self.discoverable else None

    def organisation_of(self, dataset: Dataset) -> Organisation:
        return self.snapshot.organisations[dataset.owner]

    def linking_elsewhere(self, dataset: Dataset) -> tuple[Dataset, ...]:
        """The datasets of other bodies that declare a link to this one, by their ids."""
        return self._linking.get(dataset.id, ())

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """All of them, by owner then name."""
        return tuple(
            self._datasets[owner][name]
            for owner in sorted(self._datasets)
            for name in sorted(self._datasets[owner])
        )

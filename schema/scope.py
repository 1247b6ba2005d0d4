"""One dataset as a document sees it: its fields by GraphQL name, and the names of its types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.model.dataset import Column, Dataset, Relation, ScalarType
from catalog.model.identifiers import graphql_name
from catalog.model.organisation import Organisation

COMMUNE_CONCEPT = "commune"
ROW_ID_FIELD = "_id"


@dataclass(frozen=True, slots=True)
class CommuneRelation:
    """`date` is the row's own date; else `vintage` (1 January); else the latest vintage."""

    name: str
    code: Column
    date: Column | None
    vintage: int | None


@dataclass(frozen=True, slots=True)
class DatasetScope:
    """Field names are `graphql_name`s; no relation has the name of a column."""

    organisation: Organisation
    dataset: Dataset
    columns: Mapping[str, Column]
    relations: Mapping[str, CommuneRelation]

    @property
    def prefix(self) -> str:
        """`ValDIlleAubigne_Collectes`; field names hold no underscore, so no two are equal."""
        return f"{pascal(self.organisation.slug)}_{pascal(self.dataset.name)}"

    def type_name(self, part: str) -> str:
        return f"{self.prefix}_{part}"

    @property
    def primary_key(self) -> tuple[Column, ...]:
        return tuple(self.dataset.column(column_id) for column_id in self.dataset.primary_key)


def scope_of(organisation: Organisation, dataset: Dataset) -> DatasetScope:
    columns = {graphql_name(column.name): column for column in dataset.columns}
    relations = {
        name: _commune_relation(dataset, relation, name)
        for relation in dataset.relations
        if relation.concept == COMMUNE_CONCEPT
        and (name := graphql_name(relation.name)) not in columns
    }
    return DatasetScope(
        organisation, dataset, MappingProxyType(columns), MappingProxyType(relations)
    )


def organisation_type_name(organisation: Organisation) -> str:
    return f"{pascal(organisation.slug)}_Datasets"


def pascal(name: str) -> str:
    """`val-d-ille-aubigne` to `ValDIlleAubigne`."""
    camel = graphql_name(name)
    return camel[:1].upper() + camel[1:]


def is_orderable(column: Column) -> bool:
    return column.type.scalar is not ScalarType.JSON


def _commune_relation(dataset: Dataset, relation: Relation, name: str) -> CommuneRelation:
    binding = dataset.territory
    bound = binding is not None and binding.column == relation.column
    date = (
        dataset.column(binding.date_column) if bound and binding and binding.date_column else None
    )
    return CommuneRelation(
        name=name,
        code=dataset.column(relation.column),
        date=date,
        vintage=binding.vintage if bound and binding else None,
    )

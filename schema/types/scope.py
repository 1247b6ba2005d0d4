"""One dataset as a document sees it: its fields by GraphQL name, and the names of its types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from catalog.model.column_types import DAYS
from catalog.model.dataset import Column, Dataset, Link, Relation, ScalarType
from catalog.model.identifiers import graphql_name
from catalog.model.organisation import Organisation
from schema.types.view import View

COMMUNE_CONCEPT = "commune"
ROW_ID_FIELD = "_id"
NODE_ID_FIELD = "nodeId"
NODE = "Node"
"""The interface of rows that have one."""
DATE_PART_FIELD = "datePart"
"""Under `key`: numbers taken of dates. Where a column is called so, the column is meant."""


_INEXACT = {ScalarType.FLOAT, ScalarType.JSON}


@dataclass(frozen=True, slots=True)
class CommuneRelation:
    """`date` is the row's own date; else `vintage` (1 January); else the latest vintage."""

    name: str
    code: Column
    date: Column | None
    vintage: int | None


@dataclass(frozen=True, slots=True)
class DatasetLink:
    """The rows of another dataset whose `other` holds what `own` holds here.

    `many`: any number of them; else one at most. `organisation`: the body whose rows they are.
    """

    name: str
    organisation: Organisation
    own: Column
    dataset: Dataset
    other: Column
    many: bool


@dataclass(frozen=True, slots=True)
class DatasetScope:
    """Field names are `graphql_name`s; no relation and no link has the name of a column.

    `view`: what its caller may discover, and so what its rows may be linked to; None of a standard.
    """

    organisation: Organisation
    dataset: Dataset
    columns: Mapping[str, Column]
    relations: Mapping[str, CommuneRelation]
    links: Mapping[str, DatasetLink]
    view: View | None = field(repr=False, compare=False)

    @property
    def prefix(self) -> str:
        """`ValDIlleAubigne_Collectes`; field names hold no underscore, so no two are equal."""
        return f"{pascal(self.organisation.slug)}_{pascal(self.dataset.name)}"

    def type_name(self, part: str) -> str:
        return f"{self.prefix}_{part}"

    def linked(self, link: DatasetLink) -> DatasetScope:
        return scope_of(link.organisation, link.dataset, self.view)

    @property
    def has_date_parts(self) -> bool:
        """True where a key may take parts of dates here."""
        is_taken = DATE_PART_FIELD in self.columns or DATE_PART_FIELD in self.relations
        return not is_taken and any(is_dated(each) for each in self.columns.values())

    @property
    def has_node_id(self) -> bool:
        """True where rows are found again by their key, and no column bears that field's name."""
        return (
            bool(self.dataset.primary_key)
            and NODE_ID_FIELD not in self.columns
            and all(each.type.scalar not in _INEXACT for each in self.primary_key)
        )

    @property
    def primary_key(self) -> tuple[Column, ...]:
        return tuple(self.dataset.column(column_id) for column_id in self.dataset.primary_key)


def scope_of(
    organisation: Organisation, dataset: Dataset, view: View | None = None
) -> DatasetScope:
    """`view`: what the caller may discover, where rows are linked at all."""
    columns = {graphql_name(column.name): column for column in dataset.columns}
    relations = {
        name: _commune_relation(dataset, relation, name)
        for relation in dataset.relations
        if relation.concept == COMMUNE_CONCEPT
        and (name := graphql_name(relation.name)) not in columns
    }
    linked = () if view is None else (*_links_from(dataset, view), *_links_to(dataset, view))
    links = {
        each.name: each
        for each in linked
        if each.name not in columns and each.name not in relations
    }
    return DatasetScope(
        organisation,
        dataset,
        MappingProxyType(columns),
        MappingProxyType(relations),
        MappingProxyType(links),
        view,
    )


def _links_from(dataset: Dataset, view: View) -> Iterator[DatasetLink]:
    for link in dataset.links:
        linked = view.dataset(link.dataset)
        columns = None if linked is None else _linked_columns(link, dataset, linked)
        if linked is not None and columns is not None:
            many = linked.primary_key != (link.key,)
            name, body = graphql_name(link.name), view.organisation_of(linked)
            yield DatasetLink(name, body, columns[0], linked, columns[1], many)


def _links_to(dataset: Dataset, view: View) -> Iterator[DatasetLink]:
    """By the names that the others' declarations give; those of another body after its own, with an
    underscore, which no other field has: nobody names a field of somebody else's rows.
    """
    for other in (*view.datasets_of(dataset.owner).values(), *view.linking_elsewhere(dataset)):
        for link in other.links:
            columns = _linked_columns(link, other, dataset) if link.dataset == dataset.id else None
            if columns is not None:
                own, key = columns[1], columns[0]
                name, body = graphql_name(link.reverse), view.organisation_of(other)
                if link.elsewhere is not None:
                    name = f"{graphql_name(body.slug)}_{name}"
                yield DatasetLink(name, body, own, other, key, many=True)


def _linked_columns(link: Link, of: Dataset, to: Dataset) -> tuple[Column, Column] | None:
    """None where one of them has been described anew since, and they are not of one type."""
    try:
        here, there = of.column(link.column), to.column(link.key)
    except KeyError:
        return None
    return (here, there) if here.type == there.type else None


def organisation_type_name(organisation: Organisation) -> str:
    return f"{pascal(organisation.slug)}_Datasets"


def pascal(name: str) -> str:
    """`val-d-ille-aubigne` to `ValDIlleAubigne`."""
    camel = graphql_name(name)
    return camel[:1].upper() + camel[1:]


def is_orderable(column: Column) -> bool:
    return column.type.scalar is not ScalarType.JSON


def is_dated(column: Column) -> bool:
    return column.type.scalar in DAYS


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

"""The entity sets of a body as their reader is given them: what both forms of `$metadata` say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.dataset import Column
from catalog.model.problem import Language
from gateway.http.odata.edm import EdmType, edm_type
from gateway.http.odata.navigations import Navigation, navigations_of
from gateway.reading.query.ways_given import change_in_words
from gateway.reading.walks.page_order import key_of
from gateway.reading.walks.readable import Readable

CONTAINER = "Donnees"
LABEL = "com.sap.vocabularies.Common.v1.Label"
DESCRIPTION = "Org.OData.Core.V1.Description"
LONG_DESCRIPTION = "Org.OData.Core.V1.LongDescription"
UNIT = "Org.OData.Measures.V1.Unit"
"""Terms by their full names: a reference to their vocabularies would be fetched by clients."""
Annotations = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EntityProperty:
    name: str
    type: EdmType
    is_key: bool
    annotations: Annotations


@dataclass(frozen=True, slots=True)
class EntitySet:
    """One dataset; without a key its rows have no address of their own."""

    name: str
    properties: tuple[EntityProperty, ...]
    annotations: Annotations
    navigations: tuple[Navigation, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.properties if each.is_key)


def entity_set(readable: Readable, language: Language) -> EntitySet:
    dataset = readable.dataset
    is_french = language == "fr"
    key = {each.id for each in key_of(readable)}
    title = dataset.title_fr if is_french else dataset.title_en
    text = dataset.description_fr if is_french else dataset.description_en
    return EntitySet(
        str(dataset.name),
        tuple(_property(each, readable, key, language) for each in readable.columns),
        _annotations((LABEL, title), (DESCRIPTION, title), (LONG_DESCRIPTION, text)),
        navigations_of(readable),
    )


def _property(
    column: Column, readable: Readable, key: set[str], language: Language
) -> EntityProperty:
    is_french = language == "fr"
    label = (column.label_fr if is_french else column.label_en) or str(column.name)
    label += change_in_words(readable.ways[column.id], language)
    text = column.description_fr if is_french else column.description_en
    return EntityProperty(
        str(column.name),
        edm_type(column.type),
        column.id in key,
        _annotations(
            (LABEL, label),
            (DESCRIPTION, label),
            (LONG_DESCRIPTION, text),
            (UNIT, column.unit or ""),
        ),
    )


def _annotations(*pairs: tuple[str, str]) -> Annotations:
    return tuple((term, text) for term, text in pairs if text)


def namespace_of(readable_slug: str) -> str:
    """`interco.val_d_ille_aubigne`."""
    return f"interco.{readable_slug.replace('-', '_')}"

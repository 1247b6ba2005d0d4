"""The texts of a dataset by which it is found, each with its place and its weight.

Only the declaration is read, as this reader is shown it: no row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.caches import remembered
from catalog.model.dataset import Classification, Column, Dataset
from catalog.model.organisation import Organisation
from catalog.search.synonyms import synonyms
from catalog.search.words import words_of


class Place(StrEnum):
    """The part of a declaration in which a word stands."""

    TITLE = "title"
    CONCEPT = "concept"
    STANDARD = "standard"
    OWNER = "owner"
    COLUMN = "column"
    UNIT = "unit"
    DESCRIPTION = "description"
    VALUE = "value"
    TERRITORY = "territory"


WEIGHTS = {
    Place.TITLE: 10.0,
    Place.CONCEPT: 5.0,
    Place.STANDARD: 5.0,
    Place.OWNER: 5.0,
    Place.COLUMN: 3.5,
    Place.DESCRIPTION: 3.0,
    Place.UNIT: 2.0,
    Place.VALUE: 2.0,
    Place.TERRITORY: 4.0,
}
_UNITS = {
    "t": "tonnes",
    "kg": "kilogrammes kilos",
    "kwh": "kilowattheures électricité énergie",
    "mwh": "mégawattheures énergie",
    "m3": "mètres cubes",
    "m³": "mètres cubes",
    "l": "litres",
    "€": "euros",
    "eur": "euros",
    "ha": "hectares",
    "km": "kilomètres",
    "%": "pourcentage",
}


@dataclass(frozen=True, slots=True)
class Text:
    """`column`: the label of the column that holds it, where it is one of a column."""

    place: Place
    wording: str
    column: str = ""


def texts_of(dataset: Dataset, owner: Organisation) -> Iterator[Text]:
    for title in (dataset.title_fr, dataset.title_en, dataset.name):
        yield Text(Place.TITLE, title)
    yield Text(Place.OWNER, owner.name)
    yield Text(Place.OWNER, owner.slug)
    yield Text(Place.DESCRIPTION, dataset.description_fr)
    yield Text(Place.DESCRIPTION, dataset.description_en)
    yield Text(Place.STANDARD, dataset.standard or "")
    for column in dataset.columns:
        yield from _texts_of_column(column)


def _texts_of_column(column: Column) -> Iterator[Text]:
    label = column.label_fr or column.name
    for text in (column.label_fr, column.label_en, column.name):
        yield Text(Place.COLUMN, text, label)
    if column.concept:
        yield Text(Place.CONCEPT, column.concept, label)
    if column.unit:
        unit = column.unit.lower()
        yield Text(Place.UNIT, f"{column.unit} {_UNITS.get(unit, '')}", label)
    # Small lists alone, and none of people: the words of a column of persons are theirs.
    if column.classification < Classification.PERSONAL and column.secret is None:
        for code in column.code_list:
            yield Text(Place.VALUE, code, label)


@remembered(maxsize=131_072)
def terms_of(text: str) -> tuple[str, ...]:
    """Its stems, then each phrase of administrations that it holds, as one term.

    Bodies call their columns alike, and a change of one dataset leaves the texts of others.
    """
    stems = words_of(text)
    administrative = synonyms()
    phrases = [
        " ".join(stems[start : start + length])
        for length in range(2, administrative.longest + 1)
        for start in range(len(stems) - length + 1)
        if tuple(stems[start : start + length]) in administrative.meanings
    ]
    return (*dict.fromkeys(stems), *phrases)

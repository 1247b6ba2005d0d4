"""A page of the catalogue: what was searched, narrowed by facets, in the order that was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from catalog.model.identifiers import Siren
from catalog.search.facets import Facet, Traits, Values, narrow
from catalog.search.finding import Found, find
from catalog.search.index import SearchIndex


class CatalogueSort(Enum):
    """The orders of a list. BEST is by owner, then name, where nothing was typed."""

    BEST = "best"
    TITLE = "title"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class CatalogueReader:
    """A reader's body, the communes where it works, and the ids of what agreements give."""

    body: Siren | None
    here: frozenset[str]
    received: frozenset[str]
    today: date


@dataclass(frozen=True, slots=True)
class CatalogueQuestion:
    text: str = ""
    choices: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    sort: CatalogueSort = CatalogueSort.BEST


@dataclass(frozen=True, slots=True)
class Listed:
    """`numbers` of all that is listed. `is_near`: nothing held all that was asked, and these hold a
    part of it. `exact`: how many of them hold it by words that mean the same.
    """

    answer: Found
    numbers: Sequence[int]
    is_near: bool
    exact: int
    counts: Mapping[Facet, Counter[str]]
    values: Mapping[Facet, Sequence[Values]]


def list_catalogue(
    question: CatalogueQuestion, index: SearchIndex, traits: Traits, reader: CatalogueReader
) -> Listed:
    answer = find(question.text, index, reader.here)
    is_near = not answer.numbers and bool(answer.near_numbers)
    received = (
        frozenset(n for n, each in enumerate(index.order) if each in reader.received)
        if reader.received
        else frozenset[int]()
    )
    values = traits.for_reader(reader.body, received, reader.today)
    passing, counts = narrow(
        answer.near_numbers if is_near else answer.numbers, values, question.choices
    )
    exact = frozenset(answer.numbers[: answer.exact])
    return Listed(
        answer,
        _sorted(passing, question.sort, traits),
        is_near,
        0 if is_near else sum(number in exact for number in passing),
        counts,
        values,
    )


def _sorted(numbers: Sequence[int], sort: CatalogueSort, traits: Traits) -> Sequence[int]:
    if sort is CatalogueSort.TITLE:
        return sorted(numbers, key=traits.titles.__getitem__)
    if sort is CatalogueSort.NEWEST:
        # Rows that are read at their source are as new as can be.
        return sorted(numbers, key=lambda n: traits.updated[n] or date.max, reverse=True)
    return numbers

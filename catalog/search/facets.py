"""The facets by which a list of datasets is narrowed, with the count of each choice.

Counts are of what this reader may discover: of the datasets that pass the other facets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from catalog.cog.departements import departement_of
from catalog.model.dataset import Dataset, ScalarType
from catalog.model.identifiers import Siren
from catalog.model.organisation import Organisation
from catalog.search.themes import theme_of

Values = tuple[str, ...]
_DAYS: Final = frozenset({ScalarType.DATE, ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ})
_COORDINATES: Final = ("latitude", "longitude")
_OURS, _RECEIVED = ("ours",), ("received",)
_MOST_DEPARTEMENTS: Final = 8
_WEEK, _MONTH, _YEAR = 7, 31, 366


class Facet(StrEnum):
    THEME = "theme"
    TERRITORY = "territory"
    OWNER = "owner"
    ACCESS = "access"
    STANDARD = "standard"
    FRESHNESS = "freshness"
    FORMAT = "format"


@dataclass(frozen=True, slots=True)
class Traits:
    """Of each dataset, by its number in the index: the values of the facets that everybody who
    discovers it is shown alike, its title, and the day of its file (None: read at its source).
    """

    values: Mapping[Facet, Sequence[Values]]
    levels: Sequence[Values]
    updated: Sequence[date | None]
    titles: Sequence[str]

    @classmethod
    def of(
        cls,
        datasets: Sequence[tuple[Dataset, Organisation]],
        territories: Mapping[Siren, frozenset[str]],
        updated: Mapping[str, date],
    ) -> Traits:
        departements = {siren: departements_of(codes) for siren, codes in territories.items()}
        return cls(
            {
                Facet.THEME: [_alone(theme_of(dataset)) for dataset, _ in datasets],
                Facet.TERRITORY: [departements.get(owner.siren, ()) for _, owner in datasets],
                Facet.OWNER: [(owner.siren,) for _, owner in datasets],
                Facet.STANDARD: [_alone(dataset.standard) for dataset, _ in datasets],
                Facet.FORMAT: [formats_of(dataset) for dataset, _ in datasets],
            },
            [(dataset.access_level.value,) for dataset, _ in datasets],
            [updated.get(dataset.id) for dataset, _ in datasets],
            [dataset.title_fr.casefold() for dataset, _ in datasets],
        )

    def for_reader(
        self, body: Siren | None, received: frozenset[int], today: date
    ) -> Mapping[Facet, Sequence[Values]]:
        """All facets, as they are for people of `body` on `today`. `received`: the datasets that an
        agreement gives them.
        """
        access = self.levels
        if body is not None:
            own = (str(body),)
            access = [
                _OURS if owner == own else _RECEIVED if number in received else level
                for number, (owner, level) in enumerate(
                    zip(self.values[Facet.OWNER], self.levels, strict=True)
                )
            ]
        ages = {day: (freshness_of(day, today),) for day in set(self.updated)}
        freshness = [ages[day] for day in self.updated]
        return {**self.values, Facet.ACCESS: access, Facet.FRESHNESS: freshness}


def freshness_of(day: date | None, today: date) -> str:
    if day is None:
        return "source"
    age = today - day
    for most, code in ((_WEEK, "week"), (_MONTH, "month"), (_YEAR, "year")):
        if age <= timedelta(days=most):
            return code
    return "older"


def formats_of(dataset: Dataset) -> Values:
    """`communes`: rows say their commune; `points`: they have coordinates; `days`: they are dated;
    `table`: none of these.
    """
    names = {(column.concept or column.name).lower() for column in dataset.columns}
    relations = {relation.concept for relation in dataset.relations}
    forms = [
        code
        for code, holds in (
            ("communes", dataset.territory is not None or "commune" in relations),
            ("points", all(name in names for name in _COORDINATES)),
            ("days", any(column.type.scalar in _DAYS for column in dataset.columns)),
        )
        if holds
    ]
    return tuple(forms) or ("table",)


def departements_of(codes: frozenset[str]) -> Values:
    """Their numbers, in order; none for more than eight, which say nothing of a place."""
    departements = set(map(departement_of, codes))
    return tuple(sorted(departements)) if len(departements) <= _MOST_DEPARTEMENTS else ()


def narrow(
    numbers: Sequence[int],
    values: Mapping[Facet, Sequence[Values]],
    choices: Mapping[Facet, frozenset[str]],
) -> tuple[list[int], dict[Facet, Counter[str]]]:
    """The datasets that pass every facet, in order; and of each facet, the count of each value
    among those that pass the others.
    """
    choices_made = {facet: codes for facet, codes in choices.items() if codes}
    passing = {
        facet: {n for n in numbers if not codes.isdisjoint(values[facet][n])}
        for facet, codes in choices_made.items()
    }
    counts = {
        facet: _count(_within(numbers, passing, other=facet), column)
        for facet, column in values.items()
    }
    return list(_within(numbers, passing)), counts


def _within(
    numbers: Sequence[int], passing: Mapping[Facet, set[int]], other: Facet | None = None
) -> Sequence[int]:
    sets = [each for facet, each in passing.items() if facet is not other]
    return [n for n in numbers if all(n in each for each in sets)] if sets else numbers


def _count(numbers: Iterable[int], column: Sequence[Values]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for values, count in Counter(map(column.__getitem__, numbers)).items():
        for value in values:
            counts[value] += count
    return counts


def _alone(value: str | None) -> Values:
    return (value,) if value else ()

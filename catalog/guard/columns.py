"""Columns that are shown, by keys that every dataset of one standard shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.model.agreement import GrantedColumn
from catalog.model.column_types import NUMBERS
from catalog.model.dataset import Classification, Column, Dataset
from catalog.model.identifiers import Siren
from catalog.model.transform import Transform

ROW_COUNT = "*"
"""The key of the number of rows: a reader of rows, or of a total of them, can count them."""

_PLACES = frozenset({"commune", "epci"})
_NAMES_OF_PLACES = ("commune", "insee", "postal", "epci", "adresse", "lat", "lon", "geo")
_SHOWS_LITTLE = frozenset({Transform.NULL, Transform.CONSTANT, Transform.KEYED_HASH})
_TELLS_COMMUNE = frozenset({Transform.CLEAR, Transform.COMMUNE})


@dataclass(slots=True)
class ColumnBook:
    """Keys of columns: the concept where it says which column is meant, else the name."""

    datasets: tuple[Dataset, ...]
    _keys: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _classes: dict[str, Classification] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for dataset in self.datasets:
            concepts = Counter(each.concept for each in dataset.columns)
            keys = {
                each.id: each.concept if each.concept and concepts[each.concept] <= 1 else each.name
                for each in dataset.columns_ever_open
            }
            self._keys[dataset.id] = keys
            for each in dataset.columns_ever_open:
                self._raise(keys[each.id], each.classification)
            personal = Classification.PERSONAL if dataset.personal_data else Classification.OPEN
            self._raise(ROW_COUNT, max(personal, dataset.highest_classification))

    def key(self, dataset: Dataset, column: str) -> str:
        return self._keys[dataset.id][column]

    def keys(self, dataset: Dataset, columns: Iterable[str]) -> frozenset[str]:
        return frozenset(self._keys[dataset.id][each] for each in columns)

    def classification(self, keys: Iterable[str]) -> Classification:
        """The highest that any dataset of the standard gives one of these columns."""
        return max((self._classes[each] for each in keys), default=Classification.OPEN)

    def names(self, dataset: Dataset, keys: Iterable[str]) -> tuple[str, ...]:
        """As `dataset` calls them, else by key; the row count is left as it is."""
        named = {self.key(dataset, each.id): str(each.name) for each in dataset.columns}
        return tuple(sorted(named.get(key, key) for key in keys))

    def owned_by(self, owner: Siren) -> frozenset[str]:
        """Ids of its datasets."""
        return frozenset(each.id for each in self.datasets if each.owner == owner)

    def shares(self, dataset: Dataset) -> frozenset[str]:
        """Keys of the columns that are a part of a whole."""
        shares = (each.id for each in dataset.columns_ever_open if each.share_of_whole)
        return self.keys(dataset, shares)

    def measures(self, dataset: Dataset) -> frozenset[str]:
        """Keys of the columns that hold an amount of something."""
        measures = (each.id for each in dataset.columns_ever_open if _is_measure(each))
        return self.keys(dataset, measures)

    def open_dimensions(self, dataset: Dataset) -> frozenset[str]:
        """Keys of its open columns that only divide an amount: a year, a kind of waste."""
        return self.keys(
            dataset,
            (
                each.id
                for each in dataset.columns_ever_open
                if self._is_open_dimension(each, dataset)
            ),
        )

    def _is_open_dimension(self, column: Column, dataset: Dataset) -> bool:
        if column.classification is not Classification.OPEN or column.unit or column.share_of_whole:
            return False
        if column.id in dataset.primary_key or column.type.scalar not in NUMBERS:
            return True
        # A bare number may be an amount: it is none worth hiding where nobody hides it.
        return self._classes[self.key(dataset, column.id)] is Classification.OPEN

    def _raise(self, key: str, classification: Classification) -> None:
        self._classes[key] = max(self._classes.get(key, Classification.OPEN), classification)


def measured_by(dataset: Dataset) -> frozenset[str]:
    """Concepts of the amounts that it holds, or showed to everybody."""
    columns = dataset.columns_ever_open
    return frozenset(each.concept for each in columns if each.concept and _is_measure(each))


def _is_measure(column: Column) -> bool:
    return column.unit is not None and column.type.scalar in NUMBERS


@dataclass(frozen=True, slots=True)
class Shown:
    """Columns, by id, that one grant shows of a dataset beside the land of its rows.

    `located`: each row tells its commune. `by_epci`: each row or total tells its EPCI.
    """

    columns: frozenset[str]
    located: bool
    by_epci: bool


def shown_by_grant(dataset: Dataset, granted: Iterable[GrantedColumn], *, is_detail: bool) -> Shown:
    """Columns that are gone from the dataset show nothing."""
    present = {each.id for each in dataset.columns}
    return _shown(
        dataset,
        {dataset.column(each.column): each.transform for each in granted if each.column in present},
        is_detail=is_detail,
    )


def shown_in_clear(dataset: Dataset, columns: Iterable[Column]) -> Shown:
    return _shown(dataset, dict.fromkeys(columns, Transform.CLEAR), is_detail=True)


def _shown(dataset: Dataset, transforms: Mapping[Column, Transform], *, is_detail: bool) -> Shown:
    columns = {column for column, transform in transforms.items() if transform not in _SHOWS_LITTLE}
    communes = {each for each in columns if _holds_communes(each, dataset)}
    located = is_detail and any(transforms[each] in _TELLS_COMMUNE for each in communes)
    by_epci = any(each.concept == "epci" or transforms[each] is Transform.EPCI for each in columns)
    seen = {each for each in columns - communes if each.concept != "epci"}
    return Shown(
        columns=frozenset(each.id for each in seen),
        located=located,
        by_epci=by_epci,
    )


def tells_of_nobody(dataset: Dataset) -> bool:
    """Neither where anything is nor about whom: there is no land and no person to isolate."""
    return not (
        dataset.personal_data
        or dataset.highest_classification >= Classification.PERSONAL
        or dataset.territory is not None
        or any(column.concept in _PLACES for column in dataset.columns)
        or any(relation.concept in _PLACES for relation in dataset.relations)
        # Where its owner did not say so, a name that sounds like a place is taken for one.
        or any(word in each.name for each in dataset.columns for word in _NAMES_OF_PLACES)
    )


def _holds_communes(column: Column, dataset: Dataset) -> bool:
    bound = dataset.territory is not None and dataset.territory.column == column.id
    return bound or column.concept == "commune"

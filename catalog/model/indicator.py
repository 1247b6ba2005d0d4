"""An indicator of a body: a formula over data that its reader may read, never a row of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from catalog.model.identifiers import Siren


class Operation(StrEnum):
    """ONE: a single measure."""

    ONE = "one"
    RATIO = "ratio"
    DIFFERENCE = "difference"


class Direction(StrEnum):
    """The direction in which the value is good; NONE for one that is neither."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Periodicity(StrEnum):
    """WHOLE: the data have no day, and give one value."""

    YEAR = "year"
    MONTH = "month"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class IndicatorSide:
    """One measure of one dataset (an id), in the words of explorations: `sum:tonnage_kg`, of rows
    `flux:VERRE`. `part`: the rows of which a share is told.
    """

    dataset: str
    measure: str
    where: tuple[str, ...] = ()
    part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorVersion:
    """An indicator from one change to the next. `per`: so many inhabitants, 0 for none.
    `purpose`: of who reads the data for it.
    """

    number: int
    title: str
    unit: str
    operation: Operation
    sides: tuple[IndicatorSide, ...]
    per: int
    period: Periodicity
    direction: Direction
    purpose: str | None
    note: str | None
    at: datetime
    by_issuer: str
    by_sub: str
    what_changed: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorBase:
    """The year from which a trajectory starts: a value of a frozen `figure` (a digest), or one that
    was typed with its `source`. Numbers are decimal texts. By inhabitant, a typed `value` is the
    whole and is divided by `population`.
    """

    year: int
    value: str | None = None
    population: int | None = None
    source: str | None = None
    figure: str | None = None
    figure_value: str | None = None
    """The name of the value, of a figure that has several."""


@dataclass(frozen=True, slots=True)
class IndicatorTarget:
    """`value`: a decimal text, in the unit of the indicator."""

    year: int
    value: str
    base: IndicatorBase | None
    at: datetime
    by_sub: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """`versions`: the oldest first, one at least. `name` is its own within the body."""

    organisation: Siren
    name: str
    versions: tuple[IndicatorVersion, ...]
    target: IndicatorTarget | None = None

    @property
    def id(self) -> str:
        return f"{self.organisation}/{self.name}"

    @property
    def current(self) -> IndicatorVersion:
        return self.versions[-1]

    def is_of(self, person: str | None) -> bool:
        """True for the person who made it."""
        return person is not None and person == self.versions[0].by_sub

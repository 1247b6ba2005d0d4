"""An exploration in words, as an address and a document write it: `sum:tonnage_kg` by `commune`.

The words name columns as SQL does. They are read here into values, and hold nothing else: whether
they fit some data is said by `fitting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gateway.reading.exploring.problems import ExplorationUnread

MOST_KEYS: Final = 2
MOST_CONDITIONS: Final = 12
MOST_FIRST: Final = 1_000
_LONGEST: Final = 200


class Figure(StrEnum):
    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    DISTINCT = "distinct"
    SHARE = "share"


class Cut(StrEnum):
    """The ways in which rows are grouped. VALUE: by the values of a column."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    COMMUNE = "commune"
    EPCI = "epci"
    VALUE = "column"

    @property
    def is_period(self) -> bool:
        return self in {Cut.WEEK, Cut.MONTH, Cut.YEAR}

    @property
    def is_place(self) -> bool:
        return self in {Cut.COMMUNE, Cut.EPCI}


class Comparison(StrEnum):
    NONE = ""
    BEFORE = "before"
    POPULATION = "population"
    OTHER = "other"
    BESIDE = "beside"
    """A side of two that are compared over what both cover; no address says it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`column` None: rows are counted, or the share is one of rows."""

    figure: Figure
    column: str | None = None

    @property
    def word(self) -> str:
        return self.figure if self.column is None else f"{self.figure}:{self.column}"


@dataclass(frozen=True, slots=True)
class GroupKey:
    """`column`: of whose values, or of which day; None for the place and the day of the row."""

    cut: Cut
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """`subject` is `commune`, `epci` or a column. Values of one subject are alternatives."""

    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class Exploration:
    """`part`: the rows of which a share is told. `per`: inhabitants, of a comparison with the
    population. `other`: the measure by which this one is divided. Both days are included. `first`:
    the groups that are kept, the greatest first; None keeps all, in their order.
    """

    measure: Measure
    by: tuple[GroupKey, ...] = ()
    where: tuple[Condition, ...] = ()
    part: tuple[Condition, ...] = ()
    compare: Comparison = Comparison.NONE
    per: int = 1
    other: Measure | None = None
    since: date | None = None
    until: date | None = None
    first: int | None = None

    @property
    def needs_place(self) -> bool:
        """True where a row's commune is read."""
        subjects = {condition.subject for condition in self.where}
        by_place = any(key.cut.is_place for key in self.by)
        return by_place or self.compare is Comparison.POPULATION or not subjects.isdisjoint(PLACES)


PLACES: Final = frozenset({Cut.COMMUNE.value, Cut.EPCI.value})


@dataclass(frozen=True, slots=True)
class ExplorationWords:
    """The words as they are sent. Days in ISO 8601."""

    measure: str
    by: Sequence[str] = ()
    where: Sequence[str] = ()
    part: Sequence[str] = ()
    compare: str = ""
    since: str = ""
    until: str = ""
    first: int | None = None


def read_exploration(words: ExplorationWords) -> Exploration:
    """Raises ExplorationUnread for the first word that means nothing."""
    by = tuple(_key(word) for word in words.by if word)
    if len(by) > MOST_KEYS:
        raise ExplorationUnread(argument="by", word=words.by[MOST_KEYS][:_LONGEST])
    compare, per, other = _comparison(words.compare)
    return Exploration(
        measure=_measure(words.measure, "measure"),
        by=by,
        where=_conditions(words.where, "where"),
        part=_conditions(words.part, "part"),
        compare=compare,
        per=per,
        other=other,
        since=_day(words.since, "since"),
        until=_day(words.until, "until"),
        first=_first(words.first),
    )


def _measure(word: str, argument: str) -> Measure:
    figure, _, column = word.partition(":")
    try:
        measure = Measure(Figure(figure), column[:_LONGEST] or None)
    except ValueError:
        raise ExplorationUnread(argument=argument, word=word[:_LONGEST]) from None
    needs_column = measure.figure not in {Figure.COUNT, Figure.SHARE}
    is_count_of_column = measure.figure is Figure.COUNT and measure.column is not None
    if is_count_of_column or (needs_column and measure.column is None):
        raise ExplorationUnread(argument=argument, word=word[:_LONGEST])
    return measure


def _key(word: str) -> GroupKey:
    cut, _, column = word.partition(":")
    try:
        return GroupKey(Cut(cut), column[:_LONGEST] or None)
    except ValueError:
        return GroupKey(Cut.VALUE, word[:_LONGEST])


def _comparison(word: str) -> tuple[Comparison, int, Measure | None]:
    if word in {Comparison.NONE, Comparison.BEFORE}:
        return Comparison(word), 1, None
    kind, _, rest = word.partition(":")
    if kind == Comparison.POPULATION and rest in {"", "1000"}:
        return Comparison.POPULATION, int(rest or 1), None
    return Comparison.OTHER, 1, _measure(word, "compare")


def _conditions(words: Sequence[str], argument: str) -> tuple[Condition, ...]:
    """`flux:VERRE`; a word without a value is one that was not filled in."""
    conditions = []
    for word in words:
        subject, colon, value = word.partition(":")
        if not word or (colon and not value):
            continue
        if not colon or not subject or len(value) > _LONGEST:
            raise ExplorationUnread(argument=argument, word=word[:_LONGEST])
        conditions.append(Condition(subject, value))
    if len(conditions) > MOST_CONDITIONS:
        raise ExplorationUnread(argument=argument, word=words[MOST_CONDITIONS][:_LONGEST])
    return tuple(dict.fromkeys(conditions))


def _day(text: str, argument: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ExplorationUnread(argument=argument, word=text[:_LONGEST]) from None


def _first(first: int | None) -> int | None:
    if first is not None and not 1 <= first <= MOST_FIRST:
        raise ExplorationUnread(argument="first", word=str(first))
    return first

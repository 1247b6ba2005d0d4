"""The measures, groups and comparisons that some data offer to who asks: those that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem
from gateway.reading.exploring.exploration import Cut, Figure, Measure
from gateway.reading.exploring.fitting import check_measure
from gateway.reading.exploring.problems import ExplorationNoNumber
from gateway.reading.exploring.sources import ExploredColumn, ExploredData


@dataclass(frozen=True, slots=True)
class OfferedMeasure:
    """`word`: as an exploration writes it. `label` is that of the column; None for rows."""

    word: str
    figure: str
    label: Bilingual | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class OfferedGroup:
    """`cut`: as `Cut` calls it. `label`: of the column; None for the row's own day and commune."""

    word: str
    cut: str
    label: Bilingual | None


@dataclass(frozen=True, slots=True)
class OfferedCondition:
    """`values`: the codes that the column may hold."""

    column: str
    label: Bilingual
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A column that is neither added up nor averaged, and `why`, in a sentence."""

    label: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Offer:
    measures: tuple[OfferedMeasure, ...]
    groups: tuple[OfferedGroup, ...]
    conditions: tuple[OfferedCondition, ...]
    not_offered: tuple[NotOffered, ...]
    has_place: bool
    has_day: bool


def offer_of(data: ExploredData) -> Offer:
    """In the order of columns; the first measure is the sum of what adds up, where there is one."""
    return Offer(
        measures=tuple(_measures(data)),
        groups=tuple(_groups(data)),
        conditions=tuple(_conditions(data)),
        not_offered=tuple(_not_offered(data)),
        has_place=data.place is not None,
        has_day=data.day is not None,
    )


def _measures(data: ExploredData) -> Iterator[OfferedMeasure]:
    for figure in (Figure.SUM, Figure.COUNT, Figure.SHARE, Figure.MEAN, Figure.MEDIAN):
        if figure in {Figure.COUNT, Figure.SHARE}:
            yield OfferedMeasure(figure, figure, None, None)
        if figure is not Figure.COUNT:
            yield from _of_columns(figure, data)
    for column in data.columns:
        measure = Measure(Figure.DISTINCT, column.name)
        if not column.is_quantity and not column.is_day and _fits(measure, data):
            yield OfferedMeasure(measure.word, Figure.DISTINCT, column.label, None)


def _of_columns(figure: Figure, data: ExploredData) -> Iterator[OfferedMeasure]:
    for column in data.columns:
        measure = Measure(figure, column.name)
        if _fits(measure, data):
            yield OfferedMeasure(measure.word, figure, column.label, column.unit)


def _not_offered(data: ExploredData) -> Iterator[NotOffered]:
    """Of texts, codes and days nobody expects a sum; of the others, each says why it has none."""
    for column in data.columns:
        try:
            check_measure(Measure(Figure.SUM, column.name), data)
        except ExplorationNoNumber:
            continue
        except Problem as problem:
            why = Bilingual(problem.sentence("fr"), problem.sentence("en"))
            yield NotOffered(column.label, why)


def _fits(measure: Measure, data: ExploredData) -> bool:
    try:
        check_measure(measure, data)
    except Problem:
        return False
    return True


def _groups(data: ExploredData) -> Iterator[OfferedGroup]:
    if data.place is not None:
        yield OfferedGroup(Cut.COMMUNE, Cut.COMMUNE, None)
        yield OfferedGroup(Cut.EPCI, Cut.EPCI, None)
    for day in data.days:
        is_own = day.name == data.day
        for cut in (Cut.MONTH, Cut.YEAR, Cut.WEEK):
            word = cut if is_own else f"{cut}:{day.name}"
            yield OfferedGroup(word, cut, None if is_own else day.label)
    for column in data.columns:
        if column.is_category:
            yield OfferedGroup(column_word(column), Cut.VALUE, column.label)


def column_word(column: ExploredColumn) -> str:
    """Its name, or `column:name` where a cut is called so."""
    is_cut = column.name in set(Cut)
    return f"{Cut.VALUE}:{column.name}" if is_cut else column.name


def _conditions(data: ExploredData) -> Iterator[OfferedCondition]:
    for column in data.columns:
        if not column.is_category:
            continue
        values = ("true", "false") if column.scalar == "boolean" else column.codes
        yield OfferedCondition(column.name, column.label, values)

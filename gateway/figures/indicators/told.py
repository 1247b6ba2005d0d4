"""An indicator as its body's pages and programs read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from catalog.model.indicator import (
    Direction,
    Indicator,
    IndicatorSide,
    IndicatorTarget,
    IndicatorVersion,
    Operation,
    Periodicity,
)
from catalog.model.subject import Subject


@dataclass(frozen=True, slots=True)
class ToldSide:
    """`dataset`: an id. The words are those of explorations."""

    dataset: str
    measure: str
    where: tuple[str, ...]
    part: tuple[str, ...]

    @classmethod
    def of(cls, side: IndicatorSide) -> Self:
        return cls(side.dataset, side.measure, side.where, side.part)


@dataclass(frozen=True, slots=True)
class ToldVersion:
    number: int
    title: str
    unit: str
    operation: Operation
    sides: tuple[ToldSide, ...]
    per: int
    period: Periodicity
    direction: Direction
    purpose: str | None
    note: str | None
    what_changed: str | None
    at: datetime
    by: str

    @classmethod
    def of(cls, version: IndicatorVersion) -> Self:
        return cls(
            number=version.number,
            title=version.title,
            unit=version.unit,
            operation=version.operation,
            sides=tuple(ToldSide.of(side) for side in version.sides),
            per=version.per,
            period=version.period,
            direction=version.direction,
            purpose=version.purpose,
            note=version.note,
            what_changed=version.what_changed,
            at=version.at,
            by=version.by_sub,
        )


@dataclass(frozen=True, slots=True)
class ToldTarget:
    """`value` and `base_value` are decimal texts. `base_figure`: the digest of a frozen figure;
    where there is none, the base was typed, with its source.
    """

    year: int
    value: str
    base_year: int | None
    base_value: str | None
    base_population: int | None
    base_source: str | None
    base_figure: str | None
    at: datetime
    by: str

    @classmethod
    def of(cls, target: IndicatorTarget) -> Self:
        base = target.base
        return cls(
            year=target.year,
            value=target.value,
            base_year=None if base is None else base.year,
            base_value=None if base is None else base.value,
            base_population=None if base is None else base.population,
            base_source=None if base is None else base.source,
            base_figure=None if base is None else base.figure,
            at=target.at,
            by=target.by_sub,
        )


@dataclass(frozen=True, slots=True)
class ToldIndicator:
    """`versions`: the newest first; `is_mine`: whether the caller made it."""

    name: str
    current: ToldVersion
    versions: tuple[ToldVersion, ...]
    target: ToldTarget | None
    made_by: str
    is_mine: bool

    @classmethod
    def of(cls, indicator: Indicator, caller: Subject) -> Self:
        versions = tuple(ToldVersion.of(each) for each in reversed(indicator.versions))
        return cls(
            name=indicator.name,
            current=versions[0],
            versions=versions,
            target=None if indicator.target is None else ToldTarget.of(indicator.target),
            made_by=indicator.versions[0].by_sub,
            is_mine=indicator.is_of(caller.agent),
        )

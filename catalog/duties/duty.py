"""The calendar of duties, as data: what a body owes each year, when, and what it needs for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.templates.template import templates


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day (`09-30`) so many `years` after the year that the data is of."""

    month: int
    day: int
    years: int

    def of(self, year: int) -> date:
        return date(year + self.years, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Duty:
    """`due` is the law's day, or a landmark where not `is_certain`; members are to have sent their
    data by `collect`, and a campaign is best opened from `opens`. `of_years`: all, odd or even.
    `law` names the texts, empty where there is none.
    """

    code: str
    title: Bilingual
    what: Bilingual
    law: str
    is_certain: bool
    due: YearDay
    collect: YearDay
    opens: YearDay
    of_years: str
    template: str
    standard: str | None

    @property
    def competence(self) -> str:
        return templates()[self.template].competence

    def is_of(self, year: int) -> bool:
        parity = {"all": None, "even": 0, "odd": 1}[self.of_years]
        return parity is None or year % 2 == parity


@dataclass(frozen=True, slots=True)
class DutyOfYear:
    """`year` is the one that the data is of."""

    duty: Duty
    year: int

    @property
    def due(self) -> date:
        return self.duty.due.of(self.year)

    @property
    def collect(self) -> date:
        return self.duty.collect.of(self.year)

    @property
    def opens(self) -> date:
        return self.duty.opens.of(self.year)


@cache
def duties() -> dict[str, Duty]:
    """The duties that the project carries, by code."""
    file = Path(__file__).with_name("duties.json")
    read = [_read(document) for document in json.loads(file.read_text("utf-8"))]
    return {duty.code: duty for duty in read}


def due_in(year: int) -> Iterator[DutyOfYear]:
    """Duties that fall due within a calendar year, in the order of their days."""
    dated = [DutyOfYear(duty, year - duty.due.years) for duty in duties().values()]
    yield from sorted(
        (one for one in dated if one.duty.is_of(one.year)),
        key=lambda one: (one.due, one.duty.code),
    )


def _read(document: dict[str, Any]) -> Duty:
    return Duty(
        code=document["code"],
        title=Bilingual(document["title"]["fr"], document["title"]["en"]),
        what=Bilingual(document["what"]["fr"], document["what"]["en"]),
        law=document["law"],
        is_certain=document["is_certain"],
        due=_read_day(document["due"]),
        collect=_read_day(document["collect"]),
        opens=_read_day(document["opens"]),
        of_years=document["of_years"],
        template=document["template"],
        standard=document["standard"],
    )


def _read_day(document: dict[str, Any]) -> YearDay:
    month, _, day = document["day"].partition("-")
    return YearDay(int(month), int(day), document["years"])

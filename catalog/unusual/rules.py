"""Rules of unusual use of a dataset: they are data (rules.json), over hours of the last month.

A rule compares a reader with its own past alone. None of it stops a reading: the owner's stewards
are told, once a day each, and judge.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from catalog.caches import remembered
from catalog.model.identifiers import Siren
from catalog.model.paris import PARIS, paris_day


@dataclass(frozen=True, slots=True)
class HourOfUse:
    """The use of one dataset by one reader in one hour (UTC, its first instant). `rows` are those
    of requests that read nothing else; `refused` those that a right stopped.
    """

    dataset: str
    reader: Siren
    hour: datetime
    requests: int
    rows: int
    refused: int

    @property
    def day(self) -> date:
        return paris_day(self.hour)


@dataclass(frozen=True, slots=True)
class Unusual:
    """`facts` are told with it."""

    code: str
    dataset: str
    reader: Siren
    day: date
    facts: Mapping[str, Any]


_Hours = list[HourOfUse]
_Rule = Callable[[Mapping[str, Any], _Hours, date], Mapping[str, Any] | None]


def above_own_history(rule: Mapping[str, Any], hours: _Hours, today: date) -> dict[str, Any] | None:
    """More rows today than `factor` times the most of any day before, of `least_days` at least."""
    by_day: dict[date, int] = defaultdict(int)
    for hour in hours:
        by_day[hour.day] += hour.rows
    rows = by_day.pop(today, 0)
    if rows < rule["least_rows"] or len(by_day) < rule["least_days"]:
        return None
    most = max(by_day.values())
    return {"rows": rows, "most": most} if rows > rule["factor"] * most else None


def first_at_night(rule: Mapping[str, Any], hours: _Hours, today: date) -> dict[str, Any] | None:
    """Never in the month before, and the first time is at night, in Paris."""
    first = min((each for each in hours if each.requests), key=lambda each: each.hour, default=None)
    if first is None or first.day != today:
        return None
    hour = first.hour.astimezone(PARIS).hour
    is_night = hour >= rule["from_hour"] or hour < rule["to_hour"]
    return {"hour": hour} if is_night else None


def many_refusals(rule: Mapping[str, Any], hours: _Hours, today: date) -> dict[str, Any] | None:
    """In one hour of today."""
    most = max((each.refused for each in hours if each.day == today), default=0)
    return {"refused": most} if most >= rule["least"] else None


_RULES: Mapping[str, _Rule] = {
    "above_own_history": above_own_history,
    "first_at_night": first_at_night,
    "many_refusals": many_refusals,
}


@remembered(maxsize=1)
def rules() -> tuple[Mapping[str, Any], ...]:
    return tuple(json.loads(Path(__file__).with_name("rules.json").read_text("utf-8")))


def unusual_use(hours: Iterable[HourOfUse], today: date) -> list[Unusual]:
    """By dataset and reader, in the order of the rules. `hours` are of a month, today included."""
    by_pair: dict[tuple[str, Siren], _Hours] = defaultdict(list)
    for hour in hours:
        by_pair[hour.dataset, hour.reader].append(hour)
    return [
        Unusual(rule["code"], dataset, reader, today, facts)
        for (dataset, reader), own in sorted(by_pair.items())
        for rule in rules()
        if (facts := _RULES[rule["rule"]](rule, own, today)) is not None
    ]

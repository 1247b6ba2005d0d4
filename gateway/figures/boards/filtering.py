"""The filter of a board, in what each tile asks: a commune and a year, where data have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, urlencode

from catalog.model.indicator import Indicator
from gateway.reading.exploring.exploration import ExplorationWords

COMMUNE: Final = "commune"
YEAR: Final = "year"
_LISTS: Final = ("by", "where", "part")
_YEAR_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class BoardFilter:
    commune: str | None = None
    year: int | None = None

    def held_by(self, *, has_place: bool, has_day: bool) -> BoardFilter:
        """The part of it that data with these columns can be chosen by."""
        return BoardFilter(self.commune if has_place else None, self.year if has_day else None)

    @property
    def parts(self) -> tuple[str, ...]:
        pairs = ((COMMUNE, self.commune), (YEAR, self.year))
        return tuple(name for name, value in pairs if value is not None)


def filtered_address(address: str, held: BoardFilter) -> str:
    """The address of an exploration with the filter in place of its own commune and days."""
    members = parse_qs(address)
    if held.commune is not None:
        members["where"] = _in_commune(members.get("where", ()), held.commune)
    if held.year is not None:
        for name in ("since", "until"):
            members.pop(name, None)
        members[YEAR] = [str(held.year)]
    return urlencode(members, doseq=True)


def exploration_words(address: str) -> ExplorationWords:
    """The words of the address that the page « Explorer » writes."""
    members = parse_qs(address)
    by, where, part = (tuple(members.get(name, ())) for name in _LISTS)
    since, until = _days(members)
    first = _last(members, "first")
    return ExplorationWords(
        measure=_last(members, "measure"),
        by=by,
        where=where,
        part=part,
        compare=_last(members, "compare"),
        since=since,
        until=until,
        first=int(first) if first.isdecimal() else None,
    )


def filtered_indicator(indicator: Indicator, held: BoardFilter) -> Indicator:
    """Of one commune or year, no target is one of the whole."""
    if not held.parts:
        return indicator
    current, commune = indicator.current, held.commune
    if commune is not None:
        sides = tuple(
            replace(side, where=tuple(_in_commune(side.where, commune))) for side in current.sides
        )
        current = replace(current, sides=sides)
    return replace(indicator, versions=(*indicator.versions[:-1], current), target=None)


def _in_commune(where: Sequence[str], commune: str) -> list[str]:
    """Values of one subject are alternatives: the filter takes the place of other communes."""
    others = [word for word in where if not word.startswith(f"{COMMUNE}:")]
    return [*others, f"{COMMUNE}:{commune}"]


def _days(members: dict[str, list[str]]) -> tuple[str, str]:
    year = _last(members, YEAR)
    if len(year) == _YEAR_DIGITS and year.isdecimal():
        return f"{year}-01-01", f"{year}-12-31"
    return _last(members, "since"), _last(members, "until")


def _last(members: dict[str, list[str]], name: str) -> str:
    return (members.get(name) or [""])[-1].strip()

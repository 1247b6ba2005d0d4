"""The address of an exploration: all that it says, so that it is shared, kept and gone back to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from gateway.console.shared.described_data import DescribedData
from gateway.console.shared.proposed_picture import Shape, proposed_picture
from gateway.console.visit import Visit

_LISTS: Final = ("by", "where", "part")
_WORDS: Final = ("measure", "compare", "year", "since", "until", "first", "shape")
_MOST: Final = 6
_YEAR_DIGITS: Final = 4
PER_THOUSAND: Final = "population:1000"


@dataclass(frozen=True, slots=True)
class ExploredAddress:
    """The members of the query string, as they were sent. `year` stands for both days."""

    measure: str = ""
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    compare: str = ""
    year: str = ""
    since: str = ""
    until: str = ""
    first: str = ""
    shape: str = ""

    @property
    def figure(self) -> str:
        return self.measure.partition(":")[0]

    @property
    def is_share(self) -> bool:
        return self.figure == "share"

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day, in ISO 8601; "" where there is none."""
        if len(self.year) == _YEAR_DIGITS and self.year.isdecimal():
            return f"{self.year}-01-01", f"{self.year}-12-31"
        return self.since, self.until

    @property
    def variables(self) -> Mapping[str, object]:
        """Of the document, beside the dataset."""
        since, until = self.days
        return {
            "measure": self.measure,
            "by": list(self.by),
            "where": list(self.where),
            "part": list(self.part) if self.is_share else [],
            "compare": self.compare,
            "since": since,
            "until": until,
            "first": int(self.first) if self.first.isdecimal() else None,
        }

    def query(self, purpose: str | None) -> str:
        members = [("purpose", purpose or ""), *self._members()]
        return urlencode([(name, value) for name, value in members if value])

    def members(self, purpose: str | None) -> Sequence[tuple[str, str]]:
        """The members that say something, for the hidden fields of a form."""
        every = (("purpose", purpose or ""), *self._members())
        return [(name, value) for name, value in every if value]

    def shaped(self, shape: str) -> ExploredAddress:
        return replace(self, shape=shape)

    def _members(self) -> Iterator[tuple[str, str]]:
        for name in _WORDS:
            yield name, getattr(self, name)
        for name in _LISTS:
            for value in getattr(self, name):
                yield name, value


def read_address(visit: Visit, data: DescribedData) -> ExploredAddress:
    """Of the visit; where it says no measure, the picture that fits the data."""
    address = address_in(visit.request.query_params)
    return address if address.measure else _proposed(data)


def address_in(query: QueryParams) -> ExploredAddress:
    """The members that are known of a query string."""
    measure, compare, year, since, until, first, shape = (
        query.get(name, "").strip() for name in _WORDS
    )
    by, where, part = (
        tuple(dict.fromkeys(value for value in query.getlist(name) if value))[:_MOST]
        for name in _LISTS
    )
    return ExploredAddress(measure, by, where, part, compare, year, since, until, first, shape)


def _proposed(data: DescribedData) -> ExploredAddress:
    picture = proposed_picture(data)
    if picture is None:
        return ExploredAddress(measure="count")
    by = {Shape.MONTHS: "month", Shape.MAP: "commune", Shape.BARS: picture.by.name}[picture.shape]
    measure = "count" if picture.measure is None else f"sum:{picture.measure.name}"
    return ExploredAddress(measure=measure, by=(by,))

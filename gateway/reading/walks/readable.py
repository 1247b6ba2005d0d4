"""The datasets of a body that whoever asks may know, and the columns that they are given."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.model.dataset import Column, Dataset
from catalog.model.organisation import Organisation
from catalog.model.transform import Transform
from catalog.standpoint import Standpoint
from federation.problems import UnknownColumn, UnknownDataset
from gateway.reading.query.callers import identify, standpoint_of
from gateway.reading.query.given import GivenService
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import discover
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.without_token import as_anybody
from policies.problems import WithoutRole
from schema.types.view import View

_NEAR = 0.6
Ways = Mapping[str, tuple[Transform, ...]]
"""By column (id), the transforms by which it is given; none where it is not."""


@dataclass(frozen=True, slots=True)
class Readable:
    """One dataset, as a reader is given it."""

    dataset: Dataset
    owner: Organisation
    ways: Ways

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are given in some row; empty: no row may be read."""
        return tuple(each for each in self.dataset.columns if self.ways.get(each.id))

    @property
    def name(self) -> str:
        """As SQL calls it."""
        return f"{self.owner.slug.sql_name}.{self.dataset.name}"

    def column(self, name: str) -> Column:
        """Raises UnknownColumn. One that is not given is there: the law refuses it."""
        column = self.dataset.column_named(name)
        if column is None:
            names = [str(each.name) for each in self.dataset.columns]
            close = difflib.get_close_matches(name[:60], names, n=1, cutoff=_NEAR)
            raise UnknownColumn(
                dataset=self.name, column=name[:60], did_you_mean=close[0] if close else None
            )
        return column


@dataclass(frozen=True, slots=True)
class ReadableBody:
    """A body with the datasets that whoever asks may know; at least one."""

    organisation: Organisation
    datasets: Sequence[Dataset]
    view: View
    standpoint: Standpoint
    ports: Ports

    async def readables(self, datasets: Sequence[Dataset]) -> tuple[Readable, ...]:
        """Decided anew for each request."""
        ids = tuple(each.id for each in datasets)
        ways = await GivenService(self.standpoint, self.ports)(ids) if ids else {}
        return tuple(Readable(each, self.organisation, ways[each.id]) for each in datasets)

    async def all(self) -> tuple[Readable, ...]:
        """The datasets of which some row may be read, by their names."""
        return tuple(each for each in await self.readables(self.datasets) if each.columns)

    async def readable(self, name: str) -> Readable:
        """Raises UnknownDataset, for one that is hidden as for one that there is not."""
        for dataset in self.datasets:
            if dataset.name == name:
                (readable,) = await self.readables((dataset,))
                return readable
        names = [str(each.name) for each in self.datasets]
        close = difflib.get_close_matches(name[:60], names, n=1, cutoff=_NEAR)
        owner = self.organisation.slug.sql_name
        raise UnknownDataset(
            dataset=f"{owner}.{name}"[:120],
            did_you_mean=f"{owner}.{close[0]}" if close else None,
        )


async def readable_body(
    slug: str, request: SqlRequest, ports: Ports, *, is_counted: bool
) -> ReadableBody:
    """Raises UnknownDataset for a body that there is not, or of which nothing may be known.

    `is_counted`: among the caller's requests; not where a statement that is counted follows.
    """
    find = identify if is_counted else standpoint_of
    try:
        standpoint = await find(request, ports)
    except WithoutRole:
        # A person without a role reads what is open to everybody.
        standpoint = await find(as_anybody(request), ports)
    view = await discover(standpoint, ports)
    for organisation in view.organisations.values():
        if organisation.slug == slug:
            datasets = tuple(view.datasets_of(organisation.siren).values())
            ordered = sorted(datasets, key=lambda each: str(each.name))
            return ReadableBody(organisation, ordered, view, standpoint, ports)
    raise UnknownDataset(dataset=f"{slug}.*"[:120])

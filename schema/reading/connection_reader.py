"""One dataset field: its slices, and their places in the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import orjson
from graphql import FieldNode

from catalog.standards.standard import Standard
from federation.logical import LogicalQuery, SliceId
from schema.fields import Collected
from schema.places import place_of
from schema.reading.aggregates import read_aggregate, read_total_count
from schema.reading.connection import Connection
from schema.reading.groups_reader import read_groups
from schema.reading.indicator_rows import held_parameter
from schema.reading.nodes_reader import nodes_of_edges, read_edges, read_nodes, shown_of
from schema.reading.page import Page, read_page
from schema.reading.page_rows import Nodes, PageRows
from schema.reading.projection import Projection
from schema.reading.read_document import (
    PagePart,
    RowsPart,
    ScopePart,
    ShownField,
    StandardConnection,
)
from schema.reading.response_template import ResponseTemplate
from schema.reading.ties import Ties
from schema.types.shared_types import PAGE_INFO
from schema.types.standard_scopes import standard_of
from schema.types.standard_types import INSIDE, SCOPE


@dataclass(slots=True)
class Slices:
    """The slices that a document asks for, gathered while its frame is written."""

    logical: dict[SliceId, LogicalQuery] = field(default_factory=dict)
    cursor_orders: dict[SliceId, bytes] = field(default_factory=dict)
    ties: dict[SliceId, Ties] = field(default_factory=dict)
    pages: dict[SliceId, PageRows] = field(default_factory=dict)
    standards: dict[str, StandardConnection] = field(default_factory=dict)

    def keep(self, slice_id: SliceId, logical: LogicalQuery) -> None:
        self.logical[slice_id] = logical

    def keep_nodes(self, slice_id: SliceId, nodes: Nodes) -> None:
        self.logical[slice_id] = nodes.logical
        if nodes.order is not None:
            self.cursor_orders[slice_id] = nodes.order
        if nodes.ties is not None:
            self.ties[slice_id] = nodes.ties
        if nodes.rows is not None:
            self.pages[slice_id] = nodes.rows


def read_connection(
    connection: Connection, asked: Collected, frame: ResponseTemplate, slices: Slices
) -> None:
    """`frame` stands inside the connection's object. Raises CallerProblems with their place."""
    connection = replace(connection, place=".".join(frame.path))
    type_name = connection.scope.type_name("Connection")
    by_name: dict[str, list[str]] = {}
    for key, nodes in asked.items():
        by_name.setdefault(nodes[0].name.value, []).append(key)
    standard = standard_of(connection.scope)
    if standard is not None:
        slices.standards[connection.place] = _of_standard(connection, standard)
    lists = _lists_of(connection, asked, by_name)
    for key, nodes in asked.items():
        slice_id = SliceId(".".join((*frame.path, key)))
        name, place = nodes[0].name.value, place_of(nodes[0])
        path = (*frame.path, key)
        if name == "__typename":
            frame.constant(key, orjson.dumps(type_name))
        elif name == "scope":
            fields = _shown_fields(connection, SCOPE.name, nodes)
            frame.gap(key, ScopePart(".".join(frame.path), path, fields, place))
        elif name == "pageInfo":
            origin = SliceId(".".join((*frame.path, lists.source)))
            if key == lists.source:
                slices.keep_nodes(origin, lists.read(name, []))
            frame.gap(key, PagePart(origin, path, _page_fields(connection, nodes), place))
        else:
            if name in _LISTS:
                slices.keep_nodes(slice_id, lists.read(name, nodes))
            else:
                slices.keep(slice_id, _READERS[name](connection, nodes))
            if held_parameter(connection.place) in slices.logical[slice_id].parameters:
                of = slices.standards[connection.place]
                slices.standards[connection.place] = replace(of, has_rates=True)
            single = name in {"totalCount", "aggregate"}
            empty = not slices.logical[slice_id].shape.fields
            frame.gap(key, RowsPart(slice_id, path, single=single, empty=empty, place=place))


_LISTS = ("nodes", "edges", "pageInfo")


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of rows of one connection: they hold the same rows. `source`: the response key of
    the one that tells where the page ends; a page without any is still read for that.
    """

    connection: Connection
    page: Page
    projection: Projection
    source: str
    is_paged: bool

    def read(self, name: str, nodes: list[FieldNode]) -> Nodes:
        if name == "edges":
            return read_edges(self.connection, nodes, self.page, self.projection)
        is_paged = self.is_paged or name == "pageInfo"
        return read_nodes(self.connection, nodes, self.page, self.projection, paged=is_paged)


def _lists_of(
    connection: Connection, selected: Collected, by_name: Mapping[str, list[str]]
) -> _Lists:
    selections = [selected[key] for key in by_name.get("nodes", [])]
    for key in by_name.get("edges", []):
        selections += nodes_of_edges(connection, selected[key])
    page = read_page(
        connection,
        tells_start=_tells_start(connection, selected, by_name),
        has_pages="edges" in by_name or "pageInfo" in by_name,
    )
    sources = (key for name in _LISTS for key in by_name.get(name, []))
    projection = shown_of(connection, selections)
    return _Lists(connection, page, projection, next(sources, ""), "pageInfo" in by_name)


def _tells_start(
    connection: Connection, selected: Collected, by_name: Mapping[str, list[str]]
) -> bool:
    fields = (
        connection.selections.of(PAGE_INFO.name, selected[key])
        for key in by_name.get("pageInfo", [])
    )
    names = {nodes[0].name.value for some in fields for nodes in some.values()}
    return "startCursor" in names


_READERS = {
    "totalCount": read_total_count,
    "aggregate": read_aggregate,
    "groupBy": read_groups,
}


def _of_standard(connection: Connection, standard: Standard) -> StandardConnection:
    condition, overlap = connection.condition(), connection.arguments.get("overlap")
    parameters = () if condition is None else connection.parameters.held_by(condition)
    written = None if overlap is None or overlap.is_null else str(overlap.raw())
    return StandardConnection(standard.sql_name, condition, parameters, written)


def _shown_fields(
    connection: Connection, type_name: str, nodes: list[FieldNode]
) -> tuple[ShownField, ...]:
    inside = INSIDE.get(type_name, {})
    shown = []
    for key, some in connection.selections.of(type_name, nodes).items():
        name = some[0].name.value
        below = inside.get(name)
        fields = None if below is None else _shown_fields(connection, below, some)
        shown.append(ShownField(key, name, type_name, fields))
    return tuple(shown)


def _page_fields(
    connection: Connection, nodes: list[FieldNode]
) -> tuple[tuple[bytes, str | bytes], ...]:
    return tuple(
        (
            orjson.dumps(key),
            orjson.dumps(PAGE_INFO.name)
            if found[0].name.value == "__typename"
            else found[0].name.value,
        )
        for key, found in connection.selections.of(PAGE_INFO.name, nodes).items()
    )

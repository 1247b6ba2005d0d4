"""The page of a list that a document asks for: which rows, how many, from where, which way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from schema.inputs import Input
from schema.paging_problems import PagesOneWay
from schema.problems import AfterAndOffset, AfterNeedsExactOrder, AfterNeedsKey, PageTooLarge
from schema.reading.arguments import read_count, read_first, read_offset
from schema.reading.connection import Connection
from schema.reading.order_keys import read_order_keys
from schema.reading.ordering import OrderKey
from schema.standard_problems import StandardHasNoCursor
from schema.types.standard_scopes import is_standard_scope

_FORWARD, _BACKWARD = ("first", "after", "offset"), ("last", "before")


@dataclass(frozen=True, slots=True)
class Page:
    """`first` rows after the `cursor`, or before it (`is_backward`); never with an `offset`. `keys`
    make the order total, if there is a key.
    """

    first: int
    offset: int | None
    cursor: Input | None
    is_backward: bool
    keys: tuple[OrderKey, ...]
    joins: tuple[exp.Join, ...]
    asked: int
    """The number of keys that the document names itself."""
    tells_start: bool = False

    @property
    def has_cursors(self) -> bool:
        return bool(self.keys) and all(key.is_exact for key in self.keys)


def read_page(connection: Connection, *, tells_start: bool = False) -> Page:
    """Raises PageTooLarge, OffsetTooLarge, PagesOneWay, AfterAndOffset, AfterNeedsKey,
    StandardHasNoCursor, AfterNeedsExactOrder.
    """
    limits = connection.limits
    arguments = {name: each for name, each in connection.arguments.items() if not each.is_null}
    first, offset = read_first(arguments, limits), read_offset(arguments, limits)
    is_backward = _goes_back(arguments)
    if is_backward:
        first = read_count(arguments.get("last"))
        if first is not None and not 0 <= first <= limits.max_rows:
            raise PageTooLarge(first=first, limit=limits.max_rows, place=arguments["last"].place)
    cursor = arguments.get("before" if is_backward else "after")
    order = read_order_keys(connection)
    _check_cursor(connection, cursor if cursor is not None else arguments.get("last"), order.keys)
    if cursor is not None and offset is not None:
        raise AfterAndOffset(place=cursor.place)
    first = limits.default_rows if first is None else first
    return Page(
        first, offset, cursor, is_backward, order.keys, order.joins, order.asked, tells_start
    )


def _goes_back(arguments: Mapping[str, Input]) -> bool:
    back = [name for name in _BACKWARD if name in arguments]
    forward = [name for name in _FORWARD if name in arguments]
    if back and forward:
        place = arguments[back[0]].place
        raise PagesOneWay(argument=forward[0], other=back[0], place=place)
    return bool(back)


def _check_cursor(
    connection: Connection, needs_order: Input | None, keys: tuple[OrderKey, ...]
) -> None:
    """Of what goes on from a row, or from the last: that the order of rows is one."""
    dataset, limit = connection.scope.dataset, connection.limits.max_offset
    if needs_order is None:
        return
    if not dataset.primary_key:
        missing = StandardHasNoCursor if is_standard_scope(connection.scope) else AfterNeedsKey
        raise missing(dataset=dataset.name, limit=limit, place=needs_order.place)
    for key in keys:
        if not key.is_exact:
            raise AfterNeedsExactOrder(field=key.what, limit=limit, place=needs_order.place)

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
from schema.reading.order_keys import read_order_keys, with_row_keys
from schema.reading.ordering import OrderKey
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
    tells_apart: bool = False
    """True where the keys tell each row from the others, as far as they are given."""

    @property
    def has_cursors(self) -> bool:
        return self.tells_apart and all(key.is_exact for key in self.keys)


def read_page(
    connection: Connection, *, tells_start: bool = False, has_pages: bool = False
) -> Page:
    """`has_pages`: cursors are asked for, or what a page tells. Raises PageTooLarge,
    OffsetTooLarge, PagesOneWay, AfterAndOffset, AfterNeedsKey, AfterNeedsExactOrder.
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
    keys, tells_apart = order.keys, bool(connection.scope.primary_key)
    starts_at = cursor if cursor is not None else arguments.get("last")
    if is_standard_scope(connection.scope):
        # Without pages, rows are ordered by what is shown of them.
        tells_apart = has_pages or starts_at is not None
        keys = with_row_keys(keys) if tells_apart else keys
    if starts_at is not None:
        _check_cursor(connection, starts_at, keys, tells_apart=tells_apart)
    if cursor is not None and offset is not None:
        raise AfterAndOffset(place=cursor.place)
    first = limits.default_rows if first is None else first
    return Page(
        first,
        offset,
        cursor,
        is_backward,
        keys,
        order.joins,
        order.asked,
        tells_start,
        tells_apart,
    )


def _goes_back(arguments: Mapping[str, Input]) -> bool:
    back = [name for name in _BACKWARD if name in arguments]
    forward = [name for name in _FORWARD if name in arguments]
    if back and forward:
        place = arguments[back[0]].place
        raise PagesOneWay(argument=forward[0], other=back[0], place=place)
    return bool(back)


def _check_cursor(
    connection: Connection, needs_order: Input, keys: tuple[OrderKey, ...], *, tells_apart: bool
) -> None:
    """Of what goes on from a row, or from the last: that the order of rows is one."""
    limit = connection.limits.max_offset
    if not tells_apart:
        dataset = connection.scope.dataset
        raise AfterNeedsKey(dataset=dataset.name, limit=limit, place=needs_order.place)
    for key in keys:
        if not key.is_exact:
            raise AfterNeedsExactOrder(field=key.what, limit=limit, place=needs_order.place)

"""The arguments of a field, opened; and page sizes, which are part of the query's shape."""

from __future__ import annotations

from graphql import FieldNode

from schema.inputs import Input, Variables
from schema.limits import DocumentLimits
from schema.problems import OffsetTooLarge, PageTooLarge


def read_arguments(node: FieldNode, variables: Variables) -> dict[str, Input]:
    """The arguments that are present; an argument that an absent variable emptied is absent."""
    opened = {
        argument.name.value: variables.open(argument.value) for argument in node.arguments or ()
    }
    return {name: value for name, value in opened.items() if value is not None}


def read_first(arguments: dict[str, Input], limits: DocumentLimits) -> int | None:
    """None when it is absent or null; raises PageTooLarge."""
    first = read_count(arguments.get("first"))
    if first is not None and not 0 <= first <= limits.max_rows:
        raise PageTooLarge(first=first, limit=limits.max_rows, place=arguments["first"].place)
    return first


def read_offset(arguments: dict[str, Input], limits: DocumentLimits) -> int | None:
    offset = read_count(arguments.get("offset"))
    if offset is not None and not 0 <= offset <= limits.max_offset:
        raise OffsetTooLarge(
            offset=offset, limit=limits.max_offset, place=arguments["offset"].place
        )
    return offset


def read_count(value: Input | None) -> int | None:
    raw = None if value is None else value.raw()
    return int(raw) if isinstance(raw, int | float) else None

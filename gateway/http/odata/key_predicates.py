"""`weighings('x')` and `weighings(id='x',day=2025-01-31)`: the key of one row as conditions."""

from __future__ import annotations

import re

from catalog.model.dataset import Column, ScalarType
from gateway.http.odata.expressions import read_value
from gateway.http.odata.problems import OdataNotServed, OdataOption
from gateway.reading.walks.page_order import key_of
from gateway.reading.walks.readable import Readable
from gateway.reading.walks.terms import Comparison, Condition, Property, Value, ValueKind

_CALLED = re.compile(r"(?P<name>[^()]+)\((?P<key>.*)\)", re.DOTALL)
_NAMED = re.compile(r"\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=(?P<value>(?:'(?:[^']|'')*'|[^',])+)")
_OPTION = "(…)"


def split_segment(segment: str) -> tuple[str, str | None]:
    """The name of a set, and the text of a key behind it."""
    match = _CALLED.fullmatch(segment)
    return (segment, None) if match is None else (match["name"], match["key"])


def key_conditions(key: str, readable: Readable) -> tuple[Condition, ...]:
    """Raises OdataNotServed where rows have no key, OdataOption for another key than theirs."""
    columns = key_of(readable)
    if not columns:
        raise OdataNotServed(what=f"{readable.dataset.name}(…)")
    if len(columns) == 1 and not _NAMED.fullmatch(key):
        values = {str(columns[0].name): key}
    else:
        values = _named_values(key)
    if set(values) != {str(each.name) for each in columns}:
        raise _not_the_key(columns)
    return tuple(
        Comparison("=", Property(str(each.name)), _value(values[str(each.name)], each))
        for each in columns
    )


def _named_values(key: str) -> dict[str, str]:
    values, at = {}, 0
    while at < len(key):
        match = _NAMED.match(key, at)
        if match is None:
            return {}
        values[match["name"]] = match["value"]
        at = match.end() + 1
        if at <= len(key) and key[match.end() : at] not in {",", ""}:
            return {}
    return values


def _value(text: str, column: Column) -> Value:
    value = read_value(text, _OPTION)
    if value.kind is ValueKind.NOTHING:
        raise _not_the_key((column,))
    return value


def _not_the_key(columns: tuple[Column, ...]) -> OdataOption:
    form = ", ".join(f"{each.name}={_example(each)}" for each in columns)
    return OdataOption(
        option=_OPTION, reason_fr=f"la clé s'écrit ({form})", reason_en=f"the key reads ({form})"
    )


def _example(column: Column) -> str:
    match column.type.scalar:
        case ScalarType.STRING | ScalarType.TIMESTAMP:
            return "'…'"
        case ScalarType.DATE:
            return "2025-01-31"
    return "1"

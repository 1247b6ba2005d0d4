"""Catalog values to plain JSON and back, validated when read: what the store and a diff hold.

Driven by the dataclasses of catalog.model themselves. Where a field may be one of several classes
(storage options, row conditions), the object names its class under "is". A field that only informs
(catalog.model.later_field) stands under a marked key: who does not know it reads on without it.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from catalog.caches import remembered
from catalog.model.later_field import Later, later
from catalog.model.problem import Problem
from catalog.model.row_condition import RowCondition
from catalog.model.storage import StorageOptions
from catalog.problems import UnreadableEntry

_Read = Callable[[Any], Any]
_Value = TypeVar("_Value")
TAG = "is"
MARK = "+"
"""Before the name of what only informs, a field or a family."""
_NO_DEFAULT = object()
_SHORT = 80
"""Characters of a text that others probably hold too."""
_TAGGED: dict[str, type] = {
    each.__name__: each for union in (StorageOptions, RowCondition) for each in get_args(union)
}


class _UnknownError(TypeError):
    """A field, a member or a class that this version has not; its text names it."""


class _Members(dict[Any, Enum]):
    def __init__(self, kind: type[Enum]) -> None:
        super().__init__({member.value: member for member in kind})
        self._name = kind.__name__

    def __missing__(self, value: Any) -> Enum:
        message = f"{self._name}: {value!s:.{_SHORT}}"
        raise _UnknownError(message)


_NOT_A_VALUE = (TypeError, ValueError, KeyError, Problem)


def write_value(value: Any) -> Any:  # noqa: PLR0911 - one return a kind of value
    """A catalog value as JSON: sets sorted, dates ISO 8601, instants in UTC, enums by value."""
    match value:
        case None | bool():
            return value
        case Enum():
            return value.value
        case str():
            return str(value)
        case int():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case tuple():
            return [write_value(each) for each in value]
        case frozenset():
            return sorted(write_value(each) for each in value)
        case _:
            return _write_object(value)


def read_value(kind: type[_Value], document: Any) -> _Value:
    """The value of class `kind` that `document` holds; raises UnreadableEntry (operator)."""
    try:
        value: _Value = _reader(cast("Any", kind))(document)
    except _UnknownError as error:
        raise UnreadableEntry(kind=kind.__name__, reason=f"unknown {error}") from error
    except _NOT_A_VALUE as error:
        raise UnreadableEntry(kind=kind.__name__, reason=type(error).__name__) from error
    return value


def _write_object(value: Any) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, key, unwritten in _written_fields(cast("Any", type(value))):
        held = getattr(value, name)
        if unwritten is _NO_DEFAULT or held != unwritten:
            written[key] = write_value(held)
    if type(value).__name__ in _TAGGED:
        written[TAG] = type(value).__name__
    return written


def key_of_field(one: dataclasses.Field[Any]) -> str:
    """Under which an entry holds it."""
    return MARK + one.name if later(one) is Later.INFORMS else one.name


@cache
def _written_fields(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """Name, key, and the value that is not written."""
    return tuple(
        (one.name, key_of_field(one), _NO_DEFAULT if later(one) is None else one.default)
        for one in dataclasses.fields(kind)
        if one.init
    )


@cache
def _reader(kind: Any) -> _Read:  # noqa: PLR0911 - one return a kind of type
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _union_reader(tuple(get_args(kind)))
    if origin is tuple:
        return _items_reader(_reader(get_args(kind)[0]), tuple)
    if origin is frozenset:
        return _items_reader(_reader(get_args(kind)[0]), frozenset)
    if dataclasses.is_dataclass(kind):
        return _object_reader(kind)
    if kind is datetime:
        return _read_instant
    if kind is date:
        return date.fromisoformat
    if issubclass(kind, Enum):
        # A look-up where a call of the class would be four.
        return _Members(kind).__getitem__
    if kind is str:
        return _read_text
    if kind in (int, bool):
        return lambda document: _of_type(kind, document)
    # Siren, Slug, Name, CommuneCode: text that proves itself again when it is read.
    return lambda document: _read_identifier(kind, _of_type(str, document))


def _union_reader(kinds: tuple[Any, ...]) -> _Read:
    others = [each for each in kinds if each is not NoneType]
    if len(others) == 1:
        only = _reader(others[0])
        return lambda document: None if document is None else only(document)

    def read(document: Any) -> Any:
        kind = _TAGGED.get(document[TAG])
        if kind not in others:
            message = f"is: {document[TAG]}"
            raise _UnknownError(message)
        return _reader(kind)(document)

    return read


def _items_reader(item: _Read, collection: Callable[[list[Any]], Any]) -> _Read:
    return lambda document: collection([item(each) for each in _of_type(list, document)])


def _object_reader(kind: Any) -> _Read:
    def read(document: Any) -> Any:
        readers, given = _field_readers(kind), {}
        for key, value in _of_type(dict, document).items():
            reader = readers.get(key)
            if reader is not None:
                given[key] = reader(value)
            elif key[:1] == MARK and key[1:] not in readers:
                _read_marked(kind, key[1:], value, given)
            elif key != TAG:
                message = f"{kind.__name__}.{key}"
                raise _UnknownError(message)
        # A field that came after the row was written takes its default.
        return kind(**given)

    return read


def _read_marked(kind: Any, name: str, document: Any, given: dict[str, Any]) -> None:
    """Left out of `given` where this version does not know it, or not this value of it."""
    if name not in _marked_readers(kind):
        return
    with suppress(*_NOT_A_VALUE):
        given[name] = _marked_readers(kind)[name](document)


def is_known(kind: Any, key: str, document: Any) -> bool:
    """True where this version reads the value of an object of class `kind` under a marked key."""
    read: dict[str, Any] = {}
    _read_marked(kind, key.removeprefix(MARK), document, read)
    return bool(read)


@cache
def _field_readers(kind: Any) -> dict[str, _Read]:
    """Made when the first is read: a condition may be of conditions."""
    return {
        key: _reader(of) for key, of in kinds_of_fields(kind).items() if not key.startswith(MARK)
    }


@cache
def _marked_readers(kind: Any) -> dict[str, _Read]:
    return {
        key.removeprefix(MARK): _reader(of)
        for key, of in kinds_of_fields(kind).items()
        if key.startswith(MARK)
    }


@cache
def kinds_of_fields(kind: Any) -> dict[str, Any]:
    """The type of what an object of class `kind` holds, by key."""
    hints = get_type_hints(kind)
    return {key_of_field(one): hints[one.name] for one in dataclasses.fields(kind) if one.init}


def class_in(kind: Any, document: Mapping[str, Any]) -> Any:
    """The class of the object that `document` is, where a `kind` stands; None: no object's."""
    if TAG in document:
        return _TAGGED.get(document[TAG])
    kinds = [each for each in get_args(kind) or (kind,) if dataclasses.is_dataclass(each)]
    return kinds[0] if len(kinds) == 1 else None


def _read_text(document: Any) -> Any:
    """Short texts once, however many entries hold them: names, labels and ids are met again."""
    if type(document) is not str:
        return _of_type(str, document)
    return sys.intern(document) if len(document) <= _SHORT else document


@remembered(maxsize=65_536)
def _read_identifier(kind: Any, text: str) -> Any:
    """The same object for the same text: each is named by what it owns, signed and is part of."""
    return kind.parse(text)


def _of_type(kind: type, document: Any) -> Any:
    if type(document) is not kind:
        message = f"{kind.__name__} expected, not {type(document).__name__}"
        raise TypeError(message)
    return document


def _read_instant(document: Any) -> datetime:
    instant = datetime.fromisoformat(_of_type(str, document))
    if instant.tzinfo is None:
        message = "an instant without its offset"
        raise ValueError(message)
    return instant

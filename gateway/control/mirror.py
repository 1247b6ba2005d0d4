"""Dataclasses of the services as types of GraphQL, which have their fields and copy nothing.

A resolver returns the service's own value, and Strawberry reads its attributes. A type adds only
the words of its fields, and what GraphQL calls or shows otherwise, as fields of its class.
Every field of the dataclass is shown: it is one made to be shown, never one that is stored
(`catalog.model`), which may gain a field that nobody should read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from enum import Enum
from inspect import get_annotations
from types import UnionType
from typing import (
    Any,
    Generic,
    Self,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

import strawberry

from catalog.model.bilingual import Bilingual
from gateway.control.sentence import Sentence

Value = TypeVar("Value")
Mirror = TypeVar("Mirror")
_STORED = "catalog.model."
_MIRRORS: dict[Any, Any] = {}
"""The type of GraphQL of each dataclass, so that those that hold it show it so too."""


class Shown(Generic[Value]):
    """The base of a type that mirrors `Value`."""

    @overload
    @classmethod
    def of(cls, value: Value) -> Self: ...
    @overload
    @classmethod
    def of(cls, value: None) -> None: ...
    @classmethod
    def of(cls, value: Value | None) -> Self | None:
        """The value itself, as GraphQL's type of it."""
        return cast("Self", value)

    @classmethod
    def all(cls, values: Iterable[Value]) -> list[Self]:
        return [cls.of(each) for each in values]


def mirror(
    words: str | None = None,
    *,
    ids: Sequence[str] = ("id",),
    sentence: type[Any] = Sentence,
    **described: str,
) -> Callable[[type[Mirror]], type[Mirror]]:
    """Makes a subclass of `Shown` a type of GraphQL: `words` are its description, `described` those
    of fields, by name; `ids` are identifiers, `sentence` is the type of bilingual texts. A field of
    its own stands where the dataclass has that field, others last.
    """

    def mirrored(cls: type[Mirror]) -> type[Mirror]:
        (base,) = getattr(cls, "__orig_bases__")  # noqa: B009 - Python's, which mypy does not know
        (value,) = get_args(base)
        if value.__module__.startswith(_STORED):
            raise TypeError(value)
        own, hints = get_annotations(cls), get_type_hints(value)
        types = {
            each.name: own.pop(each.name, None)
            or _shown(hints[each.name], strawberry.ID if each.name in ids else str, sentence)
            for each in fields(value)
        }
        cls.__annotations__ = types | own
        for name, sentences in described.items():
            setattr(cls, name, strawberry.field(description=sentences))
        _MIRRORS[value] = made = strawberry.type(cls, description=words)
        return made

    return mirrored


def _shown(hint: Any, text: Any, sentence: Any) -> Any:
    """The annotation by which Strawberry shows values of `hint`."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {tuple, list}:
        return list[_shown(parts[0], text, sentence)]  # type: ignore[misc]
    if origin in {Union, UnionType}:
        return Union[tuple(_shown(each, text, sentence) for each in parts)]  # noqa: UP007 - of a list
    if isinstance(hint, type) and issubclass(hint, str) and not issubclass(hint, Enum):
        return text
    return sentence if hint is Bilingual else _MIRRORS.get(hint, hint)

"""From YAML text to typed values, noting what is wrong and where, and reading on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Generic, TypeVar, cast

from catalog.actions.columns import suggestion
from catalog.actions.problems import Path, UnsafeText
from catalog.actions.texts import in_french
from catalog.declaration.problems import (
    InvalidValue,
    MissingKey,
    UnknownChoice,
    UnknownKey,
    WrongShape,
)
from catalog.declaration.yaml_tree import Entries, Items, Node, Text
from catalog.model.problem import Place, Problem

_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", bound=Enum)
_INTEGER = re.compile(r"[0-9]{1,9}")

Places = Mapping[Path, Place]


@dataclass(frozen=True, slots=True)
class Declared(Generic[_Value]):
    """A value with where each part of it was written, the whole of it under ()."""

    value: _Value
    places: Places

    def place(self, path: Path) -> Place:
        """Of `path`, or of the nearest part around it that was written."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


def places_of(node: Node, whole: Place) -> Places:
    """Of every part of `node`; `whole` is that of its own key."""
    found: dict[Path, Place] = {(): whole}
    _collect(node, (), found)
    return found


@dataclass(slots=True)
class Fields:
    """The entries of one mapping. A getter that fails notes a problem and answers a placeholder:

    what is built from it is thrown away (`sound()` is false).
    """

    entries: Entries
    problems: list[Problem]
    problems_before: int
    missing: frozenset[str] = frozenset()
    """Required keys that are not there, as was already noted."""

    def sound(self) -> bool:
        """True where nothing was found wrong in this mapping so far."""
        return len(self.problems) == self.problems_before

    def has(self, key: str) -> bool:
        return key in self.entries.nodes

    def place(self, key: str) -> Place:
        return self.entries.places.get(key, self.entries.place)

    def text(self, key: str, default: str | None = None) -> str:
        node = self.entries.nodes.get(key)
        if node is None:
            if default is None and key not in self.missing:
                self.problems.append(MissingKey(place=self.entries.place, key=key))
            return default or ""
        return self._text_of(node, key)

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def optional_lines(self, key: str) -> str | None:
        """The same where several lines may be written."""
        node = self.entries.nodes.get(key)
        return None if node is None else self._text_of(node, key, multiline=True)

    def value(self, key: str, parse: Callable[[str], _Value]) -> _Value:
        """`parse` raises a Problem for a text it does not accept."""
        before = len(self.problems)
        text = self.text(key)
        if len(self.problems) > before or not self.has(key):
            return cast("_Value", None)
        return self._parsed(text, self.entries.nodes[key].place, parse)

    def optional_value(self, key: str, parse: Callable[[str], _Value]) -> _Value | None:
        return self.value(key, parse) if self.has(key) else None

    def choice(self, key: str, choices: type[_Choice], default: _Choice | None = None) -> _Choice:
        if default is not None and not self.has(key):
            return default
        return self.value(key, lambda text: read_choice(text, choices))

    def flag(self, key: str, *, default: bool = False) -> bool:
        return self.value(key, _read_flag) if self.has(key) else default

    def number(self, key: str, default: int | None = None) -> int:
        if default is not None and not self.has(key):
            return default
        return self.value(key, _read_integer)

    def day(self, key: str) -> date:
        return self.value(key, read_day)

    def instant(self, key: str) -> datetime:
        return self.value(key, _read_instant)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text stands for a list of one; absent is empty."""
        node = self.entries.nodes.get(key)
        if node is None:
            return ()
        nodes = node.nodes if isinstance(node, Items) else [node]
        return tuple(self._text_of(each, key) for each in nodes)

    def values(self, key: str, parse: Callable[[str], _Value]) -> tuple[_Value, ...]:
        node = self.entries.nodes.get(key)
        places = [each.place for each in node.nodes] if isinstance(node, Items) else None
        return tuple(
            self._parsed(text, places[index] if places else self.place(key), parse)
            for index, text in enumerate(self.texts(key))
        )

    def mapping(self, key: str, allowed: Iterable[str], required: Iterable[str] = ()) -> Fields:
        """A nested mapping with a closed set of keys; empty when absent."""
        node = self.entries.nodes.get(key) or Entries(self.entries.place)
        return read_fields(node, key, self.problems, allowed, required)

    def named(self, key: str) -> Iterator[tuple[str, Place, Node]]:
        """The entries of a mapping whose keys are names that the writer chose."""
        node = self.entries.nodes.get(key)
        if node is None:
            return
        if not isinstance(node, Entries):
            self.problems.append(_not_a_mapping(node, key))
            return
        for name, each in node.nodes.items():
            yield name, node.places[name], each

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """The entries of a mapping of texts; absent is empty."""
        return tuple((name, self._text_of(node, name)) for name, _, node in self.named(key))

    def items(self, key: str) -> tuple[Node, ...]:
        node = self.entries.nodes.get(key)
        if node is None:
            return ()
        if not isinstance(node, Items):
            expected = {"expected_fr": "une liste (« - … »)", "expected_en": 'a list ("- …")'}
            self.problems.append(WrongShape(place=node.place, key=key, **expected))
            return ()
        return tuple(node.nodes)

    def label(self, key: str, *, needed: bool = True) -> tuple[str, str]:
        """`{fr: …, en: …}`. French serves where there is no English, and is marked as such."""
        if not needed and not self.has(key):
            return "", ""
        if not self.has(key):
            self.text(key)
            return "", ""
        both = self.mapping(key, ("fr", "en"), ("fr",))
        multiline = key == "description"
        fr = both.label_text("fr", multiline=multiline)
        if not both.has("en"):
            return fr, in_french(fr)
        return fr, both.label_text("en", multiline=multiline)

    def label_text(self, key: str, *, multiline: bool) -> str:
        """Empty when absent: its absence was noted with the keys."""
        node = self.entries.nodes.get(key)
        return "" if node is None else self._text_of(node, key, multiline=multiline)

    def _text_of(self, node: Node, key: str, *, multiline: bool = False) -> str:
        if not isinstance(node, Text):
            expected = {"expected_fr": "une seule valeur", "expected_en": "a single value"}
            self.problems.append(WrongShape(place=node.place, key=key, **expected))
            return ""
        if not node.text:
            self.problems.append(MissingKey(place=node.place, key=key))
        if "\n" in node.text and not multiline:
            what = {"what_fr": "un saut de ligne", "what_en": "a line break"}
            self.problems.append(UnsafeText(place=node.place, **what))
        return node.text

    def _parsed(self, text: str, place: Place, parse: Callable[[str], _Value]) -> _Value:
        try:
            return parse(text)
        except Problem as problem:
            problem.place = place
            self.problems.append(problem)
            return cast("_Value", None)


def read_fields(
    node: Node,
    name: str,
    problems: list[Problem],
    allowed: Iterable[str],
    required: Iterable[str] = (),
) -> Fields:
    """The mapping `node`; unknown keys, missing ones and another shape are noted."""
    before = len(problems)
    if not isinstance(node, Entries):
        problems.append(_not_a_mapping(node, name))
        return Fields(Entries(node.place), problems, before, frozenset(required))
    allowed = tuple(allowed)
    for key in node.nodes:
        if key not in allowed:
            meant, known = suggestion(key, allowed), ", ".join(allowed)
            place = node.places[key]
            problems.append(UnknownKey(place=place, key=key, known=known, did_you_mean=meant))
    missing = [key for key in required if key not in node.nodes]
    problems += [MissingKey(place=node.place, key=key) for key in missing]
    return Fields(node, problems, before, frozenset(missing))


def read_choice(text: str, choices: type[_Choice]) -> _Choice:
    known = {_written(each): each for each in choices}
    if text not in known:
        listed = ", ".join(known)
        raise UnknownChoice(value=text, known=listed, did_you_mean=suggestion(text, known))
    return known[text]


def read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InvalidValue(
            value=text, expected_fr="une date (2025-01-31)", expected_en="a date (2025-01-31)"
        )
    return day


def _written(choice: Enum) -> str:
    return choice.value if isinstance(choice.value, str) else choice.name.lower()


def _read_flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise InvalidValue(value=text, expected_fr="true ou false", expected_en="true or false")
    return text == "true"


def _read_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise InvalidValue(value=text, expected_fr="un nombre entier", expected_en="an integer")
    return int(text)


def _read_instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        expected = "2025-01-31T10:00:00+01:00"
        raise InvalidValue(
            value=text,
            expected_fr=f"un instant ({expected})",
            expected_en=f"an instant ({expected})",
        )
    return instant


def _not_a_mapping(node: Node, key: str) -> WrongShape:
    return WrongShape(
        place=node.place,
        key=key,
        expected_fr="une suite de « clé: valeur »",
        expected_en='a series of "key: value"',
    )


def _collect(node: Node, path: Path, found: dict[Path, Place]) -> None:
    match node:
        case Entries():
            for key, each in node.nodes.items():
                found[(*path, key)] = each.place if isinstance(each, Text) else node.places[key]
                _collect(each, (*path, key), found)
        case Items():
            for index, each in enumerate(node.nodes):
                found[(*path, index)] = each.place
                _collect(each, (*path, index), found)
        case Text():
            pass

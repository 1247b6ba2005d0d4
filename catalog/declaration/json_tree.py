"""JSON as the tree that the readers of a declaration take: texts, each with its place.

A place here is a number; `paths` tells which value it is, in the words of what was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.actions.problems import ActRefused, Finding, Path
from catalog.actions.texts import unsafe_text
from catalog.declaration.problems import MissingKey, UnreadableDeclaration
from catalog.declaration.yaml_tree import MAX_DEPTH, Entries, Items, Node, Text
from catalog.model.problem import Place, Problem


@dataclass(slots=True)
class JsonTree:
    """`problems` are those of its texts; what its readers note is added to them."""

    root: Node
    problems: list[Problem]
    paths: Mapping[Place, Path]

    @property
    def place(self) -> Place:
        return self.root.place

    def refused(self, problems: Iterable[Problem]) -> ActRefused:
        """The same problems, each at the value at fault."""
        return ActRefused([self._finding(each) for each in problems])

    def _finding(self, problem: Problem) -> Finding:
        path = () if problem.place is None else self.paths.get(problem.place, ())
        problem.place = None
        key = str(problem.facts["key"]) if isinstance(problem, MissingKey) else None
        if key is not None and path[-1:] != (key,):
            # Where it should be, for whoever shows it beside a field.
            path = (*path, key)
        return Finding(path, problem)


def json_tree(document: Any) -> JsonTree:
    """`null` is what is not there, as where a mapping leaves a key out."""
    reading = _Reading()
    root = reading.node(document, ())
    return JsonTree(root, reading.problems, reading.paths)


@dataclass(slots=True)
class _Reading:
    problems: list[Problem] = field(default_factory=list)
    paths: dict[Place, Path] = field(default_factory=dict)

    def node(self, value: Any, path: Path) -> Node:
        place = Place(len(self.paths) + 1, 1)
        self.paths[place] = path
        if len(path) > MAX_DEPTH:
            why = {"why_fr": "il est trop profondément imbriqué", "why_en": "it nests too deeply"}
            self.problems.append(UnreadableDeclaration(place=place, **why))
            return Text(place, "")
        match value:
            case Mapping():
                return self._entries(value, place, path)
            case str():
                return self._text(value, place)
            case Sequence():
                return Items(place, [self.node(each, (*path, i)) for i, each in enumerate(value)])
            case _:
                return Text(place, _scalar(value))

    def _entries(self, value: Mapping[Any, Any], place: Place, path: Path) -> Entries:
        entries = Entries(place)
        for key, item in value.items():
            if item is None:
                continue
            name = self._text(str(key), place).text
            entries.nodes[name] = self.node(item, (*path, name))
            entries.places[name] = entries.nodes[name].place
        return entries

    def _text(self, value: str, place: Place) -> Text:
        text = value.strip()
        if problem := unsafe_text(text, multiline=True):
            problem.place = place
            self.problems.append(problem)
        return Text(place, text)


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

"""YAML as text with its place: no number, date or boolean is guessed, nothing is hidden.

`01004` would be the number 516, `NO` false, `12:30:00` 45000, and a second `end:` would silently
win. Here every scalar is text; what the text means is decided by who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from catalog.actions.texts import unsafe_text
from catalog.declaration.problems import DuplicateKey, RefusedYaml, UnreadableDeclaration
from catalog.giving_way import give_way
from catalog.model.problem import Place, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    place: Place
    nodes: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """`places` are those of the keys."""

    place: Place
    nodes: dict[str, Node] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)


Node = Text | Items | Entries


def read_tree(content: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """The document and everything wrong with it as YAML; None when there is no document."""
    start = Place(1, 1, file)
    if len(content) > MAX_BYTES:
        why = "il dépasse un million d'octets", "it is larger than a million bytes"
        return None, [_unreadable(start, *why)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = "il n'est pas en UTF-8", "it is not UTF-8"
        return None, [_unreadable(Place(line, 1, file), *why)]
    reading = _Reading(file)
    try:
        # libyaml itself counts nesting on the heap: events, unlike nodes, do not recurse.
        node = reading.read(iter(yaml.parse(text, Loader=_LOADER)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1, file) if mark else start
        reason = str(error.problem or error.context or "YAML")
        why = f"ce n'est pas du YAML ({reason})", f"it is not YAML ({reason})"
        if mark is not None and _is_tab(text, mark.line, mark.column):
            why = (
                "il y a une tabulation ; le YAML s'écrit avec des espaces",
                "there is a tabulation; YAML is written with spaces",
            )
        return None, [*reading.problems, _unreadable(place, *why)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        why = "il contient un caractère de contrôle", "it contains a control character"
        return None, [_unreadable(Place(line, 1, file), *why)]
    except _TooDeep as error:
        why = "il est trop profondément imbriqué", "it is nested too deeply"
        return None, [*reading.problems, _unreadable(error.place, *why)]
    return node, reading.problems


def _is_tab(text: str, line: int, column: int) -> bool:
    lines = text.splitlines()
    return line < len(lines) and lines[line][column : column + 1] == "\t"


class _TooDeep(Exception):  # noqa: N818 - told as a Problem a few lines above
    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()


class _Reading:
    """Events to nodes, without recursion; what is wrong is noted, reading goes on."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._open: list[Items | Entries] = []
        self._keys: list[Text | None] = []
        self._root: Node | None = None

    def read(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        for event in events:
            give_way()
            place = self._place(event)
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        what = "Un second document (« --- »)", 'A second document ("---")'
                        self._refuse(place, *what)
                        return self._root
                case yaml.AliasEvent():
                    self._refuse(place, "Un alias (« * »)", 'An alias ("*")')
                    self._add(Text(place, ""))
                case yaml.ScalarEvent():
                    self._check_node(event, place)
                    self._add(self._text(event, place))
                case yaml.SequenceStartEvent():
                    self._check_node(event, place)
                    self._begin(Items(place))
                case yaml.MappingStartEvent():
                    self._check_node(event, place)
                    self._begin(Entries(place))
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._open.pop()
                    self._keys.pop()
        return self._root

    def _text(self, event: yaml.ScalarEvent, place: Place) -> Text:
        text = event.value.strip()
        if problem := unsafe_text(text, multiline=True):
            problem.place = place
            self.problems.append(problem)
        return Text(place, text)

    def _begin(self, node: Items | Entries) -> None:
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > MAX_DEPTH:
            raise _TooDeep(node.place)

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.nodes.append(node)
            return
        key = self._keys[-1]
        if key is not None:
            self._keys[-1] = None
            self._put(parent, key, node)
        elif isinstance(node, Text):
            self._keys[-1] = node
        else:
            self._refuse(node.place, "Une clé qui n'est pas un mot", "A key that is not a word")
            self._keys[-1] = Text(node.place, "")

    def _put(self, parent: Entries, key: Text, node: Node) -> None:
        if key.text in parent.nodes:
            line = parent.places[key.text].line
            self.problems.append(DuplicateKey(place=key.place, key=key.text, line=line))
            return
        parent.nodes[key.text] = node
        parent.places[key.text] = key.place

    def _check_node(self, event: yaml.NodeEvent, place: Place) -> None:
        if event.anchor is not None:
            self._refuse(place, "Une ancre (« & »)", 'An anchor ("&")')
        if getattr(event, "tag", None) is not None:
            self._refuse(place, "Une étiquette de type (« ! »)", 'A type tag ("!")')

    def _refuse(self, place: Place, what_fr: str, what_en: str) -> None:
        self.problems.append(RefusedYaml(place=place, what_fr=what_fr, what_en=what_en))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Place(line + 1, column + 1, self._file)


def _unreadable(place: Place, why_fr: str, why_en: str) -> UnreadableDeclaration:
    return UnreadableDeclaration(place=place, why_fr=why_fr, why_en=why_en)

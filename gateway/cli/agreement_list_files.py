"""A list of agreements to propose, from a file: whole texts (YAML), lines of a template (CSV)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.declaration.problems import (
    DeclarationRefused,
    MissingKey,
    UnknownKey,
    UnreadableDeclaration,
    WrongShape,
)
from catalog.declaration.yaml_tree import MAX_BYTES, Entries, Items, read_tree
from catalog.model.problem import Place, Problem
from gateway.cli.agreement_files import Input, input_of_tree, read_bytes, read_inputs

CONTACT = re.compile(r"\s*(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>\s*")
_FIELDS = {
    "template": "template",
    "dataset": "dataset",
    "to": "to",
    "start": "start",
    "end": "end",
    "title": "title",
    "legal_basis": "legalBasis",
    "contact": "contact",
    "dpo": "dpo",
    "dpia": "dpiaReference",
    "no_dpia": "dpiaWaiver",
}
"""The columns of a CSV file, named as the options of `agreement draft`, and their fields."""
_NEEDED = ("template", "dataset", "start", "end")
_PEOPLE = frozenset({"contact", "dpo"})
_COMMON, _LINES = "common", "agreements"


@dataclass(frozen=True, slots=True)
class ListedLine:
    """`sent`: the line as the mutation takes it; `place`: where it begins in the file."""

    place: Place
    sent: Input


def read_list(file: Path, common: Mapping[str, str]) -> list[ListedLine]:
    """Every line of the file. `common` fills the columns that a CSV file leaves out or empty.

    Raises DeclarationRefused with every mistake at its line.
    """
    if file.suffix.lower() == ".csv":
        return _of_csv(file, common)
    return _of_yaml(file)


def _of_yaml(file: Path) -> list[ListedLine]:
    """`common`, then `agreements`: each has the keys of an agreement that stands alone, and those
    of `common` that it leaves out. A declaration, or one agreement, is a list too.
    """
    node, problems = read_tree(read_bytes(file), str(file))
    if not isinstance(node, Entries) or not isinstance(node.nodes.get(_LINES), Items):
        place = Place(1, 1, str(file))
        return [ListedLine(place, {"text": text}) for text in read_inputs(file)]
    common, lines = node.nodes.get(_COMMON, Entries(node.place)), node.nodes[_LINES]
    for key in node.nodes.keys() - {_COMMON, _LINES}:
        place = node.places.get(key, node.place)
        problems.append(UnknownKey(place=place, key=key, known=f"{_COMMON}, {_LINES}"))
    if not isinstance(common, Entries) or not isinstance(lines, Items):
        raise DeclarationRefused([*problems, _shape(node.place)])
    listed = []
    for line in lines.nodes:
        if not isinstance(line, Entries):
            problems.append(_shape(line.place))
            continue
        for key, value in common.nodes.items():
            line.nodes.setdefault(key, value)
            line.places.setdefault(key, common.places.get(key, common.place))
        text = input_of_tree(line, problems, line.place)
        if text is not None:
            listed.append(ListedLine(line.place, {"text": text}))
    if problems:
        raise DeclarationRefused(problems)
    return listed


def _of_csv(file: Path, common: Mapping[str, str]) -> list[ListedLine]:
    problems: list[Problem] = []
    listed = []
    for place, row in _rows(file, problems):
        texts = {**common, **{name: text for name, text in row.items() if text}}
        problems += [MissingKey(place=place, key=name) for name in _NEEDED if not texts.get(name)]
        fields: dict[str, Any] = {_FIELDS[name]: text for name, text in texts.items()}
        for name in _PEOPLE & texts.keys():
            person = CONTACT.fullmatch(texts[name])
            if person is None:
                problems.append(_person(place, name))
            else:
                fields[_FIELDS[name]] = person.groupdict()
        listed.append(ListedLine(place, {"template": fields}))
    if problems:
        raise DeclarationRefused(problems)
    return listed


def _rows(file: Path, problems: list[Problem]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Each line with its place; commas or semicolons between the cells, as the first line has."""
    start = Place(1, 1, str(file))
    content = read_bytes(file)
    if len(content) > MAX_BYTES:
        why = "il dépasse un million d'octets", "it is larger than a million bytes"
        raise DeclarationRefused([_unreadable(start, *why)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = "il n'est pas en UTF-8", "it is not UTF-8"
        raise DeclarationRefused([_unreadable(Place(line, 1, str(file)), *why)]) from None
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",", strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        for name in names:
            if name not in _FIELDS:
                columns = ", ".join(_FIELDS)
                problems.append(UnknownKey(place=start, key=name[:60], known=columns))
        if problems:
            return
        for row in reader:
            place = Place(reader.line_num, 1, str(file))
            cells = [cell.strip() for cell in row]
            if len(cells) > len(names) and any(cells[len(names) :]):
                why = "elle a plus de cellules que l'en-tête", "it has more cells than the header"
                problems.append(_unreadable(place, *why))
            elif any(cells):
                yield place, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        why = f"ce n'est pas du CSV ({error})", f"it is not CSV ({error})"
        problems.append(_unreadable(Place(reader.line_num, 1, str(file)), *why))


def _unreadable(place: Place, why_fr: str, why_en: str) -> Problem:
    return UnreadableDeclaration(place=place, why_fr=why_fr, why_en=why_en)


def _person(place: Place, name: str) -> Problem:
    return _unreadable(
        place,
        f"{name} s'écrit « Nom <adresse@exemple.fr> »",
        f'{name} is written "Name <address@example.fr>"',
    )


def _shape(place: Place) -> Problem:
    return WrongShape(
        place=place,
        key=_LINES,
        expected_fr="une liste de conventions, « common » une suite de « clé: valeur »",
        expected_en='a list of agreements, "common" a mapping',
    )

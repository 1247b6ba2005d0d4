"""Writes the content of a storage as the `datasets:` section that would declare it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from catalog.proposed_names import UNIT, names_a_person, new_name

_MEASURES = ("integer", "bigint", "decimal", "float")
_HEAD = """\
# À relire avant « apply » : titres, types, primary_key, et classification (open, internal,
# personal, sensitive). Proposé d'après un échantillon : « dataset check », lui, lit tout.
# To be read before "apply": titles, types, primary_key, classification. "dataset check" reads all.
datasets:
"""


def object_name(found: Mapping[str, Any]) -> str:
    return f"{found['schema']}.{found['name']}" if found["schema"] else str(found["name"])


def declared_datasets(
    storage: str, kind: str, objects: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Lines of YAML; `storage` is its short name. What nothing can be declared of is a comment."""
    yield from _HEAD.splitlines()
    names: set[str] = set()
    for each in objects:
        if not any(column["type"] for column in each["columns"]):
            reason = each["reason"] or {"fr": "rien à déclarer"}
            yield f"  # {object_name(each)} : {reason['fr']}"
            continue
        name = new_name(posixpath.splitext(each["name"].replace("*", "tout"))[0], names, "jeu")
        yield from _dataset(name, storage, kind, each)


def _dataset(name: str, storage: str, kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    title = posixpath.basename(posixpath.splitext(found["name"])[0]).replace("_", " ")
    yield f"  {name}:"
    yield f"    title: {{fr: {_quoted(title.replace('*', '').strip() or name)}}}"
    yield f"    storage: {storage}"
    yield from _object(kind, found)
    yield "    columns:"
    known: set[str] = set()
    named = [
        (_column_name(each, known), each) for each in found["columns"] if each["type"] is not None
    ]
    personal = [each for _, each in named if names_a_person(each["name"])]
    for column, each in named:
        yield from _column(column, each, is_personal=each in personal)
    yield from _links(named, found["primaryKey"])
    if personal:
        yield "    personal_data: true"


def _object(kind: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield "    object:"
    suffix = posixpath.splitext(found["name"])[1].lower()
    if found["csv"] is None and suffix != ".parquet":
        yield "      kind: table"
        if found["schema"]:
            yield f"      schema: {_quoted(found['schema'])}"
        yield f"      name: {_quoted(found['name'])}"
        return
    yield f"      kind: {suffix.removeprefix('.')}"
    yield f"      name: {_quoted(found['name'])}"
    if found["csv"] is not None:
        form: str = found["csv"]
        if kind == "s3":
            # There files are read by position.
            listed = ", ".join(_quoted(each["name"]) for each in found["columns"])
            form = f"{form.removesuffix('}')}, columns: [{listed}]}}"
        yield f"      csv: {form}"


def _column(name: str, found: Mapping[str, Any], *, is_personal: bool) -> Iterator[str]:
    label, unit = _label_and_unit(found)
    yield f"      {name}:"
    yield f"        type: {found['type']}"
    yield f"        label: {{fr: {_quoted(label)}}}"
    if found["name"] != name:
        yield f"        source: {_quoted(found['name'])}"
    if unit:
        yield f"        unit: {_quoted(unit)}"
    if found["concept"]:
        yield f"        concept: {found['concept']}"
    if is_personal:
        yield "        classification: personal"
    if found["textFormat"]:
        yield f"        text_format: {found['textFormat']}"
    if found["reason"] is not None:
        yield f"        # {found['reason']['fr']}"


def _links(
    named: Sequence[tuple[str, Mapping[str, Any]]], primary_key: Sequence[str]
) -> Iterator[str]:
    key = [name for name, each in named if each["name"] in primary_key]
    yield f"    primary_key: [{', '.join(key)}]" if key else "    # primary_key: []"
    communes = [name for name, each in named if each["concept"] == "commune"]
    days = [name for name, each in named if each["type"].startswith(("date", "timestamp"))]
    if len(communes) != 1:
        return
    day = f"date_column: {days[0]}" if days else "vintage: 2025"
    yield f"    territory: {{column: {communes[0]}, {day}}}"
    if "commune" not in {name for name, _ in named}:
        yield f"    relations: {{commune: {{column: {communes[0]}, concept: commune}}}}"


def _column_name(found: Mapping[str, Any], known: set[str]) -> str:
    label, _ = _label_and_unit(found)
    name = "code_commune" if found["concept"] == "commune" else label
    return new_name(name, known, "colonne")


def _label_and_unit(found: Mapping[str, Any]) -> tuple[str, str]:
    """`Poids net (kg)` is a weight in kg."""
    name: str = found["name"]
    unit = UNIT.fullmatch(name)
    if unit and found["type"].startswith(_MEASURES):
        return unit[1], unit[2]
    suffix = re.search(r'suffix: "?([^",}]+)', found["textFormat"] or "")
    return name, suffix[1] if suffix else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

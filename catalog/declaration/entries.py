"""One storage or one dataset alone: read as its section of a declaration reads it, patched, and
held against the catalog by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from catalog.actions.columns import unknown_column
from catalog.actions.dataset import DatasetDraft
from catalog.actions.facts import Facts, Findings
from catalog.actions.source_problems import NotADescription
from catalog.declaration.datasets import read_dataset
from catalog.declaration.declaration import Declaration, OrganisationDeclaration
from catalog.declaration.fields import Declared
from catalog.declaration.json_tree import JsonTree, json_tree
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import Resolution, resolve_declaration
from catalog.declaration.storages import read_storage
from catalog.model.dataset import Dataset
from catalog.model.organisation import Organisation
from catalog.model.storage import Storage

Document = Mapping[str, Any]
"""The JSON form of what a YAML file writes under one name."""
_Value = TypeVar("_Value")
_OF_THE_SOURCE = ("storage", "object")
_OF_A_COLUMN = ("type", "source")


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """`resolution` says what it would change; `tree` where each value of it was."""

    resolution: Resolution
    tree: JsonTree


def resolve_storage(name: str, document: Document, owner: Organisation, facts: Facts) -> ReadEntry:
    """Raises ActRefused with everything wrong, each under its path."""
    tree = json_tree(document)
    declared = read_storage(name, tree.place, tree.root, owner, tree.problems)
    return _resolved(tree, owner, facts, storage=_sound(declared, tree))


def resolve_dataset(name: str, document: Document, owner: Organisation, facts: Facts) -> ReadEntry:
    """Raises ActRefused with everything wrong, each under its path."""
    tree = json_tree(document)
    declared = read_dataset(name, tree.place, tree.root, owner.siren, tree.problems)
    return _resolved(tree, owner, facts, dataset=_sound(declared, tree))


def storage_of(name: str, document: Document, owner: Organisation) -> Storage:
    """As it is written, before any rule. Raises ActRefused."""
    tree = json_tree(document)
    declared = read_storage(name, tree.place, tree.root, owner, tree.problems)
    return _sound(declared, tree).value


def patched(document: Any, changes: Any) -> Any:
    """RFC 7396: what `changes` gives replaces, null takes out, the rest stays in its place."""
    if not isinstance(changes, Mapping):
        return changes
    before = document if isinstance(document, Mapping) else {}
    given = {
        key: patched(before.get(key), each) for key, each in changes.items() if each is not None
    }
    kept = {
        key: given.get(key, each)
        for key, each in before.items()
        if key in given or key not in changes
    }
    return {**kept, **given}


def refuse_more_than_words(changes: Document, dataset: Dataset) -> None:
    """A description keeps the source and each column's id. Raises ActRefused."""
    findings = Findings()
    for key in _OF_THE_SOURCE:
        if key in changes:
            findings.add(NotADescription(key=key), key)
    columns = changes.get("columns") or {}
    for name, given in columns.items() if isinstance(columns, Mapping) else ():
        path = ("columns", str(name))
        if dataset.column_named(str(name)) is None:
            findings.add(unknown_column(dataset, str(name)[:80]), *path)
        elif given is None:
            findings.add(NotADescription(key=str(name)), *path)
        elif isinstance(given, Mapping):
            for key in _OF_A_COLUMN:
                if key in given:
                    findings.add(NotADescription(key=f"{name}.{key}"), *path, key)
    findings.raise_any()


def _resolved(
    tree: JsonTree,
    owner: Organisation,
    facts: Facts,
    *,
    storage: Declared[Storage] | None = None,
    dataset: Declared[DatasetDraft] | None = None,
) -> ReadEntry:
    """As a file that writes nothing else of its organisation."""
    alone = OrganisationDeclaration(
        file="",
        sections=frozenset(),
        organisation=Declared(owner, {(): tree.place}),
        agents=(),
        memberships=(),
        storages=() if storage is None else (storage,),
        datasets=() if dataset is None else (dataset,),
        agreements=(),
    )
    try:
        return ReadEntry(resolve_declaration(Declaration((alone,)), facts), tree)
    except DeclarationRefused as refused:
        raise tree.refused(refused.problems) from None


def _sound(declared: Declared[_Value] | None, tree: JsonTree) -> Declared[_Value]:
    if declared is None or tree.problems:
        raise tree.refused(tree.problems)
    return declared

"""`organisation.yaml`: one organisation a file, read whole or refused whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from catalog.actions.agreement import AgreementDraft
from catalog.actions.dataset import DatasetDraft
from catalog.actions.linked_datasets import is_elsewhere
from catalog.declaration.agreements import DeclaredSignature, read_agreement
from catalog.declaration.datasets import read_dataset
from catalog.declaration.fields import Declared, Fields, read_fields
from catalog.declaration.memberships import OpenBeside, read_memberships
from catalog.declaration.parties import read_agent, read_organisation
from catalog.declaration.problems import (
    MOST_TOLD,
    DeclarationRefused,
    NothingToDeclare,
    OrganisationTwice,
    UnreadableDeclaration,
)
from catalog.declaration.storages import read_storage
from catalog.declaration.yaml_tree import MAX_BYTES, read_tree
from catalog.model.identifiers import Siren, Slug
from catalog.model.organisation import Agent, Membership, Organisation, OrganisationKind
from catalog.model.problem import Place, Problem
from catalog.model.storage import Storage

_SECTIONS = ("organisation", "agents", "memberships", "storages", "datasets", "agreements")
_SUFFIXES = frozenset({".yaml", ".yml"})
_UNNAMED = Organisation(Siren("000000000"), Slug("inconnu"), "", OrganisationKind.COMMUNE)
_Value = TypeVar("_Value")
_ReadFile = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class OrganisationDeclaration:
    """The content of one file about its organisation; names everywhere, ids nowhere yet.

    `sections` are those it writes: what a written section leaves out is kept, and said to be.
    """

    file: str
    sections: frozenset[str]
    organisation: Declared[Organisation]
    agents: tuple[Declared[Agent], ...]
    memberships: tuple[Declared[Membership], ...]
    storages: tuple[Declared[Storage], ...]
    datasets: tuple[Declared[DatasetDraft], ...]
    agreements: tuple[Declared[tuple[AgreementDraft, DeclaredSignature | None]], ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    organisations: tuple[OrganisationDeclaration, ...]

    @property
    def links_elsewhere(self) -> bool:
        """True where a dataset names one of another body."""
        datasets = (each.value for file in self.organisations for each in file.datasets)
        return any(is_elsewhere(link) for dataset in datasets for link in dataset.links)


def read_declaration(paths: Sequence[Path], *, allow_approved: bool = False) -> Declaration:
    """Files, or folders of which every .yaml file is read. Raises DeclarationRefused.

    `allow_approved` is for the demo's own data only: there, agreements may carry a state and
    approvals. What the catalog's rules think of it is `resolve_declaration`'s matter.
    """
    files = _files(paths)
    if not files:
        listed = ", ".join(str(path) for path in paths)
        raise DeclarationRefused([NothingToDeclare(paths=listed)])
    names = [str(file) for file in files]
    return _read(names, _read_from_disk, allow_approved=allow_approved)


def read_documents(documents: Mapping[str, bytes], *, allow_approved: bool = False) -> Declaration:
    """The same from contents by name (`valcobreizh.yaml`, and the .csv files it cites)."""

    def read(name: str) -> bytes:
        if name not in documents:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return documents[name]

    names = sorted(name for name in documents if Path(name).suffix in _SUFFIXES)
    if not names:
        raise DeclarationRefused([NothingToDeclare(paths=", ".join(sorted(documents)))])
    return _read(names, read, allow_approved=allow_approved)


def _read(names: list[str], read: _ReadFile, *, allow_approved: bool) -> Declaration:
    problems: list[Problem] = []
    found: list[OrganisationDeclaration] = []
    seen: dict[Siren, str] = {}
    for name in names:
        if len(problems) > MOST_TOLD:
            break
        declared = _read_one(name, read, problems, allow_approved=allow_approved)
        if declared is None:
            continue
        siren = declared.organisation.value.siren
        if siren in seen:
            place = declared.organisation.place(("siren",))
            problems.append(OrganisationTwice(place=place, siren=siren, file=seen[siren]))
        seen.setdefault(siren, name)
        found.append(declared)
    if problems:
        raise DeclarationRefused(problems)
    return Declaration(tuple(found))


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(each for each in path.iterdir() if each.suffix in _SUFFIXES)
        else:
            files.append(path)
    return files


def _read_from_disk(name: str) -> bytes:
    with Path(name).open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _read_one(
    name: str, read: _ReadFile, problems: list[Problem], *, allow_approved: bool
) -> OrganisationDeclaration | None:
    start = Place(1, 1, name)
    try:
        content = read(name)
    except OSError as error:
        why = {
            "why_fr": f"il ne peut pas être ouvert ({error.strerror})",
            "why_en": f"it cannot be opened ({error.strerror})",
        }
        problems.append(UnreadableDeclaration(place=start, **why))
        return None
    node, found = read_tree(content, name)
    problems += found
    if node is None:
        if not found:
            why = {"why_fr": "il est vide", "why_en": "it is empty"}
            problems.append(UnreadableDeclaration(place=start, **why))
        return None
    fields = read_fields(node, "organisation.yaml", problems, _SECTIONS, ("organisation",))

    def open_beside(other: str) -> tuple[str, bytes]:
        full_name = str(Path(name).parent / other)
        return full_name, read(full_name)

    return _read_sections(name, fields, open_beside, allow_approved=allow_approved)


def _read_sections(
    name: str, fields: Fields, open_beside: OpenBeside, *, allow_approved: bool
) -> OrganisationDeclaration | None:
    problems = fields.problems
    organisation = read_organisation(fields) if fields.has("organisation") else None
    # Without its name nothing is declared, but the other mistakes are still told.
    owner = organisation.value if organisation else _UNNAMED
    agents = _sound(
        read_agent(name, place, node, owner.siren, problems)
        for name, place, node in fields.named("agents")
    )
    memberships = tuple(read_memberships(fields, owner.siren, open_beside))
    storages = _sound(
        read_storage(name, place, node, owner, problems)
        for name, place, node in fields.named("storages")
    )
    datasets = _sound(
        read_dataset(name, place, node, owner.siren, problems)
        for name, place, node in fields.named("datasets")
    )
    agreements = _sound(
        read_agreement(name, place, node, owner.siren, problems, allow_approved=allow_approved)
        for name, place, node in fields.named("agreements")
    )
    if organisation is None or not fields.sound():
        return None
    return OrganisationDeclaration(
        name,
        frozenset(fields.entries.nodes),
        organisation,
        agents,
        memberships,
        storages,
        datasets,
        agreements,
    )


def _sound(read: Iterable[Declared[_Value] | None]) -> tuple[Declared[_Value], ...]:
    return tuple(each for each in read if each is not None)

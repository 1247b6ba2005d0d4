"""A storage as the `storages` section writes it: its secrets by their names alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from catalog.declaration.stated import Entry, stated
from catalog.model.identifiers import Siren
from catalog.model.storage import SecretReference, Storage

_PATHS = frozenset({"directory", "path"})


def write_storage(storage: Storage, directory_roots: Sequence[str] = ()) -> Entry:
    """Folders are written from the first of `directory_roots` on, from where they are read."""
    return stated(
        {
            "kind": storage.kind.value,
            **dict(_options(storage.options, storage.owner, directory_roots)),
            "secret": None if storage.secret is None else _reference(storage.secret, storage.owner),
            "host_country": storage.host_country,
            "secnumcloud": storage.secnumcloud,
            "operator": storage.operator,
            "verified_between": storage.verified_between and str(storage.verified_between),
        }
    )


def short_name(storage_id: str) -> str:
    """As its owner calls it."""
    return storage_id.rpartition("__")[2]


def _options(options: Any, owner: Siren, roots: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Their fields are the section's keys, those of a catalog and of its store side by side."""
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if value == field.default:
            continue
        match value:
            case SecretReference():
                yield field.name, _reference(value, owner)
            case Enum():
                yield field.name, value.value
            case str() if field.name in _PATHS:
                yield field.name, _relative(value, roots)
            case tuple():
                yield field.name, [str(each) for each in value]
            case _ if dataclasses.is_dataclass(value):
                yield from _options(value, owner, roots)
            case bool():
                yield field.name, "true" if value else "false"
            case _:
                yield field.name, value


def _reference(secret: SecretReference, owner: Siren) -> str:
    """`store:NAME` is one's own."""
    return f"{secret.scheme}:{secret.name.removeprefix(f'{owner}/')}"


def _relative(path: str, roots: Sequence[str]) -> str:
    """The path within the first root, else as it is: roots are the operator's matter."""
    pure = PurePosixPath(path)
    if roots and pure.is_relative_to(roots[0]):
        return str(pure.relative_to(roots[0]))
    return path

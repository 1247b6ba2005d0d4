"""The files that a dataset is: one file, or all of one kind in one directory of its storage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.model.dataset import ObjectKind, PhysicalObject
from federation.storages.plain_options import is_plain
from federation.storages.problems import InvalidObjectName, UnsupportedObject

# Glob and URL syntax: what one reader takes as a name, another would take as a pattern.
_SYNTAX = re.compile(r"[*?#%\[\]{}\\:]")
_SUFFIXES = {ObjectKind.CSV: ".csv", ObjectKind.PARQUET: ".parquet"}
# Files that Hive never shows: hidden, or still being written.
_UNSEEN = ("_", ".")


@dataclass(frozen=True, slots=True)
class ObjectFiles:
    """`directory` is relative ("" is the root) and ends in "/"; `file` is None for all of them."""

    directory: str
    file: str | None
    suffix: str

    @property
    def glob(self) -> str:
        """Relative to the root; leaves out what Hive leaves out."""
        return self.directory + (self.file or f"[!._]*{self.suffix}")

    def takes_in(self, name: str) -> bool:
        """Of all files of the directory: as Hive, it knows no hidden ones."""
        return name.endswith(self.suffix) and not name.startswith(_UNSEEN)


def read_object_files(physical: PhysicalObject) -> ObjectFiles:
    """InvalidObjectName for a step up, an absolute path, a glob elsewhere, a hidden file."""
    suffix = _SUFFIXES.get(physical.kind)
    if suffix is None:
        raise UnsupportedObject(name=physical.name[:80])
    *steps, last = physical.name.split("/")
    for step in steps:
        _check_step(step, physical.name)
    directory = "".join(f"{step}/" for step in steps)
    if last == f"*{suffix}":
        return ObjectFiles(directory=directory, file=None, suffix=suffix)
    _check_step(last, physical.name)
    if not last.lower().endswith(suffix):
        raise InvalidObjectName(name=physical.name[:80])
    return ObjectFiles(directory=directory, file=last, suffix=suffix)


def is_object_name(name: str, kind: ObjectKind) -> bool:
    try:
        read_object_files(PhysicalObject(kind=kind, name=name))
    except (InvalidObjectName, UnsupportedObject):
        return False
    return True


def is_unseen(name: str) -> bool:
    """Hidden, or still being written: what no dataset takes in, and nobody asks about."""
    return any(step.startswith(_UNSEEN) or not is_plain(step) for step in name.split("/"))


def _check_step(step: str, name: str) -> None:
    if not step or step.startswith(_UNSEEN) or not is_plain(step) or _SYNTAX.search(step):
        raise InvalidObjectName(name=name[:80])

"""Names of the rows that files hold, made of the files themselves and of how they are read."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence

from sqlglot import exp

from catalog.caches import Cache
from catalog.model.dataset import Dataset
from federation.storages.beneath import OpenFile
from federation.storages.protocol import TextState

SETTLED_NS = 2_000_000_000
"""A file that changed less than this ago may change again without its stamps telling it."""

MOST_HELD = 16
_digests: Cache[int, tuple[Dataset, str]] = Cache("text_declarations", 1_000)


def text_state(
    files: Sequence[OpenFile], dataset: Dataset, view: Callable[[], exp.Query]
) -> TextState | None:
    """Of text files that are open. None where there are none, or where one has changed too lately
    for the next change to show.
    """
    identities = _identities(files) if files else None
    if identities is None:
        return None
    size = sum(os.fstat(file.descriptor).st_size for file in files)
    return TextState(version_of(dataset, identities), size, view)


def version_of(dataset: Dataset, identities: object) -> str:
    """The same name means the same rows: of files that tell every change of theirs, as they are
    read.
    """
    return hashlib.sha256(repr((_read_as(dataset), identities)).encode()).hexdigest()


def is_settled(changed_ns: int) -> bool:
    return time.time_ns() - changed_ns >= SETTLED_NS


def view_state(files: Sequence[OpenFile], dataset: Dataset) -> object:
    """Equal where a view of these files, held open, shows the same; None as for `text_state`, or
    where they are too many to be held.
    """
    identities = _identities(files) if 0 < len(files) <= MOST_HELD else None
    return None if identities is None else (dataset.physical, dataset.columns, identities)


def _read_as(dataset: Dataset) -> str:
    """A digest of how the dataset is read: written out once for each declaration that is met."""
    known = _digests.find(id(dataset))
    if known is not None and known[0] is dataset:
        return known[1]
    facts = (dataset.id, dataset.physical, dataset.columns)
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()
    return _digests.keep(id(dataset), (dataset, digest))[1]


def _identities(files: Sequence[OpenFile]) -> list[tuple[str, tuple[int, ...]]] | None:
    states = [os.fstat(file.descriptor) for file in files]
    changed = max(max(state.st_mtime_ns, state.st_ctime_ns) for state in states)
    return [(file.name, file.identity) for file in files] if is_settled(changed) else None

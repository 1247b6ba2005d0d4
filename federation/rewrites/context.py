"""The facts that a rewrite may know besides its tree; and the type of a rewrite."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlglot import exp

from catalog.model.storage import Storage
from federation.binding import Binding, BoundDataset
from federation.limits import Limits
from federation.logical import Parameter, WireType
from federation.plan import KeyPlaceholder


@dataclass(frozen=True, slots=True)
class Context:
    """One slice's surroundings. `datasets` are those the slice may name, by (owner, name) in SQL.

    `columns` are the result columns in SELECT order; `page_size` is the slice's own, if it has
    pages. `has_file_reference`: whether the request says for which file it reads.
    """

    datasets: Mapping[tuple[str, str], BoundDataset]
    storages: Mapping[str, Storage]
    parameters: Mapping[str, Parameter]
    columns: tuple[tuple[str, WireType], ...]
    binding: Binding
    limits: Limits
    max_rows: int
    engine: str
    page_size: int | None = None
    has_file_reference: bool = False
    expanded_nodes: int = 0
    """Of the tree, not written by its caller: see `LogicalQuery.expanded_nodes`."""
    is_stacked: bool = False
    """True of a list with linked rows: rows of several datasets leave in one result."""
    limits_first: bool = False
    """See `federation.rewrites.limit_first`."""
    orders_again: bool = False
    """True where expressions computed above that limit may join tables, which settles no order."""
    first_keys: int = 0
    """Of the order, those that choose the rows that are limited first; 0: all."""
    computes: bool = False
    """True where a caller has something computed of the rows of the answer, and an engine might
    compute it of others: see `federation.rewrites.fence`.
    """
    materializes: bool = False
    """See `federation.rewrites.materialize`."""
    keeps_answer: bool = False
    """True where the whole answer is kept before any row is given: see `rewrites.materialize`."""

    def column_key(self, citation: str, column_id: str, half: int) -> KeyPlaceholder:
        """The key of a keyed hash: f(agreement and version, column), rotated by amending."""
        return key_placeholder(("column", citation, column_id), half)

    def row_id_key(self, dataset_id: str, half: int) -> KeyPlaceholder:
        """Equal across the requests of one organisation, never across organisations."""
        return key_placeholder(("row_id", self.binding.reader or "", dataset_id), half)


Rewrite: TypeAlias = Callable[[exp.Query, Context], exp.Query]
"""Pure: a new tree, or the same one when nothing had to change; never the caller's own nodes."""

KEY_PREFIX = "key_"


def key_placeholder(purpose: tuple[str, ...], half: int) -> KeyPlaceholder:
    """Its name says nothing of its purpose, and is the same in every plan that needs it."""
    digest = hashlib.sha256("\0".join(purpose).encode()).hexdigest()[:16]
    return KeyPlaceholder(name=f"{KEY_PREFIX}{digest}_{half}", purpose=purpose, half=half)

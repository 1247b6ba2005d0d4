"""A plan: what will run, where, until when; the last value before an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlglot import exp

from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.problem import Place, Problem
from catalog.model.storage import Storage
from federation.logical import LiteralSource, LogicalQuery, Parameter, VariableSource

DUCKDB = "duckdb"
TRINO = "trino"
POSTGRES = "postgres"


@dataclass(frozen=True, slots=True)
class KeyPlaceholder:
    """A secret of the keyed hash, bound when the plan runs and redacted everywhere else.

    `purpose` says what it is derived from: ("column", citation, column id) or
    ("row_id", reader's siren or "", dataset id); `half` is 1 or 2 of
    sha256(k2 || hex(sha256(k1 || v))).
    """

    name: str
    purpose: tuple[str, ...]
    half: int


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """One physical source of the plan, under the alias-free name the tree gives it."""

    dataset: Dataset
    storage: Storage


@dataclass(frozen=True, slots=True)
class RepeatedTable:
    """One dataset of a standard whose arm is written as another's: the constants that say whose its
    rows are; its keys, each beside the name that the tree has for the pattern's.
    """

    table: PlannedTable
    labels: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, KeyPlaceholder], ...] = ()


@dataclass(frozen=True, slots=True)
class TableRepeat:
    """A plan's tree holds the arm of `pattern` alone: see `federation.repeats`."""

    pattern: RepeatedTable
    others: tuple[RepeatedTable, ...]


@dataclass(frozen=True, slots=True)
class ConstantTable:
    """A table of constants within a text, which `statement` makes once; `name` is the digest of
    what it holds. `parameters`: those of the query that `statement` reads, by name.
    """

    name: str
    statement: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverConstants:
    """The text of a plan that reads its constants from tables, which an engine may keep."""

    text: str
    constants: tuple[ConstantTable, ...]


@dataclass(frozen=True, slots=True)
class PinnedUnit:
    """The one unit of a dataset that the plan reads: where its value comes from."""

    dataset_id: str
    value: LiteralSource | VariableSource


@dataclass(frozen=True, slots=True)
class DailyLimit:
    """At most `queries` requests a Paris day use a convention, over all agents of a reader."""

    convention: str
    queries: int


@dataclass(frozen=True, slots=True)
class WideRows:
    """Why a plan may have fewer rows than an agreement allows: each holds more of the dataset's
    values (`values`) than a row of it has (`columns`).
    """

    dataset: str
    allowed: int
    values: int
    columns: int

    @property
    def max_rows(self) -> int:
        return self.allowed * self.columns // self.values


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """A field of linked rows, by its path from a row of the list, and what stands against it."""

    path: tuple[str, ...]
    problem: Problem
    place: Place | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Frozen; cached by decision, versions and territory, never by values.

    `tree` is the governed tree in canonical (Trino) form, every physical table an exp.Table whose
    name is `"<storage id>"."<dataset id>"` (db, this); each engine places it and renders its text.
    """

    engine: str
    logical: LogicalQuery
    tree: exp.Query = field(compare=False)
    text: str = field(repr=False)
    """The engine's own SQL, placeholders and all; no value, no key."""
    parameters: tuple[Parameter, ...]
    keys: tuple[KeyPlaceholder, ...]
    tables: tuple[PlannedTable, ...]
    owners: frozenset[Siren]
    citations: tuple[str, ...]
    """Citations of the branches that let rows through: agreements, "owner", "open"."""
    columns_read: tuple[tuple[str, str], ...]
    """(dataset id, column name) that the caller's part uses, for the audit."""
    dynamic_filtering: bool
    """Off when the plan has two owners and the feeding side is not open."""
    timeout_s: float
    max_rows: int
    max_bytes: int
    valid_until: datetime | None
    units: tuple[PinnedUnit, ...] = ()
    """Of datasets that are read for one unit only."""
    daily_limits: tuple[DailyLimit, ...] = ()
    wide_rows: WideRows | None = None
    row_limits: tuple[tuple[str, int], ...] = ()
    """(dataset id, rows) that a query may have through the agreements over a dataset."""
    materialized: tuple[str, ...] = field(default=(), repr=False)
    """Statements that fill the temporary tables of `text`: `federation.rewrites.materialize`."""
    over_constants: OverConstants | None = field(default=None, repr=False)
    """The same rows, for an engine that keeps the constants of `text` as tables."""
    by_position: bool = False
    """True where the answer would show by which way an engine read rows, some of them hidden: rows
    are then read as they lie, and tables joined as written.
    """
    may_fail: bool = False
    """True where the caller's own part can fail on a row: the failure is told as the caller's."""
    repeats: tuple[TableRepeat, ...] = ()
    """Arms that `tree` holds one of; `text` has them all."""
    refused: tuple[RefusedRows, ...] = ()
    """Linked rows that are not given: null in every row, each for a reason of its own."""
    json_text: str | None = field(default=None, repr=False)
    """The same rows as one JSON text, where the engine writes it best: see `rows_as_json`."""

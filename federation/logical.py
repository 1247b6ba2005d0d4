"""A query once read: a tree over logical names, its parameters, the shape of its answer.

The tree is sqlglot's, in Trino's dialect. Each table is `"organisation_sql_name"."dataset_name"`
with an alias, each column a column *name* of the catalog qualified by that alias. It holds no
permission and no physical name. Values never stand in it: each is a named exp.Placeholder.

A reader may use the logical functions below (exp.Anonymous); the rewrites expand all of them.
A caller's own text can never name them: the SQL reader refuses names that begin with "interco_".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from sqlglot import exp

from catalog.model.dataset import ColumnType
from catalog.model.problem import Place

ROW_ID = "interco_row_id"
"""(key columns…): keyed hash of the governed primary key, 64 hex digits; null if any is null."""
COMMUNE_CODE = "interco_commune_code"
"""(code [, date]): the code of the current commune at the row's date that a raw code lies in."""
COMMUNE_LABEL = "interco_commune_label"
"""(code [, date]): a key into the labels, `35308@2019`; a row's name, population and EPCI."""
COMMUNE_NAME = "interco_commune_name"
"""(code [, date]): the key by which `interco_reference.communes` is joined to sort by name."""
COMMUNE_KNOWN = "interco_commune_known"
"""(code [, date]): true where the code meant a commune or a part of one; null without either."""
FOLD = "interco_fold"
"""(text, 'CASE' | 'CASE_ACCENT'): the closed fold of catalog.fold, in SQL."""
SHA256_HEX = "interco_sha256_hex"
"""(text): 64 lower-case hex digits; the dialects write it, no reader uses it."""
STANDARD_CELL = "interco_standard_cell"
"""(column, standard, field): the column as that field of the standard (names, as texts)."""
STANDARD_ROW = "interco_standard_row"
"""(standard, column, field, …): 1 for a row whose words are in the lists of these fields; or null.
Both are written out before anything else is made of a tree (`federation.cited_standards`).
"""
LOGICAL_FUNCTIONS = frozenset(
    {ROW_ID, COMMUNE_CODE, COMMUNE_LABEL, COMMUNE_NAME, COMMUNE_KNOWN, FOLD}
)
REFERENCE_SCHEMA = "interco_reference"
"""A table `interco_reference.communes(label, code, nom_tri)` joined where names order rows;
rewritten as an inline VALUES, never read from a storage."""

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class LiteralSource:
    """Written in the document itself."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class VariableSource:
    """From the request's variables: a name, then keys and indexes inside its value."""

    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class CursorSource:
    """The value at `index` of the opened cursor; `token` is where the cursor itself comes from.

    `is_null` asks whether that value is null (a boolean parameter) instead of the value.
    """

    token: LiteralSource | VariableSource
    index: int
    is_null: bool = False


Rounding = Literal["NONE", "FLOOR", "CEILING"]
"""Of a decimal with more digits than its type. No value of the type lies between such a bound and
its rounded self, so that a comparison with either answers the same; NONE refuses it.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One typed value: `name` is that of its exp.Placeholder in the tree."""

    name: str
    type: ColumnType
    source: LiteralSource | VariableSource | CursorSource
    prefix: str = ""
    suffix: str = ""
    """Around a LIKE pattern whose value is escaped when it is bound: '%' for contains."""
    fold: Literal["NONE", "CASE", "CASE_ACCENT"] = "NONE"
    """The folding of the value itself, done before it is bound."""
    cells: int = 1
    """Of a text that is given later: how many hundreds of characters it has at most."""
    rounding: Rounding = "NONE"
    """The rounding of a decimal with too many digits for its type: exact for its comparison."""


class SliceKind(StrEnum):
    NODES = "nodes"
    TOTAL_COUNT = "totalCount"
    AGGREGATE = "aggregate"
    GROUP_BY = "groupBy"
    SQL = "sql"
    """A whole statement: its columns and its shape are known once its names are resolved."""


class WireType(StrEnum):
    """The form in which a result column is written in JSON."""

    STRING = "string"
    INT = "int"
    BIGINT = "bigint"
    """A string of digits."""
    COUNT = "count"
    """A JSON number (counts)."""
    DECIMAL = "decimal"
    """A string, exactly as the engine cast it to text."""
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    """ISO 8601, with 0 or 6 decimals."""
    TIMESTAMP = "timestamp"
    """ISO 8601 without an offset."""
    TIMESTAMP_TZ = "timestamp_tz"
    """ISO 8601 in UTC, ending in Z."""
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Cell:
    """`key` of the response from result column `column`.

    `digits`: the (precision, scale) of a decimal, where the statement says them.
    """

    key: str
    column: str
    wire: WireType
    digits: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """Known before running: `__typename`, an empty object. `json` is finished JSON."""

    key: str
    json: bytes


@dataclass(frozen=True, slots=True)
class Label:
    """An attribute of the commune whose label key is in `column`; null when it is unknown."""

    key: str
    column: str
    attribute: Literal["code", "nom", "population", "epci_siren", "epci_nom"]


@dataclass(frozen=True, slots=True)
class Nested:
    """An object; null when `presence` is given and that result column is null in the row."""

    key: str
    fields: tuple[Field, ...]
    presence: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a group, as a list: `first` is true of the first row of each in the result, where
    the rows of one group follow each other. Every other field is the same in all of them.
    """

    key: str
    fields: tuple[Field, ...]
    first: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The rows linked to each row, as a list; where it has one at most (`is_single`), as an object,
    or null. `level` names the rows in the `Stack`, and the column of lists that they make.
    """

    key: str
    fields: tuple[Field, ...]
    level: str
    is_single: bool = False


Field = Cell | Constant | Label | Nested | Listed | Linked


@dataclass(frozen=True, slots=True)
class Shape:
    """The objects a slice's rows become, in the document's key order."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class StandardUse:
    """One table of a standard as a statement uses it. `conditions` are those of its WHERE that are
    about its columns alone, written with names without a table. `named`: the columns that it reads;
    None where it may be any.
    """

    table: str
    conditions: tuple[exp.Expr, ...] = field(default=(), compare=False)
    named: frozenset[str] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Arm:
    """One dataset of a standard in a statement: the table that its arm reads (owner and name, as in
    SQL), and the constants of its columns that say whose a row is.
    """

    dataset_id: str
    owner: str
    name: str
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The tree holds the arm of `pattern` alone; those of `others` are written as it is, but for
    their table and their labels (`federation.repeats`).
    """

    pattern: Arm
    others: tuple[Arm, ...]


LINKED = "t"
"""The alias of the linked table in the queries of `LinkedRows`."""


@dataclass(frozen=True, slots=True)
class NodeId:
    """The column `name` of a level, made once its rows are read: `keys` are the columns that hold
    the key of `dataset` (id).
    """

    name: str
    dataset: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Aggregates of all rows linked to one. `counts`: the columns that are 0 of no row."""

    tree: exp.Select = field(repr=False)
    columns: tuple[tuple[str, WireType], ...]
    counts: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkedRows:
    """One field of linked rows. `path`: its response keys, from a row of the list down.

    `rows` selects what is shown of the linked table `LINKED`, in its order, without a limit; None
    where totals alone are asked for. No name of a column is one of another's level.
    """

    name: str
    path: tuple[str, ...]
    place: Place | None
    datasets: tuple[str, ...]
    """The linked dataset, then those that the condition looks up."""
    own: str
    other: str
    first: int
    offset: int
    rows: exp.Select | None = field(repr=False)
    columns: tuple[tuple[str, WireType], ...]
    totals: Totals | None
    parameters: tuple[Parameter, ...]
    is_single: bool = False
    linked: tuple[LinkedRows, ...] = ()
    node_id: NodeId | None = None

    @property
    def most_rows(self) -> int:
        """Of one row above: those that it shows, and all below them."""
        rows = 0 if self.rows is None else self.first
        return rows * (1 + sum(each.most_rows for each in self.linked))


@dataclass(frozen=True, slots=True)
class StackedLevel:
    """Rows of one level among those of a `Stack`: `columns` are its own names, each with that of
    the result. `above`: the level whose rows these are linked to; `is_single`: one to each at most.
    """

    name: str
    above: str | None
    dataset: str
    columns: tuple[tuple[str, str], ...]
    is_single: bool = False
    node_id: NodeId | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """The levels of a statement with linked rows, as they lie in its result: the page first."""

    levels: tuple[StackedLevel, ...]
    limit: int
    """Of the page; one row more than it has, where it tells of a next one."""


@dataclass(frozen=True, slots=True)
class LogicalQuery:
    """One slice: one statement. `datasets` are ids, one for each distinct table of the tree and for
    each that a `Repeat` stands for.

    `page_size` (nodes): the tree asks one row more, which only says that there is a next page.
    `cursor_columns`: result columns, in order, that a cursor to a row is made of.
    `max_rows`: more than this many rows is refused, never cut silently.
    """

    kind: SliceKind
    datasets: tuple[str, ...]
    tree: exp.Query
    parameters: tuple[Parameter, ...]
    shape: Shape
    columns: tuple[tuple[str, WireType], ...]
    """Every result column in SELECT order with its wire type; label keys are STRING."""
    page_size: int | None = None
    cursor_columns: tuple[str, ...] = ()
    max_rows: int = 10_001
    standards: tuple[StandardUse, ...] = ()
    """Of what `tree` was expanded: see `federation.standards.standard_tables`."""
    expanded_nodes: int = 0
    """The number of nodes of `tree` that no caller wrote: they count for no limit of a caller's."""
    repeats: tuple[Repeat, ...] = ()
    """Arms that the tree holds one of: see `Repeat`."""
    converts: bool = False
    """True where cells of a dataset are made fields of its standard."""
    first_keys: int = 0
    """By how many keys of its order its rows are chosen, before what is dear is computed of them;
    0: by all. Those that are level there with the last of them may be missing: see
    `schema.reading.ties`.
    """
    linked: tuple[LinkedRows, ...] = ()
    """The rows linked to those of a list: `federation.linked_rows` puts all in one statement."""
    stack: Stack | None = None
    """Of such a statement."""
    node_id: NodeId | None = None
    edge_cursor: str | None = None
    """The column that takes the cursor of each row, once the rows are read."""
    tells_start: bool = False
    """True where the cursor of the first row is asked for."""
    is_backward: bool = False
    """True where the rows are read from the last to the first of the page."""
    skips: bool = False
    """True where rows are left out before the first by their number."""
    rows_shown: int | None = None
    """Of groups that show rows, how many they ask for together; without `first`, groups count as
    one. None where they show none.
    """

    @property
    def written(self) -> tuple[str, ...]:
        """The `datasets` that the tree itself holds."""
        unwritten = {other.dataset_id for repeat in self.repeats for other in repeat.others}
        return tuple(each for each in self.datasets if each not in unwritten)


class SliceId(str):
    """A slice's place in the document: its response path joined with dots."""

    __slots__ = ()

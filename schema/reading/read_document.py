"""A document once read: its slices, the frame of its answer, what of its variables matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode
from sqlglot import exp

from catalog.model.problem import Place, Problem
from federation.logical import LogicalQuery, Parameter, SliceId
from federation.plan import RefusedRows
from schema.document.variable_shapes import VariableShapes
from schema.reading.page_rows import PageRows
from schema.reading.ties import Ties

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsPart:
    """The place of a slice's JSON in the answer. `single`: the only row of it, not the list.

    `empty`: @skip and @include left no field of its objects.
    """

    slice_id: SliceId
    path: Path
    single: bool
    empty: bool
    place: Place | None
    is_node: bool = False
    """Found by its identifier: null where it is not given, without an error."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field of `scope`, under its key; `fields` where it is an object, or a list of them."""

    key: str
    name: str
    type_name: str
    fields: tuple[ShownField, ...] | None = None


@dataclass(frozen=True, slots=True)
class ScopePart:
    """The place in the answer of the scope of a connection to a standard."""

    connection: str
    path: Path
    fields: tuple[ShownField, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class PagePart:
    """The place of a pageInfo: `fields` are (key, name | finished JSON)."""

    slice_id: SliceId
    path: Path
    fields: tuple[tuple[bytes, str | bytes], ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class ControlPart:
    """The place in the answer of a root field that the control side, or introspection, answers."""

    key: str


Part = bytes | RowsPart | PagePart | ScopePart | ControlPart


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """The `data` of an answer, key by key in the document's order: finished bytes and gaps."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SubDocument:
    """The root fields of one side as a document of its own: it holds no variable's value."""

    document: DocumentNode
    keys: tuple[str, ...]
    variables: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """Reusable for every request with the same document, operation, view and variables key.

    `cursor_orders`: for each slice of nodes that can be paged, a digest of its order, for the
    binding of its cursors; `ties`: how its pages are read where rows of one key meet at an edge;
    `pages`: what it takes to order its rows otherwise, for whom the key is a pseudonym.
    """

    slices: Mapping[SliceId, LogicalQuery]
    shape: DocumentShape
    datasets: tuple[str, ...]
    control: SubDocument | None
    introspection: SubDocument | None
    structural: VariableShapes
    cursor_orders: Mapping[SliceId, bytes]
    ties: Mapping[SliceId, Ties]
    pages: Mapping[SliceId, PageRows]
    standards: Mapping[str, StandardConnection] = field(default_factory=dict)
    """By connection: the path of a field of a standard, joined with dots."""
    rows_asked: int = 0
    """The rows that its lists ask for together; groups without `first` count as one, their number
    being unknown yet.
    """
    acts: bool = False
    """It is a mutation: control fields only, one after the other."""

    def variables_key(self, variables: Mapping[str, Any] | None) -> str:
        return self.structural.variables_key(variables)


@dataclass(frozen=True, slots=True)
class StandardConnection:
    """One field of a standard, as the document asks for it: `condition` is its `where`, columns
    under the name of its table; `overlap` as it is written, None where it is not. `has_rates`: some
    groups have indicators, which need the coverage of the rows.
    """

    standard: str
    condition: exp.Expr | None = field(compare=False)
    parameters: tuple[Parameter, ...] = ()
    overlap: str | None = None
    has_rates: bool = False


@dataclass(frozen=True, slots=True)
class SliceRows:
    """A slice that answered: `body` is a JSON array of its rows.

    What tells of pages (cursors are sealed) is for nodes that are paged. `linked`: the number of
    rows linked to these that are shown beside them, by dataset (id); `refused`: those that are not.
    """

    body: bytes
    rows: int
    has_next: bool = False
    end_cursor: str | None = None
    has_previous: bool = False
    start_cursor: str | None = None
    linked: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[RefusedRows, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """A Problem at a response path."""

    problem: Problem
    path: tuple[str | int, ...]
    place: Place | None = None
    argument: str | None = None
    """The part at fault of the values that an act was given: `columns.tonnage_kg`."""


@dataclass(frozen=True, slots=True)
class ControlAnswer:
    """Finished JSON by root response key, and what went wrong below."""

    fields: Mapping[str, bytes]
    problems: tuple[FieldProblem, ...] = ()

    def joined(self, other: ControlAnswer) -> ControlAnswer:
        return ControlAnswer({**self.fields, **other.fields}, (*self.problems, *other.problems))

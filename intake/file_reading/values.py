"""The reading of one file: every row, column and cell is accounted for.

Positions and row numbers count from 1, as a spreadsheet shows them; in a text file a record with
line breaks inside is one row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Self

from typing_extensions import override


class Flag(StrEnum):
    """A native TRUE or FALSE of a workbook: `bool` would equal 1 and 0 as a dictionary key."""

    TRUE = "true"
    FALSE = "false"


class ErrorCell(str):
    """A formula's error as the workbook shows it: `#DIV/0!`."""

    __slots__ = ("why",)
    why: str

    def __new__(cls, text: str, why: str = "error_cell") -> Self:
        made = super().__new__(cls, text)
        made.why = why
        return made


class AsideCell(ErrorCell):
    """A cell that another cell of its row contradicts, as it is told: it comes out empty.

    `why`: no_unit, another_name, field_too_many or field_missing.
    """

    __slots__ = ()


class PostalCell(str):
    """A postal code where commune codes stand, beside a name: `now` is the name's own code.

    It equals no text, which may be the code of a commune on another row.
    """

    __slots__ = ("cause", "now")
    now: str
    cause: str

    def __new__(cls, text: str, now: str, cause: str) -> Self:
        made = super().__new__(cls, text)
        made.now, made.cause = now, cause
        return made

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, PostalCell) and (str(self), self.now) == (str(other), other.now)

    @override
    def __hash__(self) -> int:
        return hash((str(self), self.now))


class UncomputedCell(ErrorCell):
    """A formula that a program wrote without its result."""

    __slots__ = ()


Cell = None | str | Flag | int | float | date | datetime | time
Row = list[Cell]
Number = int | float


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet from A1 on, and what the file says about them.

    `counted`: by column, how many bare numbers a second reader met and their sum; None without one.
    `padded`: by column, the width of a format such as 00000.
    """

    name: str | None
    rows: list[Row]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Span, ...] = ()
    percent: frozenset[int] = frozenset()
    padded: dict[int, int] = field(default_factory=dict)
    formats: dict[int, list[tuple[int, int, str, int]]] = field(default_factory=dict)
    """By column from 1, runs of rows whose format shows words or thousands (`number_formats`)."""
    remarks: dict[tuple[int, int], str] = field(default_factory=dict)
    """By row and column from 1, the notes on cells of the first rows."""
    struck_rows: frozenset[int] = frozenset()
    """Rows, from 1, all of whose cells are crossed out."""
    is_pivot: bool = False
    formulas: int = 0
    counted: dict[int, tuple[int, float]] | None = None
    begins: int = 0
    """The number of rows above that are another table's: they are empty here."""
    whole: Sheet | None = None
    """The sheet as the file has it, where this one is a part or a changed copy of that sheet."""
    comments: frozenset[int] = frozenset()
    """Rows that are blank here and hold a comment in the file, from 0."""
    joined: tuple[int, ...] = ()
    """Rows of a text that had a field too many, from 0."""
    put_back: tuple[int, ...] = ()
    """Rows of a text that had a field less, from 0."""
    decimals_joined: int = 0
    """Rows of a text whose decimals were parted as its fields are, by commas."""
    cut_short: bool = False
    """The text ends in the middle of its last record."""
    crossed_out: tuple[int, ...] = ()
    """Rows of which a cell holds crossed-out text beside its own, from 0."""
    names: tuple[str, ...] = ()
    """The headers, where they stand on no row, as in JSON."""
    quoted_lines: tuple[int, ...] = ()
    """Rows of a text that stood quoted whole in one field, from 0."""


class Reason(StrEnum):
    """Why a row is no data."""

    TITLE = "title"
    UNITS = "units"
    REPEATED_HEADER = "repeated_header"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    AVERAGE = "average"
    CARRIED_FORWARD = "carried_forward"
    PAGE = "page"
    NOTE = "note"
    FOOTER = "footer"
    CONTINUED = "continued"
    """It goes on with a text of the row above, where it is read."""
    CANCELLED = "cancelled"
    """It is crossed out, and a person says that it does not count."""
    EXAMPLE = "example"
    """Of the model that the file was made with."""


@dataclass(frozen=True, slots=True)
class IgnoredRow:
    row: int
    reason: Reason
    text: str
    """Its filled cells, shortened: never shown where the row may hold somebody's name."""


@dataclass(frozen=True, slots=True)
class Kept:
    count: int
    ranges: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet, or the one table of a text file."""

    sheet: str | None
    header_rows: list[int]
    kept: Kept
    ignored: list[IgnoredRow]
    blank: list[int]


@dataclass(frozen=True, slots=True)
class LeftSheet:
    name: str
    why: str
    """empty, notes, pivot table of the data, hidden, another table, explanations,
    example, sum of the others, records over lines,
    form.
    """


@dataclass(frozen=True, slots=True)
class LeftColumn:
    position: int
    why: str
    """empty column, another table beside, same table beside."""


@dataclass(frozen=True, slots=True)
class UnreadCell:
    """A cell that its column's type does not hold: it comes out empty, and is counted here."""

    row: int
    position: int
    text: str
    why: str
    """error_cell, formula_without_value, not_a_number, not_a_date, not_a_time, not_a_boolean,
    damaged_code, beyond_the_header, other_unit, no_unit, another_name, field_too_many,
    field_missing.
    """


@dataclass(slots=True)
class Column:
    """`sum`, `min` and `max` are as shown, in `unit`; `true` and `false` count.

    `type`: string, integer, decimal, boolean, date, time, timestamp, timestamp_tz or json.
    """

    position: int
    name: str
    type: str
    unit: str | None = None
    format: dict[str, object] = field(default_factory=dict)
    concept: str | None = None
    by: str | None = None
    personal: bool = False
    personal_kind: str | None = None
    personal_reason: str | None = None
    filled: int = 0
    distinct: int | None = None
    sum: Number | None = None
    min: Number | str | None = None
    max: Number | str | None = None
    true: int | None = None
    false: int | None = None
    unread: int = 0
    error_cells: int = 0
    hidden: bool = False
    derived: str | None = None
    """The computation of this column from others, by names and figures; None where unknown."""


@dataclass(frozen=True, slots=True)
class Key:
    columns: list[str]
    positions: list[int]
    unique: bool
    duplicate_rows: int
    identical: int


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """`now`: the commune code of today; None where several or none are meant."""

    rows: int
    now: str | None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Communes:
    """Rows of a commune column by cause; `detail`: by cause, then by what is written."""

    column: str
    position: int
    by: str
    counts: dict[str, int]
    detail: dict[str, dict[str, PlaceCount]]


@dataclass(frozen=True, slots=True)
class Unpivot:
    """The columns, the values and their sum in the long table that a wide one would become."""

    variable: str
    value: str
    ids: list[int]
    value_columns: list[int]
    values: int
    sum: Number
    year: int | None = None
    """Of months that have none, where the title over them names one."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the file under each answer: `readings` has one text a choice, in their order."""

    row: int
    written: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    column: str | None
    fr: str
    en: str
    examples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """The answers that the question admits."""
    rows: tuple[ShownRow, ...] = ()
    """Three at most, by which the answers can be told apart."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something settled in the open, by the codes that questions have."""

    code: str
    column: str | None
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`by`: the second reader (duckdb, sheet_xml, records); None where there is none."""

    by: str | None
    rows: int
    agrees: bool
    differences: list[str]


@dataclass(slots=True)
class FileReading:
    file: str
    container: str
    extension_lies: bool
    encoding: str | None
    delimiter: str | None
    other_sheets: list[LeftSheet]
    parts: list[Part]
    rows_kept: int
    shape: str
    columns: list[Column]
    columns_ignored: list[LeftColumn]
    unpivot: Unpivot | None
    group_values: list[str]
    key: Key | None
    communes: list[Communes]
    unread_cells: list[UnreadCell]
    unread_count: int
    questions: list[Question]
    notes: list[Note]
    reconciled: Reconciliation
    is_checked: bool = False
    """A second reading agrees, nothing is asked, and every cell was read."""
    status: str = "to_check"
    """The same in a word: checked, or to_check."""

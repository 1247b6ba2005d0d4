"""Findings of a reading of a declared source: for the owner's stewards, who see its cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.coverage import CodedRows
from catalog.model.problem import Problem


@dataclass(frozen=True, slots=True)
class CellExample:
    """A cell that is no value of its column; `file` and `line` where the source has any."""

    text: str
    file: str | None = None
    line: int | None = None
    did_you_mean: str | None = None
    """The nearest of the codes that are declared."""


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """Of `rows` that were read, `empty` hold nothing, `unreadable` a text that is no value,
    `outside` a value that is none of the declared code list.

    `proposal` is what would read more of them, as a declaration writes it; None: nothing known.
    """

    column: str
    source_name: str
    type: str
    rows: int
    empty: int
    unreadable: int
    examples: tuple[CellExample, ...] = ()
    outside: int = 0
    outside_examples: tuple[CellExample, ...] = ()
    proposal: str | None = None

    def percent(self, count: int) -> int:
        """Never 0 where there is one, never 100 where one is not."""
        if not self.rows or count == self.rows:
            return 100 if self.rows and count else 0
        return min(99, max(1, round(100 * count / self.rows))) if count else 0


@dataclass(frozen=True, slots=True)
class FileCheck:
    """`left_out` counts lines of another length than the header; `lines` are the first of them."""

    name: str
    encoding: str
    delimiter: str
    left_out: int = 0
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """`stops`: what makes readings fail. `duplicates`: keys that several rows have, of `surplus`
    rows too many. `is_partial`: only the first rows were read.
    """

    dataset: str
    rows: int | None = None
    is_partial: bool = False
    stops: tuple[Problem, ...] = ()
    files: tuple[FileCheck, ...] = ()
    columns: tuple[ColumnCheck, ...] = ()
    duplicates: int = 0
    surplus: int = 0
    duplicate_examples: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Columns of the source that nobody declared."""
    codes: tuple[CodedRows, ...] = ()
    """Rows by what the territory's column holds, where that was asked for."""
    days: tuple[date, date] | None = None
    """The first and the last day of the rows; None where they have none."""
    is_left: bool = False
    """Nothing was read: its storage is asked once it is declared."""

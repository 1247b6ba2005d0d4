"""A sheet of paper before it is printed: headings, facts, tables, pictures; words alone, no markup.

The PDF and the HTML page are made of the same sheet, so that neither says more than the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.model.problem import Language


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    is_code: bool = False
    """A digest, a statement: shown letter by letter."""


@dataclass(frozen=True, slots=True)
class SheetTable:
    """`numeric`: which columns stand to the right. Each row has a cell for each header. `widths`:
    of each column on paper, in characters, where they are known. `notes`: under each row, why a
    value of it is not there, empty where nothing is to be told; without any, none has one.
    """

    caption: str
    headers: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` of the longest, in thousandths."""

    label: str
    value: str
    share: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of a table's numbers. `alt` says in words what it shows."""

    caption: str
    alt: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """`level` of its heading, under the title's 1. A block is not divided between pages."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[SheetTable, ...] = ()
    picture: Bars | None = None
    level: int = 2
    is_block: bool = False
    below: tuple[str, ...] = ()
    """Paragraphs after its tables."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`digest` is that of the canonical JSON that the sheet is made of; `address` the page where
    anybody checks it. `words` are the sheet's own: page, digest, verify. `subtitle`: a title that
    whoever froze it gave, beside that of the report.
    """

    language: Language
    kind: str
    title: str
    body: str
    digest: str
    address: str
    attached: str
    """The name of the file that the canonical JSON is attached as."""
    sections: tuple[Section, ...]
    words: dict[str, str] = field(default_factory=dict)
    subtitle: str = ""

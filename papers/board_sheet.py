"""A board before it is printed: its tiles in order, each as one reader read it, none of it frozen.

It has no digest and nothing attached, unlike `papers.sheet`: it is made anew for each reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.model.problem import Language
from papers.columns import fitted_parts
from papers.pictures.picture import Picture
from papers.pictures.standalone import drawing_svg
from papers.sheet import SheetTable

_HALF = 54
"""The number of characters that stand beside each other on half a page."""
_MOST_ROWS = 20
_TALLEST = 1.25
"""Of the width of half a page: bars that are higher are read in their table."""


@dataclass(frozen=True, slots=True)
class PrintedDrawing:
    """`svg` never passes through what changes words. `alt` says what it shows."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class PrintedTile:
    """`title` may be empty. `notes` stand small under its figures. `is_wide`: over the whole
    width; two others stand beside each other.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    drawing: PrintedDrawing | None = None
    tables: tuple[SheetTable, ...] = ()
    notes: tuple[str, ...] = ()
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """`about`: sentences above the tiles. `footer` stands on each page, before the word `page`."""

    language: Language
    kind: str
    title: str
    body: str
    about: tuple[str, ...]
    tiles: tuple[PrintedTile, ...]
    footer: str
    page: str = "page"


def drawing_of(picture: Picture) -> PrintedDrawing | None:
    """As a narrow screen has it; None where there is none to draw, or one that is too high."""
    if picture.draw is None:
        return None
    drawing = picture.draw("paper", "narrow")
    if drawing.height > _TALLEST * drawing.width:
        return None
    return PrintedDrawing(drawing_svg(picture, "narrow"), picture.sentence)


def first_rows(table: SheetTable) -> SheetTable:
    """What a paper has room for."""
    return replace(table, rows=table.rows[:_MOST_ROWS], notes=table.notes[:_MOST_ROWS])


def fitted_tile(tile: PrintedTile, tables: Sequence[SheetTable]) -> PrintedTile:
    """The tile with tables that fit the paper: over its whole width where half is too little."""
    parts = tuple(part for table in tables for part in fitted_parts(table))
    is_wide = tile.is_wide or any(sum(part.widths) > _HALF for part in parts)
    return replace(tile, tables=parts, is_wide=is_wide)

"""A board before it is printed: its tiles in order, each as one reader read it, none of it frozen.

It has no digest and nothing attached, unlike `papers.sheet`: it is made anew for each reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.model.problem import Language
from papers.columns import fitted_parts
from papers.pictures.picture import Picture
from papers.pictures.standalone import drawing_svg
from papers.sheet import SheetTable

_HALF = 54
"""The number of characters that stand beside each other on half a page."""
_MOST_ROWS = 24
_BESIDE_ROWS = 8
"""With more of them, a table stands at the right of its drawing, not under it."""
_SHORT = 1_200
"""Letters of a text that two tiles beside each other have room for."""
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
    width; two others stand beside each other. `is_beside`: its table is at the right of its
    drawing.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    drawing: PrintedDrawing | None = None
    tables: tuple[SheetTable, ...] = ()
    notes: tuple[str, ...] = ()
    is_wide: bool = False
    is_beside: bool = False


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


def with_table(tile: PrintedTile, table: SheetTable) -> PrintedTile:
    """The tile with as much of a table as there is room for: its first rows, or none of what its
    drawing alone can show. Over the whole width of the paper where half is too little.
    """
    count = len(table.rows)
    if tile.drawing is not None and not 1 < count <= _MOST_ROWS:
        return tile
    first = replace(table, rows=table.rows[:_MOST_ROWS])
    parts = tuple(fitted_parts(first))
    is_broad = any(sum(part.widths) > _HALF for part in parts)
    is_beside = tile.drawing is not None and not is_broad and count > _BESIDE_ROWS
    is_long = sum(map(len, tile.paragraphs)) > _SHORT
    is_wide = tile.is_wide or is_broad or is_beside or is_long
    return replace(tile, tables=parts, is_wide=is_wide, is_beside=is_beside)

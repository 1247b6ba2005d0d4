"""The job that is sent to the child that typesets a sheet."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from datetime import datetime

import segno

from papers.board_sheet import BoardSheet
from papers.columns import fitted, is_wide
from papers.sheet import Sheet


def job_of(sheet: Sheet, content: str, at: datetime) -> dict[str, object]:
    """`papers.child` says what it holds."""
    printed = fitted(sheet)
    return {
        "sheet": {**asdict(printed), "is_wide": is_wide(printed)},
        "code": code_of(sheet.address),
        "content": content,
        "at": int(at.timestamp()),
    }


def job_of_board(board: BoardSheet, at: datetime) -> dict[str, object]:
    """Its drawings go beside its words: nothing that breaks or replaces words changes markup."""
    drawings = [tile.drawing for tile in board.tiles]
    tiles = [
        {
            **asdict(replace(tile, drawing=None)),
            "place": place,
            "alt": "" if tile.drawing is None else tile.drawing.alt,
        }
        for place, tile in enumerate(board.tiles)
    ]
    return {
        "template": "board",
        "sheet": {**asdict(replace(board, tiles=())), "tiles": tiles},
        "drawings": ["" if drawing is None else drawing.svg for drawing in drawings],
        "at": int(at.timestamp()),
    }


def code_of(address: str) -> str:
    """A QR code as SVG."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", border=2, xmldecl=False, omitsize=True
    )
    return target.getvalue().decode()

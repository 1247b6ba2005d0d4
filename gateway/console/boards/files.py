"""Files of a board: the whole as a PDF, the picture or the figures of one tile.

Each tile is read as its page reads it, by the same function, in the name of who asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from gateway.base.problems import NotFound
from gateway.console.boards.addressed import board_address, board_of
from gateway.console.boards.answers import PURPOSES, Board, BoardTileShownOfBoard
from gateway.console.boards.filtering import FilterChoice, filter_form, filter_sentences
from gateway.console.boards.paper import ReadTile, board_paper, reading_body
from gateway.console.boards.tiles import tile_content
from gateway.console.shared.picture_file import download, picture_file
from gateway.console.sign_in.pages import base_of
from gateway.console.visit import Visit, page_for_all
from papers.pictures import Downloads, Picture

_NOT_THERE: Final = 404


@page_for_all
async def board_pdf(visit: Visit) -> Response:
    """Raises PaperNotPrinted."""
    address = board_address(visit)
    board, choice = await board_of(address, visit), address.choice()
    if board is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    purposes = await _purposes(visit)
    # One after the other: a paper takes from a source what a page takes, and no more at once.
    tiles = [await _read(board, tile, choice, purposes, visit) for tile in board.tiles]
    filters = await filter_form(board, choice, visit)
    words = "" if filters is None else filters.words
    services = visit.services
    at, base = services.query.clock(), base_of(visit.request)
    sheet = await asyncio.to_thread(board_paper, board, tiles, words, at, base, visit)
    body = reading_body(visit.body)
    content = await services.papers.board(sheet, at, "" if body is None else body.siren)
    return download(content, "application/pdf", f"{board.id}.pdf")


@page_for_all
async def tile_file(visit: Visit) -> Response:
    """The picture of a tile, or its figures. Raises NotFound for none."""
    address = board_address(visit)
    board = await board_of(address, visit)
    tiles = () if board is None else board.tiles
    tile = next((each for each in tiles if each.id == address.tile), None)
    if board is None or tile is None:
        raise NotFound(path=visit.request.url.path)
    content = await tile_content(board.id, tile, address.choice().variables, visit)
    return picture_file(content.picture, address.kind, f"{board.id}-{tile.id}", visit)


def tile_downloads(board: str, tile: str, query: str, picture: Picture | None) -> Downloads:
    if picture is None:
        return Downloads()
    path = f"/boards/{board}/tiles/{tile}"
    return Downloads(f"{path}.svg{query}", f"{path}.csv{query}")


async def _read(
    board: Board,
    tile: BoardTileShownOfBoard,
    choice: FilterChoice,
    purposes: Mapping[str, str],
    visit: Visit,
) -> ReadTile:
    content = await tile_content(board.id, tile, choice.variables, visit)
    if not content.is_readable or content.problems or tile.kind == "TEXT":
        return ReadTile(tile, content)
    filtered = await filter_sentences(board, choice, content.filtered, visit)
    purpose = purposes.get(tile.purpose or "", tile.purpose or "")
    return ReadTile(tile, content, tuple(filtered), purpose)


async def _purposes(visit: Visit) -> dict[str, str]:
    every = (await PURPOSES.ask(visit)).purposes or ()
    is_french = visit.language == "fr"
    return {each.code: each.labelFr if is_french else each.labelEn for each in every}

"""`/boards`: the boards that a visitor reads; each shows its frame at once, and tiles fill."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.boards.adding import add, may_make
from gateway.console.boards.addressed import board_address, board_of
from gateway.console.boards.answers import BOARDS
from gateway.console.boards.files import board_pdf, tile_downloads, tile_file
from gateway.console.boards.filtering import filter_form, filter_sentences
from gateway.console.boards.making import choose_home, edit, new, remove
from gateway.console.boards.readers import readers_in_words
from gateway.console.boards.tiles import tile_content
from gateway.console.visit import Visit, page_for_all, page_for_signed_in

_NOT_THERE: Final = 404


@page_for_signed_in
async def boards(visit: Visit) -> Response:
    every = (await BOARDS.ask(visit)).boards or ()
    groups = (
        (visit.gettext("Les miens"), [board for board in every if board.isMine]),
        (
            visit.gettext("De notre organisme"),
            [board for board in every if board.isOurs and not board.isMine],
        ),
        (visit.gettext("Partagés avec nous"), [board for board in every if not board.isOurs]),
    )
    return visit.page("boards/boards.html", groups=groups, may_make=may_make(visit))


@page_for_all
async def board(visit: Visit) -> Response:
    address = board_address(visit)
    read = await board_of(address, visit)
    if read is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    query = address.query()
    return visit.page(
        "boards/board.html",
        board=read,
        query=query,
        filters=await filter_form(read, address.choice(), visit),
        readers=readers_in_words(read, visit) if read.isOurs else "",
        may_choose_home=read.isOurs
        and visit.on_behalf_of is None
        and "steward" in visit.roles
        and (read.isHome or (read.audience != "AUTHOR" and not read.roles)),
    )


@page_for_all
async def tile(visit: Visit) -> Response:
    """A tile for the page of its board, or a page of its own where there is no script."""
    address = board_address(visit)
    read = await board_of(address, visit)
    tiles = () if read is None else read.tiles
    on_board = next((each for each in tiles if each.id == address.tile), None)
    if read is None or on_board is None:
        return visit.page("shared/nothing.html", status=_NOT_THERE)
    choice = address.choice()
    content = await tile_content(read.id, on_board, choice.variables, visit)
    is_told = content.is_readable and not content.problems
    return visit.page(
        "boards/tile.html",
        board=read,
        tile=on_board,
        content=content,
        downloads=tile_downloads(read.id, on_board.id, address.query(), content.picture),
        query=address.query(),
        filtered=await filter_sentences(read, choice, content.filtered, visit) if is_told else (),
    )


_FORM = ["GET", "POST"]
ROUTES = (
    Route("/boards", boards),
    # No board has such an id: it begins with a SIREN.
    Route("/boards/add", add, methods=_FORM),
    Route("/boards/new", new, methods=_FORM),
    Route("/boards/{board}/edit", edit, methods=_FORM),
    Route("/boards/{board}/remove", remove, methods=_FORM),
    Route("/boards/{board}/home", choose_home, methods=["POST"]),
    Route("/boards/{board}.pdf", board_pdf),
    Route("/boards/{board}", board),
    Route("/boards/{board}/tiles/{tile}.{kind}", tile_file),
    Route("/boards/{board}/tiles/{tile}", tile),
)

"""`/boards`: the boards that a visitor reads; each shows its frame at once, and tiles fill."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from gateway.console.boards.adding import add, may_make
from gateway.console.boards.answers import BOARD, BOARDS, Board
from gateway.console.boards.filtering import FilterChoice, filter_form, filter_sentences
from gateway.console.boards.making import choose_home, edit, new, remove
from gateway.console.boards.readers import readers_in_words
from gateway.console.boards.tiles import tile_content
from gateway.console.visit import Visit, page_for_all, page_for_signed_in

_NOT_THERE: Final = 404
_YEAR_DIGITS: Final = 4


class BoardAddress(msgspec.Struct, frozen=True):
    """Its path and its query, as they are typed."""

    board: str
    tile: str = ""
    commune: str | None = None
    year: str = ""

    def choice(self) -> FilterChoice:
        is_year = len(self.year) <= _YEAR_DIGITS and self.year.isdecimal()
        return FilterChoice(self.commune, int(self.year) if is_year else None)

    def query(self) -> str:
        """Of the same choice, for the address of another page; empty for none."""
        variables = self.choice().variables
        choice = {name: value for name, value in variables.items() if value is not None}
        return f"?{urlencode(choice)}" if choice else ""


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
    address = _address(visit)
    read = await _board_of(address, visit)
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
    address = _address(visit)
    read = await _board_of(address, visit)
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
        query=address.query(),
        filtered=await filter_sentences(read, choice, content.filtered, visit) if is_told else (),
    )


def _address(visit: Visit) -> BoardAddress:
    request = visit.request
    return msgspec.convert({**request.query_params, **request.path_params}, BoardAddress)


async def _board_of(address: BoardAddress, visit: Visit) -> Board | None:
    answer, _ = await BOARD.ask_in_part(visit, board=address.board)
    return answer.board


_FORM = ["GET", "POST"]
ROUTES = (
    Route("/boards", boards),
    # No board has such an id: it begins with a SIREN.
    Route("/boards/add", add, methods=_FORM),
    Route("/boards/new", new, methods=_FORM),
    Route("/boards/{board}/edit", edit, methods=_FORM),
    Route("/boards/{board}/remove", remove, methods=_FORM),
    Route("/boards/{board}/home", choose_home, methods=["POST"]),
    Route("/boards/{board}", board),
    Route("/boards/{board}/tiles/{tile}", tile),
)

"""The board, the tile and the filter that the address of a page names."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import msgspec

from gateway.console.boards.answers import BOARD, Board
from gateway.console.boards.filtering import FilterChoice
from gateway.console.visit import Visit

_YEAR_DIGITS: Final = 4


class BoardAddress(msgspec.Struct, frozen=True):
    """Its path and its query, as they are typed."""

    board: str
    tile: str = ""
    kind: str = ""
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


def board_address(visit: Visit) -> BoardAddress:
    request = visit.request
    return msgspec.convert({**request.query_params, **request.path_params}, BoardAddress)


async def board_of(address: BoardAddress, visit: Visit) -> Board | None:
    """None where there is none that the visitor reads."""
    answer, _ = await BOARD.ask_in_part(visit, board=address.board)
    return answer.board

"""Boards as one caller makes and reads them: each tile runs in the caller's own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.actions.boards.boards import BoardDraft
from catalog.actions.boards.problems import BoardRefused, UnknownTile
from catalog.actions.outcome import Acted
from catalog.model.board import Board, BoardTile
from catalog.model.problem import Problem
from gateway.acts.boards import BoardActs
from gateway.figures.boards.filtering import BoardFilter
from gateway.figures.boards.refusals import is_of_the_reading
from gateway.figures.boards.shown import ShownBoard, TileReading
from gateway.figures.boards.tiles import TileReader
from schema.problems import DocumentProblems


@dataclass(frozen=True, slots=True)
class BoardService:
    acts: BoardActs
    reader: TileReader

    async def boards(self) -> tuple[ShownBoard, ...]:
        """All that the caller may read."""
        return tuple(self._seen(board) for board in await self.acts.boards())

    async def board(self, board: str) -> ShownBoard:
        """Raises UnknownBoard."""
        return self._seen(await self.acts.board(board))

    async def home_board(self) -> ShownBoard | None:
        """Of the caller's own body; None where there is none, or none that the caller reads."""
        board = await self.acts.home_board()
        return None if board is None else self._seen(board)

    async def make(self, name: str, draft: BoardDraft, *, dry_run: bool) -> Acted:
        """Raises BoardRefused for what the caller may not see, and what the act raises."""
        tiles = await self._checked(draft.tiles, ())
        return await self.acts.make(name, replace(draft, tiles=tiles), dry_run=dry_run)

    async def change(self, board: str, version: int, draft: BoardDraft, *, dry_run: bool) -> Acted:
        """The same, of tiles that are new: who loses a right still takes its tile away."""
        before = await self.acts.board(board)
        tiles = await self._checked(draft.tiles, before.tiles)
        changed = replace(draft, tiles=tiles)
        return await self.acts.change(board, version, changed, dry_run=dry_run)

    async def tile(
        self, board: str, tile: str, commune: str | None, year: int | None
    ) -> TileReading:
        """Read and recorded as by any door, for the purpose of the tile. None is the board's own
        filter, "" and 0 no filter. Raises UnknownBoard, UnknownTile, and what a reading may meet
        once the caller's rights give something.
        """
        read = await self.acts.board(board)
        on_board = next((each for each in read.tiles if each.id == tile), None)
        if on_board is None:
            raise UnknownTile(tile=tile[:60])
        choice = BoardFilter(
            (read.commune if commune is None else commune) or None,
            (read.year if year is None else year) or None,
        )
        try:
            return await self.reader.under(on_board.purpose).read(
                read.organisation, on_board, choice
            )
        except (Problem, DocumentProblems) as refused:
            if is_of_the_reading(refused):
                raise
            return TileReading(on_board.id, is_readable=False)

    def _seen(self, board: Board) -> ShownBoard:
        catalog = self.reader.explorations.standpoint.snapshot
        return ShownBoard.seen(board, self.acts.subject, catalog)

    async def _checked(
        self, tiles: Sequence[BoardTile], before: Sequence[BoardTile]
    ) -> tuple[BoardTile, ...]:
        """A dataset is then named by its id. Raises BoardRefused for a new tile of what the caller
        may not see, the same as for what there is not.
        """
        there = {(each.kind, each.of, each.address) for each in before}
        return tuple(
            [
                tile
                if (tile.kind, tile.of, tile.address) in there
                else await self._checked_tile(tile)
                for tile in tiles
            ]
        )

    async def _checked_tile(self, tile: BoardTile) -> BoardTile:
        try:
            return await self.reader.under(tile.purpose).checked(tile)
        except BoardRefused:
            raise
        except Problem as refused:
            title = tile.title[:60]
            raise BoardRefused(
                why_fr=f"la case « {title} » montre ce que vous ne lisez pas, ou qui n'existe pas",
                why_en=f'the tile "{title}" shows what you do not read, or what does not exist',
            ) from refused

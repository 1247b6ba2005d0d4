"""The GraphQL documents of the pages of boards."""

from __future__ import annotations

from typing import Final

BOARDS: Final = """
query Boards { boards { id title isMine isOurs isHome body { name } } }
"""
BOARD: Final = """
query Board($board: ID!) {
  board(id: $board) {
    id title isOurs commune year body { name } tiles { id kind title text purpose }
  }
}
"""
ROWS: Final = """
query Rows($board: ID!, $tile: ID!) {
  boardTile(board: $board, tile: $tile) {
    isReadable question { columns rows count } questionName figure { digest title { fr en } year }
  }
}
"""

"""The GraphQL documents of the pages of boards."""

from __future__ import annotations

from typing import Final

from gateway.console.boards.fields import HOME_FIELDS

BOARDS: Final = """
query Boards { boards { id title isMine isOurs isHome body { name } } }
"""
BOARD: Final = """
query Board($board: ID!) {
  board(id: $board) {
    id title isOurs mayChange isHome audience roles partners { name } commune year
    body { siren name } tiles { id kind title text purpose }
  }
}
"""
ROWS: Final = """
query Rows($board: ID!, $tile: ID!) {
  boardTile(board: $board, tile: $tile) {
    isReadable filtered questionName question { columns rows count synthetic }
    figure { digest title { fr en } year content }
  }
}
"""
PURPOSES: Final = """
query Purposes { purposes { code labelFr labelEn } }
"""
OWN: Final = """
query Own {
  me { organisation { siren } }
  boards { id title mayChange }
  purposes { code labelFr labelEn }
}
"""
EDITED: Final = """
query Edited($board: ID!) {
  board(id: $board) {
    id title mayChange version audience roles partners { siren name } commune year
    tiles { id kind title text of address purpose }
  }
}
"""
INDICATOR: Final = """
query Indicator($name: String!) { indicator(name: $name) { name current { title purpose } } }
"""
QUESTIONS: Final = """
query Questions { operations { name title purpose language } }
"""
FIGURE: Final = """
query Figure($digest: String!) { figure(digest: $digest) { digest year title { fr en } } }
"""
MAKE: Final = """
mutation Make($name: String!, $input: BoardInput!) {
  makeBoard(name: $name, input: $input) { applied }
}
"""
CHANGE: Final = """
mutation Change($board: ID!, $version: Int!, $input: BoardInput!) {
  changeBoard(id: $board, version: $version, input: $input) { applied }
}
"""
HOME_BOARD: Final = f"""
query HomeBoard {{{HOME_FIELDS}}}
"""
COMMUNES: Final = """
query Communes($siren: String!) { organisation(siren: $siren) { communes } }
"""
REMOVE: Final = """
mutation Remove($board: ID!) { removeBoard(id: $board) { applied } }
"""
CHOOSE_HOME: Final = """
mutation ChooseHome($board: ID!, $home: Boolean!) {
  chooseHomeBoard(id: $board, isHome: $home) { applied }
}
"""
CHOICES: Final = """
query Choices {
  me { organisation { siren communes } }
  organisations { siren name }
  agreements { grantor { siren } grantee { siren } }
  purposes { code labelFr labelEn }
}
"""

"""Boards made, changed and read by GraphQL."""

from dataclasses import replace

from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DEMO_ACR
from gateway.figures.boards.tiles import TileReader

MAKE = """mutation ($name: String!, $input: BoardInput!, $dry: Boolean! = false) {
  makeBoard(name: $name, input: $input, dryRun: $dry) { act applied sentences { fr en } }
}"""
CHANGE = """mutation ($id: ID!, $version: Int!, $input: BoardInput!, $dry: Boolean! = false) {
  changeBoard(id: $id, version: $version, input: $input, dryRun: $dry) { applied }
}"""
REMOVE = "mutation ($id: ID!) { removeBoard(id: $id) { applied } }"
CHOOSE_HOME = """mutation ($id: ID!, $home: Boolean! = true) {
  chooseHomeBoard(id: $id, isHome: $home) { applied sentences { en } }
}"""
HOME_BOARD = "{ homeBoard { id } }"
BOARDS = "{ boards { id title isMine isOurs mayChange isHome } }"
BOARD = """query ($id: ID!) { board(id: $id) {
  id title body { siren name } isOurs isMine mayChange isHome audience author roles
  partners { siren name } commune year version
  tiles { id kind title text purpose of address }
} }"""
TILE = """query ($board: ID!, $tile: ID!, $commune: String, $year: Int) {
  boardTile(board: $board, tile: $tile, commune: $commune, year: $year) {
    id isReadable filtered
    exploration { dataset address explorable { hasPlace measures { word label { fr } } } figures {
      groups { keys labels value rows noValue } count covered { rows communes { code } months }
      receipt
    } }
    indicator { name title unit operation sides { dataset measure where part } per period
      figures { unit computed { groups { keys value rows } covered { rows months } receipt }
        standing { targetYear } } }
    question { columns rows count receipt } questionName
    figure { digest title { fr } year content }
  }
}"""


def tile(number, kind, of="", address="", purpose=None, title="Ma case", text=""):
    return {"id": f"t{number}", "kind": kind, "title": title, "text": text, "of": of} | {
        "address": address,
        "purpose": purpose,
    }


async def make(town, agent, name, *tiles, **words):
    variables = {"name": name, "input": {"title": name, "tiles": list(tiles)} | words}
    return await town.ask(MAKE, agent, variables=variables)


async def read_tile(town, agent, board, tile, purpose=None, **chosen):
    variables = {"board": board, "tile": tile} | chosen
    return await town.ask(TILE, agent, variables=variables, purpose=purpose)


async def plant_reading_as(town, agent, monkeypatch):
    """A bypass: tiles are read by the rights of this agent, whoever asks."""
    author = find_agent(await town.ports.catalog.current(), agent)
    authorization = f"Bearer {town.state.token(author, DEMO_ACR)}"
    under = TileReader.under

    def as_the_author(reader, purpose):
        planted = under(reader, purpose)
        explorations = planted.explorations
        subject = replace(
            explorations.standpoint.subject, agent=author.sub, organisation=author.organisation
        )
        explorations = replace(
            explorations,
            request=replace(explorations.request, authorization=authorization),
            standpoint=replace(explorations.standpoint, subject=subject),
        )
        return replace(planted, explorations=explorations)

    monkeypatch.setattr(TileReader, "under", as_the_author)

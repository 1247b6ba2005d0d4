"""A board to print, of tiles that were read."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from gettext import NullTranslations
from types import SimpleNamespace

from gateway.console.boards.answers import (
    Board,
    BoardBody,
    BoardTileShownOfBoard,
    QuestionAnswer,
    TileFigure,
)
from gateway.console.boards.paper import ReadTile, board_paper
from gateway.console.boards.tiles import TileContent
from gateway.console.typed_answers import Sentence
from papers.pictures import Bar, Reader, big_number, ranked_bars
from papers.printing_job import job_of_board

AT = datetime(2026, 12, 3, 13, 5, tzinfo=UTC)
BASE = "https://interco.example"
DIGEST = "ab" * 32
_WORDS = NullTranslations()
READER = Reader("fr", _WORDS.gettext, _WORDS.ngettext)


def visit(**changed):
    def gettext(message, **values):
        return message % values if values else message

    person = {"person": "Ana Le Goff", "body": {"siren": "1", "name": "Mairie"}, "employer": None}
    facts = {"language": "fr", "gettext": gettext, "number": str, **person, **changed}
    return SimpleNamespace(**facts)


def read(title, content=None, kind="EXPLORATION", text="", **more):
    tile = BoardTileShownOfBoard(id="t", kind=kind, title=title, text=text, purpose=None)
    return ReadTile(tile, content or TileContent(), **more)


def bars(*labels):
    values = [Bar(label, 10.0 + place) for place, label in enumerate(labels)]
    return TileContent(picture=ranked_bars(READER, "Kilos", values, "kg", "Commune"))


def number(count=1):
    """Its drawing, and a table of so many rows."""
    picture = big_number(READER, "Kilos", 31_666.0, "kg")
    table = replace(picture.table, rows=picture.table.rows * count)
    return TileContent(picture=replace(picture, table=table))


def rows(count, columns=("flux", "kg"), of_all=None):
    lines = [[f"ligne {n}", *["1234"] * (len(columns) - 1)] for n in range(count)]
    answer = QuestionAnswer([*columns], lines, of_all or count, synthetic=False)
    return TileContent(question=answer)


def frozen(content):
    title = Sentence(fr="Tonnages", en="Weights")
    return TileContent(figure=TileFigure(DIGEST, title, 2025, json.dumps(content)))


def sheet(*tiles, filters="", reader=None):
    board = Board(
        id="1-b",
        title="Nos déchets",
        isOurs=True,
        mayChange=False,
        isHome=False,
        audience="BODY",
        roles=[],
        partners=[],
        commune=None,
        year=None,
        body=BoardBody(siren="1", name="CC Val d'Ille-Aubigné"),
        tiles=[],
    )
    return board_paper(board, tiles, filters, AT, BASE, reader or visit())


def job(*tiles):
    return json.loads(json.dumps(job_of_board(sheet(*tiles), AT)))

"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.boards import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class BoardBody(Answer, frozen=True):
    name: str


class BoardOfBoards(Answer, frozen=True):
    id: str
    title: str
    isMine: bool
    isOurs: bool
    isHome: bool
    body: BoardBody


class Board(Answer, frozen=True):
    id: str
    title: str
    isOurs: bool
    commune: str | None
    year: int | None
    body: BoardBody
    tiles: list[BoardTileShown]


class BoardTileShown(Answer, frozen=True):
    id: str
    kind: str
    title: str
    text: str
    purpose: str | None


class QuestionAnswer(Answer, frozen=True):
    columns: list[str]
    rows: list[list[str | None]]
    count: int


class TileFigure(Answer, frozen=True):
    digest: str
    title: Sentence
    year: int | None


class BoardTileReading(Answer, frozen=True):
    isReadable: bool
    question: QuestionAnswer | None
    questionName: str | None
    figure: TileFigure | None


class BoardsAnswer(Answer, frozen=True):
    boards: list[BoardOfBoards] | None


class BoardAnswer(Answer, frozen=True):
    board: Board | None


class RowsAnswer(Answer, frozen=True):
    boardTile: BoardTileReading | None


BOARDS = Document(documents.BOARDS, BoardsAnswer)
BOARD = Document(documents.BOARD, BoardAnswer)
ROWS = Document(documents.ROWS, RowsAnswer)

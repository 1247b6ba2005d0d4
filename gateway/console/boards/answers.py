"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.boards import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class BoardBodyOfBoards(Answer, frozen=True):
    name: str


class BoardBody(Answer, frozen=True):
    siren: str
    name: str


class BoardOfBoards(Answer, frozen=True):
    id: str
    title: str
    isMine: bool
    isOurs: bool
    isHome: bool
    body: BoardBodyOfBoards


class Board(Answer, frozen=True):
    id: str
    title: str
    isOurs: bool
    mayChange: bool
    isHome: bool
    audience: str
    roles: list[str]
    partners: list[BoardBodyOfBoards]
    commune: str | None
    year: int | None
    body: BoardBody
    tiles: list[BoardTileShownOfBoard]


class BoardOfOwn(Answer, frozen=True):
    id: str
    title: str
    mayChange: bool


class BoardOfEdited(Answer, frozen=True):
    id: str
    title: str
    mayChange: bool
    version: int
    audience: str
    roles: list[str]
    partners: list[BoardBody]
    commune: str | None
    year: int | None
    tiles: list[BoardTileShown]


class BoardOfHomeBoard(Answer, frozen=True):
    id: str
    title: str
    tiles: list[BoardTileShownOfHomeBoard]


class BoardTileShownOfBoard(Answer, frozen=True):
    id: str
    kind: str
    title: str
    text: str
    purpose: str | None


class BoardTileShown(Answer, frozen=True):
    id: str
    kind: str
    title: str
    text: str
    of: str | None
    address: str | None
    purpose: str | None


class BoardTileShownOfHomeBoard(Answer, frozen=True):
    id: str
    kind: str
    title: str
    text: str


class QuestionAnswer(Answer, frozen=True):
    columns: list[str]
    rows: list[list[str | None]]
    count: int
    synthetic: bool


class TileFigure(Answer, frozen=True):
    digest: str
    title: Sentence
    year: int | None
    content: str


class BoardTileReading(Answer, frozen=True):
    isReadable: bool
    filtered: list[str]
    questionName: str | None
    question: QuestionAnswer | None
    figure: TileFigure | None


class PurposeLabel(Answer, frozen=True):
    code: str
    labelFr: str
    labelEn: str


class OrganisationOfOwn(Answer, frozen=True):
    siren: str


class OrganisationOfCommunes(Answer, frozen=True):
    communes: list[str]


class Organisation(Answer, frozen=True):
    siren: str
    communes: list[str]


class OrganisationOfChoices(Answer, frozen=True):
    siren: str
    name: str


class Me(Answer, frozen=True):
    organisation: OrganisationOfOwn | None


class MeOfChoices(Answer, frozen=True):
    organisation: Organisation | None


class IndicatorVersion(Answer, frozen=True):
    title: str
    purpose: str | None


class Indicator(Answer, frozen=True):
    name: str
    current: IndicatorVersion


class SavedOperation(Answer, frozen=True):
    name: str
    title: str
    purpose: str | None
    language: str


class Figure(Answer, frozen=True):
    digest: str
    year: int | None
    title: Sentence


class BoardResult(Answer, frozen=True):
    applied: bool


class Agreement(Answer, frozen=True):
    grantor: OrganisationOfOwn
    grantee: OrganisationOfOwn


class BoardsAnswer(Answer, frozen=True):
    boards: list[BoardOfBoards] | None


class BoardAnswer(Answer, frozen=True):
    board: Board | None


class RowsAnswer(Answer, frozen=True):
    boardTile: BoardTileReading | None


class PurposesAnswer(Answer, frozen=True):
    purposes: list[PurposeLabel] | None


class OwnAnswer(Answer, frozen=True):
    me: Me | None
    boards: list[BoardOfOwn] | None
    purposes: list[PurposeLabel] | None


class EditedAnswer(Answer, frozen=True):
    board: BoardOfEdited | None


class IndicatorAnswer(Answer, frozen=True):
    indicator: Indicator | None


class QuestionsAnswer(Answer, frozen=True):
    operations: list[SavedOperation] | None


class FigureAnswer(Answer, frozen=True):
    figure: Figure | None


class MakeAnswer(Answer, frozen=True):
    makeBoard: BoardResult


class ChangeAnswer(Answer, frozen=True):
    changeBoard: BoardResult


class HomeBoardAnswer(Answer, frozen=True):
    homeBoard: BoardOfHomeBoard | None


class CommunesAnswer(Answer, frozen=True):
    organisation: OrganisationOfCommunes | None


class RemoveAnswer(Answer, frozen=True):
    removeBoard: BoardResult


class ChooseHomeAnswer(Answer, frozen=True):
    chooseHomeBoard: BoardResult


class ChoicesAnswer(Answer, frozen=True):
    me: MeOfChoices | None
    organisations: list[OrganisationOfChoices] | None
    agreements: list[Agreement] | None
    purposes: list[PurposeLabel] | None


BOARDS = Document(documents.BOARDS, BoardsAnswer)
BOARD = Document(documents.BOARD, BoardAnswer)
ROWS = Document(documents.ROWS, RowsAnswer)
PURPOSES = Document(documents.PURPOSES, PurposesAnswer)
OWN = Document(documents.OWN, OwnAnswer)
EDITED = Document(documents.EDITED, EditedAnswer)
INDICATOR = Document(documents.INDICATOR, IndicatorAnswer)
QUESTIONS = Document(documents.QUESTIONS, QuestionsAnswer)
FIGURE = Document(documents.FIGURE, FigureAnswer)
MAKE = Document(documents.MAKE, MakeAnswer)
CHANGE = Document(documents.CHANGE, ChangeAnswer)
HOME_BOARD = Document(documents.HOME_BOARD, HomeBoardAnswer)
COMMUNES = Document(documents.COMMUNES, CommunesAnswer)
REMOVE = Document(documents.REMOVE, RemoveAnswer)
CHOOSE_HOME = Document(documents.CHOOSE_HOME, ChooseHomeAnswer)
CHOICES = Document(documents.CHOICES, ChoicesAnswer)

"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.exploring import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class ExplorableMeasure(Answer, frozen=True):
    word: str
    figure: str
    unit: str | None
    label: Sentence | None


class ExplorableGroup(Answer, frozen=True):
    word: str
    cut: str
    label: Sentence | None


class ExplorableCondition(Answer, frozen=True):
    column: str
    values: list[str]
    label: Sentence


class NotExplorable(Answer, frozen=True):
    label: Sentence
    why: Sentence


class Explorable(Answer, frozen=True):
    measures: list[ExplorableMeasure]
    groups: list[ExplorableGroup]
    conditions: list[ExplorableCondition]
    notOffered: list[NotExplorable]
    hasPlace: bool
    hasDay: bool


class ExplorationParameter(Answer, frozen=True):
    name: str
    type: str
    value: str


class ExplorationStatement(Answer, frozen=True):
    text: str
    parameters: list[ExplorationParameter]


class ExploredGroup(Answer, frozen=True):
    keys: list[str | None]
    labels: list[str]
    value: float | None
    above: float | None
    below: float | None
    before: float | None
    change: float | None
    rows: int
    unlikeRows: int
    noValue: str | None


class ExploredCommune(Answer, frozen=True):
    code: str
    name: str


class ExploredCoverage(Answer, frozen=True):
    rows: int
    filled: int
    allRows: int
    unplaced: int
    communes: list[ExploredCommune]
    months: list[str]


class ExploredFigures(Answer, frozen=True):
    groups: list[ExploredGroup]
    count: int
    covered: ExploredCoverage


class Exploration(Answer, frozen=True):
    statement: ExplorationStatement | None
    figures: ExploredFigures | None


class ExplorationOfStatement(Answer, frozen=True):
    statement: ExplorationStatement | None


class OperationResult(Answer, frozen=True):
    applied: bool


class SavedOperation(Answer, frozen=True):
    name: str


class TileExploration(Answer, frozen=True):
    dataset: str
    address: str
    explorable: Explorable
    figures: ExploredFigures


class BoardTileReading(Answer, frozen=True):
    isReadable: bool
    filtered: list[str]
    exploration: TileExploration | None


class OfferAnswer(Answer, frozen=True):
    explorable: Explorable | None


class ExplorationAnswer(Answer, frozen=True):
    exploration: Exploration | None


class StatementAnswer(Answer, frozen=True):
    exploration: ExplorationOfStatement | None


class KeepAnswer(Answer, frozen=True):
    saveOperation: OperationResult


class NamesAnswer(Answer, frozen=True):
    operations: list[SavedOperation] | None


class TileAnswer(Answer, frozen=True):
    boardTile: BoardTileReading | None


OFFER = Document(documents.OFFER, OfferAnswer)
EXPLORATION = Document(documents.EXPLORATION, ExplorationAnswer)
STATEMENT = Document(documents.STATEMENT, StatementAnswer)
KEEP = Document(documents.KEEP, KeepAnswer)
NAMES = Document(documents.NAMES, NamesAnswer)
TILE = Document(documents.TILE, TileAnswer)

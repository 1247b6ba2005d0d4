"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.indicators import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class IndicatorSideTold(Answer, frozen=True):
    dataset: str
    measure: str
    where: list[str]
    part: list[str]


class IndicatorVersion(Answer, frozen=True):
    number: int
    title: str
    unit: str
    operation: str
    per: int
    period: str
    direction: str
    purpose: str | None
    note: str | None
    whatChanged: str | None
    at: str
    by: str
    sides: list[IndicatorSideTold]


class IndicatorVersionOfIndicator(Answer, frozen=True):
    number: int
    title: str
    unit: str
    whatChanged: str | None
    at: str
    by: str


class IndicatorTarget(Answer, frozen=True):
    year: int
    value: str
    baseYear: int | None
    baseValue: str | None
    basePopulation: int | None
    baseSource: str | None
    baseFigure: str | None
    at: str
    by: str


class Indicator(Answer, frozen=True):
    name: str
    madeBy: str
    isMine: bool
    current: IndicatorVersion
    versions: list[IndicatorVersionOfIndicator]
    target: IndicatorTarget | None


class IndicatorOfChoices(Answer, frozen=True):
    name: str


class IndicatorGroupTold(Answer, frozen=True):
    keys: list[str | None]
    labels: list[str]
    value: float | None
    above: float | None
    below: float | None
    rows: int
    otherRows: int
    noValue: str | None
    months: int
    isWhole: bool


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


class IndicatorComputed(Answer, frozen=True):
    groups: list[IndicatorGroupTold]
    count: int
    covered: ExploredCoverage
    otherCovered: ExploredCoverage | None


class IndicatorBaseTold(Answer, frozen=True):
    year: int
    value: float
    isTyped: bool
    source: str | None
    population: int | None
    figure: str | None


class IndicatorStanding(Answer, frozen=True):
    targetYear: int
    targetValue: float
    reason: str | None
    atYear: int | None
    atValue: float | None
    expected: float | None
    gap: float | None
    isGood: bool | None
    base: IndicatorBaseTold | None


class IndicatorFigures(Answer, frozen=True):
    unit: str
    computed: IndicatorComputed
    standing: IndicatorStanding | None


class ExplorationParameter(Answer, frozen=True):
    name: str
    type: str
    value: str


class ExplorationStatement(Answer, frozen=True):
    text: str
    parameters: list[ExplorationParameter]


class Organisation(Answer, frozen=True):
    name: str


class Dataset(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str
    synthetic: bool
    owner: Organisation


class DatasetOfChoices(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str
    owner: Organisation


class PurposeLabel(Answer, frozen=True):
    code: str
    labelFr: str
    labelEn: str


class IndicatorResult(Answer, frozen=True):
    applied: bool


class Figure(Answer, frozen=True):
    digest: str
    indicator: str
    year: int | None
    title: Sentence


class TileIndicator(Answer, frozen=True):
    name: str
    title: str
    unit: str
    operation: str
    per: int
    period: str
    sides: list[IndicatorSideTold]
    figures: IndicatorFigures


class BoardTileReading(Answer, frozen=True):
    isReadable: bool
    filtered: list[str]
    indicator: TileIndicator | None


class IndicatorAnswer(Answer, frozen=True):
    indicator: Indicator | None


class ValuesAnswer(Answer, frozen=True):
    indicatorFigures: IndicatorFigures | None
    indicatorStatement: ExplorationStatement | None


class DataAnswer(Answer, frozen=True):
    dataset: Dataset | None


class ChoicesAnswer(Answer, frozen=True):
    datasets: list[DatasetOfChoices] | None
    indicators: list[IndicatorOfChoices] | None
    purposes: list[PurposeLabel] | None


class UnitAnswer(Answer, frozen=True):
    indicatorUnit: str | None


class SaveAnswer(Answer, frozen=True):
    saveIndicator: IndicatorResult


class RemoveAnswer(Answer, frozen=True):
    removeIndicator: IndicatorResult


class SetTargetAnswer(Answer, frozen=True):
    setIndicatorTarget: IndicatorResult


class RemoveTargetAnswer(Answer, frozen=True):
    removeIndicatorTarget: IndicatorResult


class FrozenAnswer(Answer, frozen=True):
    figures: list[Figure] | None


class TileAnswer(Answer, frozen=True):
    boardTile: BoardTileReading | None


INDICATOR = Document(documents.INDICATOR, IndicatorAnswer)
VALUES = Document(documents.VALUES, ValuesAnswer)
DATA = Document(documents.DATA, DataAnswer)
CHOICES = Document(documents.CHOICES, ChoicesAnswer)
UNIT = Document(documents.UNIT, UnitAnswer)
SAVE = Document(documents.SAVE, SaveAnswer)
REMOVE = Document(documents.REMOVE, RemoveAnswer)
SET_TARGET = Document(documents.SET_TARGET, SetTargetAnswer)
REMOVE_TARGET = Document(documents.REMOVE_TARGET, RemoveTargetAnswer)
FROZEN = Document(documents.FROZEN, FrozenAnswer)
TILE = Document(documents.TILE, TileAnswer)

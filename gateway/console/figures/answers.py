"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.figures import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class FigureOfFigures(Answer, frozen=True):
    digest: str
    indicator: str
    year: int | None
    version: int
    state: str
    at: str
    title: Sentence
    toReview: Sentence | None


class Figure(Answer, frozen=True):
    digest: str
    indicator: str
    year: int | None
    version: int
    state: str
    correctedBy: str | None
    toReview: Sentence | None
    replaces: str | None
    purpose: str | None
    at: str
    title: Sentence
    content: str
    versions: list[FigureVersion]


class FigureOfFreeze(Answer, frozen=True):
    digest: str
    content: str


class IndicatorVersion(Answer, frozen=True):
    title: str
    unit: str
    number: int


class IndicatorTarget(Answer, frozen=True):
    year: int


class Indicator(Answer, frozen=True):
    name: str
    current: IndicatorVersion
    target: IndicatorTarget | None


class FigureVersion(Answer, frozen=True):
    digest: str
    version: int
    at: str
    whatChanged: str | None
    isCurrent: bool


class PurposeLabel(Answer, frozen=True):
    code: str
    labelFr: str
    labelEn: str


class FigureResult(Answer, frozen=True):
    figure: FigureOfFreeze | None
    seen: str


class SendDisputesResult(Answer, frozen=True):
    applied: bool


class Organisation(Answer, frozen=True):
    slug: str
    name: str


class OrganisationOfCheck(Answer, frozen=True):
    name: str
    siren: str


class Mandate(Answer, frozen=True):
    inForce: bool
    actions: list[str]
    datasets: list[str]
    mandatary: Organisation


class FigureCheck(Answer, frozen=True):
    kind: str
    figure: str | None
    digest: str
    at: str
    state: str
    correctedBy: str | None
    coverage: str | None
    toReview: Sentence | None
    bodies: list[OrganisationOfCheck]


class FiguresAnswer(Answer, frozen=True):
    figures: list[FigureOfFigures] | None


class IndicatorsAnswer(Answer, frozen=True):
    indicators: list[Indicator] | None


class FigureAnswer(Answer, frozen=True):
    figure: Figure | None
    purposes: list[PurposeLabel] | None


class PurposesAnswer(Answer, frozen=True):
    purposes: list[PurposeLabel] | None


class FreezeAnswer(Answer, frozen=True):
    freezeFigure: FigureResult


class CorrectAnswer(Answer, frozen=True):
    correctFigure: FigureResult


class SendAnswer(Answer, frozen=True):
    sendDisputes: SendDisputesResult


class ContractorsAnswer(Answer, frozen=True):
    mandates: list[Mandate] | None


class CheckAnswer(Answer, frozen=True):
    documentCheck: FigureCheck | None


FIGURES = Document(documents.FIGURES, FiguresAnswer)
INDICATORS = Document(documents.INDICATORS, IndicatorsAnswer)
FIGURE = Document(documents.FIGURE, FigureAnswer)
PURPOSES = Document(documents.PURPOSES, PurposesAnswer)
FREEZE = Document(documents.FREEZE, FreezeAnswer)
CORRECT = Document(documents.CORRECT, CorrectAnswer)
SEND = Document(documents.SEND, SendAnswer)
CONTRACTORS = Document(documents.CONTRACTORS, ContractorsAnswer)
CHECK = Document(documents.CHECK, CheckAnswer)

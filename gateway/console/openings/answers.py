"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.openings import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class SourceResult(Answer, frozen=True):
    applied: bool
    waits: bool


class DeclaredLabel(Answer, frozen=True):
    fr: str
    en: str | None


class DeclaredColumn(Answer, frozen=True):
    name: str
    label: DeclaredLabel
    classification: str


class DeclaredDataset(Answer, frozen=True):
    id: str
    name: str
    title: DeclaredLabel
    listing: str
    accessLevel: str
    personalData: bool
    licence: str | None
    primaryKey: list[str]
    columns: list[DeclaredColumn]


class OpeningOfDeclared(Answer, frozen=True):
    dataset: str


class Opening(Answer, frozen=True):
    dataset: str
    title: Sentence
    sha256: str
    proposedBy: str
    proposedByName: str | None
    proposedAt: str
    isYours: bool
    accessLevel: str
    accessLevelThen: str
    listing: str
    listingThen: str
    licence: str | None
    noLongerPersonal: bool
    columns: list[OpeningColumn]


class OpeningColumn(Answer, frozen=True):
    name: str
    label: Sentence
    isOpened: bool


class OpeningResult(Answer, frozen=True):
    applied: bool


class PublishAnswer(Answer, frozen=True):
    publishDataset: SourceResult


class DeclaredAnswer(Answer, frozen=True):
    declaredDataset: DeclaredDataset | None
    openings: list[OpeningOfDeclared] | None


class OpeningsAnswer(Answer, frozen=True):
    openings: list[Opening] | None


class ConfirmAnswer(Answer, frozen=True):
    confirmOpening: OpeningResult


class RefuseAnswer(Answer, frozen=True):
    refuseOpening: OpeningResult


class WithdrawOpeningAnswer(Answer, frozen=True):
    withdrawOpening: OpeningResult


PUBLISH = Document(documents.PUBLISH, PublishAnswer)
DECLARED = Document(documents.DECLARED, DeclaredAnswer)
OPENINGS = Document(documents.OPENINGS, OpeningsAnswer)
CONFIRM = Document(documents.CONFIRM, ConfirmAnswer)
REFUSE = Document(documents.REFUSE, RefuseAnswer)
WITHDRAW = Document(documents.WITHDRAW, WithdrawOpeningAnswer)

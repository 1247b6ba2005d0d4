"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.questions import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class QuestionParameter(Answer, frozen=True):
    name: str
    type: str
    default: str | None


class SavedOperation(Answer, frozen=True):
    name: str
    title: str
    purpose: str | None
    owner: str
    language: str
    document: str
    savedAt: str
    isMine: bool
    roles: list[str]
    people: list[str]
    parameters: list[QuestionParameter]


class PurposeLabel(Answer, frozen=True):
    code: str
    labelFr: str
    labelEn: str


class QuestionAnswer(Answer, frozen=True):
    columns: list[str]
    rows: list[list[str | None]]
    count: int
    receipt: str | None
    synthetic: bool


class OperationResult(Answer, frozen=True):
    applied: bool


class Person(Answer, frozen=True):
    agent: str
    name: str | None
    kind: str
    roles: list[str]


class DatasetTerritory(Answer, frozen=True):
    column: str
    dateColumn: str | None


class Organisation(Answer, frozen=True):
    slug: str


class Column(Answer, frozen=True):
    id: str
    name: str
    ways: list[str]
    type: str


class Dataset(Answer, frozen=True):
    name: str
    titleFr: str
    titleEn: str
    territory: DatasetTerritory | None
    owner: Organisation
    columns: list[Column]


class LinkValueShown(Answer, frozen=True):
    name: str
    value: str


class QuestionLink(Answer, frozen=True):
    id: str
    title: str
    question: str
    format: str
    values: list[LinkValueShown]
    networks: list[str]
    madeBy: str
    lastDay: str
    state: str
    opened: int
    lastOpenedAt: str | None
    isMine: bool


class LinkResult(Answer, frozen=True):
    path: str | None
    sentences: list[Sentence]


class LinkResultOfRevokeLink(Answer, frozen=True):
    applied: bool


class QuestionsAnswer(Answer, frozen=True):
    operations: list[SavedOperation] | None
    purposes: list[PurposeLabel] | None


class AnswerAnswer(Answer, frozen=True):
    questionAnswer: QuestionAnswer | None


class SaveAnswer(Answer, frozen=True):
    saveOperation: OperationResult


class RemoveAnswer(Answer, frozen=True):
    removeOperation: OperationResult


class ColleaguesAnswer(Answer, frozen=True):
    people: list[Person] | None


class KeptDataAnswer(Answer, frozen=True):
    dataset: Dataset | None


class LinksAnswer(Answer, frozen=True):
    questionLinks: list[QuestionLink] | None


class MakeLinkAnswer(Answer, frozen=True):
    makeQuestionLink: LinkResult


class RevokeLinkAnswer(Answer, frozen=True):
    revokeQuestionLink: LinkResultOfRevokeLink


QUESTIONS = Document(documents.QUESTIONS, QuestionsAnswer)
ANSWER = Document(documents.ANSWER, AnswerAnswer)
SAVE = Document(documents.SAVE, SaveAnswer)
REMOVE = Document(documents.REMOVE, RemoveAnswer)
COLLEAGUES = Document(documents.COLLEAGUES, ColleaguesAnswer)
KEPT_DATA = Document(documents.KEPT_DATA, KeptDataAnswer)
LINKS = Document(documents.LINKS, LinksAnswer)
MAKE_LINK = Document(documents.MAKE_LINK, MakeLinkAnswer)
REVOKE_LINK = Document(documents.REVOKE_LINK, RevokeLinkAnswer)

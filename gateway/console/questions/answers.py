"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.questions import documents
from gateway.console.typed_answers import Answer, Document


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


class QuestionsAnswer(Answer, frozen=True):
    operations: list[SavedOperation] | None
    purposes: list[PurposeLabel] | None


class AnswerAnswer(Answer, frozen=True):
    questionAnswer: QuestionAnswer | None


QUESTIONS = Document(documents.QUESTIONS, QuestionsAnswer)
ANSWER = Document(documents.ANSWER, AnswerAnswer)

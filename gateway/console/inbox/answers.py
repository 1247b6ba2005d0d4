"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.inbox import documents
from gateway.console.typed_answers import Answer, Document


class InboxMessage(Answer, frozen=True):
    id: str
    at: str
    kind: str
    about: str
    titleFr: str
    titleEn: str
    sentenceFr: str
    sentenceEn: str
    nextFr: str
    nextEn: str
    read: bool
    form: str | None
    receipt: str | None


class InboxAnswer(Answer, frozen=True):
    inbox: list[InboxMessage] | None


class MarkReadAnswer(Answer, frozen=True):
    markRead: int | None


MESSAGES = Document(documents.MESSAGES, InboxAnswer)
MARK_READ = Document(documents.MARK_READ, MarkReadAnswer)

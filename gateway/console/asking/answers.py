"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.asking import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class Organisation(Answer, frozen=True):
    siren: str
    name: str


class AskingResult(Answer, frozen=True):
    sentences: list[Sentence]


class InboxMessage(Answer, frozen=True):
    kind: str
    about: str
    at: str
    use: str | None
    isFromOutside: bool


class AskingToConfirm(Answer, frozen=True):
    words: str
    description: str
    name: str
    employer: str
    address: str
    to: str


class BodiesAnswer(Answer, frozen=True):
    organisations: list[Organisation] | None


class AskAnswer(Answer, frozen=True):
    askForData: AskingResult


class AskFromOutsideAnswer(Answer, frozen=True):
    askFromOutside: AskingResult


class AskedAnswer(Answer, frozen=True):
    inbox: list[InboxMessage] | None


class ToConfirmAnswer(Answer, frozen=True):
    askingToConfirm: AskingToConfirm | None


class ConfirmAnswer(Answer, frozen=True):
    confirmAsking: AskingResult


BODIES = Document(documents.BODIES, BodiesAnswer)
ASK = Document(documents.ASK, AskAnswer)
ASK_FROM_OUTSIDE = Document(documents.ASK_FROM_OUTSIDE, AskFromOutsideAnswer)
ASKED = Document(documents.ASKED, AskedAnswer)
TO_CONFIRM = Document(documents.TO_CONFIRM, ToConfirmAnswer)
CONFIRM = Document(documents.CONFIRM, ConfirmAnswer)

"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.contractor import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class Organisation(Answer, frozen=True):
    name: str


class ReceivedDisputes(Answer, frozen=True):
    digest: str
    sender: Organisation
    title: Sentence
    at: str
    table: str


class DepositVersion(Answer, frozen=True):
    number: int
    at: str
    fileName: str
    rows: int
    note: str
    state: str


class DeclaredContract(Answer, frozen=True):
    column: str
    equals: str


class DeclaredAcceptance(Answer, frozen=True):
    standard: str | None
    period: str | None
    columnsComplete: list[str]
    noDuplicates: bool
    contract: DeclaredContract | None


class DepositColumn(Answer, frozen=True):
    name: str
    label: str
    unit: str | None


class Deposit(Answer, frozen=True):
    dataset: str
    title: Sentence
    owner: Organisation
    versions: list[DepositVersion]
    acceptance: DeclaredAcceptance | None
    columns: list[DepositColumn]


class ReceivedAnswer(Answer, frozen=True):
    disputesReceived: list[ReceivedDisputes] | None


class LeftAnswer(Answer, frozen=True):
    deposits: list[Deposit] | None


RECEIVED = Document(documents.RECEIVED, ReceivedAnswer)
LEFT = Document(documents.LEFT, LeftAnswer)

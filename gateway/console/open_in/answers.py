"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.open_in import documents
from gateway.console.typed_answers import Answer, Document


class Organisation(Answer, frozen=True):
    slug: str


class Column(Answer, frozen=True):
    name: str
    labelFr: str
    labelEn: str
    ways: list[str]


class Dataset(Answer, frozen=True):
    id: str
    name: str
    titleFr: str
    titleEn: str
    owner: Organisation
    columns: list[Column]


class OpenedDataAnswer(Answer, frozen=True):
    dataset: Dataset | None


OPENED_DATA = Document(documents.OPENED_DATA, OpenedDataAnswer)

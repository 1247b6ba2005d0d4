"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.catalogue import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class SavedOperation(Answer, frozen=True):
    name: str
    title: str


class CatalogueReason(Answer, frozen=True):
    typed: str
    words: Sentence


class Organisation(Answer, frozen=True):
    siren: str
    name: str


class Dataset(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str
    descriptionFr: str
    descriptionEn: str
    synthetic: bool
    personalData: bool
    lastUpdate: str | None
    updateFrequencyLabel: Sentence | None
    owner: Organisation


class CatalogueEntry(Answer, frozen=True):
    theme: str | None
    access: str
    freshness: str
    foundWords: list[str]
    reasons: list[CatalogueReason]
    dataset: Dataset


class FacetValue(Answer, frozen=True):
    code: str
    label: Sentence
    count: int
    isChosen: bool


class CatalogueFacet(Answer, frozen=True):
    code: str
    label: Sentence
    values: list[FacetValue]


class UnderstoodWord(Answer, frozen=True):
    typed: str
    read: str
    isPlace: bool
    isCorrected: bool
    isFound: bool
    near: list[str]


class Catalogue(Answer, frozen=True):
    total: int
    exact: int
    isNear: bool
    suggestions: list[str]
    entries: list[CatalogueEntry]
    facets: list[CatalogueFacet]
    understood: list[UnderstoodWord]


class Agreement(Answer, frozen=True):
    datasetId: str
    purposes: list[str]


class QuestionsFoundAnswer(Answer, frozen=True):
    operations: list[SavedOperation] | None


class CatalogueAnswer(Answer, frozen=True):
    catalogue: Catalogue | None
    agreements: list[Agreement] | None


QUESTIONS_FOUND = Document(documents.QUESTIONS_FOUND, QuestionsFoundAnswer)
CATALOGUE = Document(documents.CATALOGUE, CatalogueAnswer)

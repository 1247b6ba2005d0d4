"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.bodies import documents
from gateway.console.typed_answers import Answer, Document


class DatasetContact(Answer, frozen=True):
    name: str
    email: str


class Dataset(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str
    descriptionFr: str
    descriptionEn: str
    accessLevel: str
    lastUpdate: str | None
    contact: DatasetContact | None


class Organisation(Answer, frozen=True):
    siren: str
    slug: str
    name: str
    kind: str
    datasets: list[Dataset]


class OrganisationOfBody(Answer, frozen=True):
    siren: str


class Agreement(Answer, frozen=True):
    state: str
    grantor: OrganisationOfBody
    grantee: OrganisationOfBody


class BodyAnswer(Answer, frozen=True, kw_only=True):
    organisation: Organisation | None
    agreements: list[Agreement] | None = None


BODY = Document(documents.BODY, BodyAnswer)

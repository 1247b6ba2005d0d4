"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.partners import documents
from gateway.console.typed_answers import Answer, Document


class Organisation(Answer, frozen=True):
    siren: str
    name: str


class Agreement(Answer, frozen=True):
    state: str
    grantor: Organisation
    grantee: Organisation


class PartnersAnswer(Answer, frozen=True):
    agreements: list[Agreement] | None


PARTNERS = Document(documents.PARTNERS, PartnersAnswer)

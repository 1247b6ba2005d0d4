"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.look import documents
from gateway.console.typed_answers import Answer, Document


class Look(Answer, frozen=True):
    shownName: str
    accent: str
    accentSoft: str
    accentContrast: float
    band: str
    bandInk: str
    bandContrast: float
    notice: str
    logo: str
    logoType: str
    version: str


class Organisation(Answer, frozen=True):
    siren: str
    name: str
    look: Look | None


class LookResult(Answer, frozen=True):
    act: str


class LookAnswer(Answer, frozen=True):
    organisation: Organisation | None


class SetLookAnswer(Answer, frozen=True):
    setLook: LookResult


class RemoveLookAnswer(Answer, frozen=True):
    removeLook: LookResult


LOOK = Document(documents.LOOK, LookAnswer)
SET_LOOK = Document(documents.SET_LOOK, SetLookAnswer)
REMOVE_LOOK = Document(documents.REMOVE_LOOK, RemoveLookAnswer)

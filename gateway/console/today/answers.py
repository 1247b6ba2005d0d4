"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.today import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class Figure(Answer, frozen=True):
    digest: str
    indicator: str
    year: int | None
    at: str
    title: Sentence


class FigureOfHeadline(Answer, frozen=True):
    content: str


class CampaignCounts(Answer, frozen=True):
    toSign: int
    withoutData: int


class Campaign(Answer, frozen=True):
    id: str
    title: str
    due: str
    state: str
    counts: CampaignCounts


class Person(Answer, frozen=True):
    roles: list[str]


class Organisation(Answer, frozen=True):
    name: str


class Arrival(Answer, frozen=True):
    agent: str


class PlatformBody(Answer, frozen=True):
    organisation: Organisation
    stewards: int
    arrivals: list[Arrival]


class Platform(Answer, frozen=True):
    bodies: list[PlatformBody]


class StorageHealth(Answer, frozen=True):
    isUp: bool
    causeFr: str
    causeEn: str


class Storage(Answer, frozen=True):
    id: str
    health: StorageHealth | None


class OwnDayAnswer(Answer, frozen=True, kw_only=True):
    figures: list[Figure] | None
    campaigns: list[Campaign] | None = None
    people: list[Person] | None = None


class HeadlineAnswer(Answer, frozen=True):
    figure: FigureOfHeadline | None


class PlatformDayAnswer(Answer, frozen=True):
    platform: Platform | None
    storages: list[Storage] | None


OWN_DAY = Document(documents.OWN_DAY, OwnDayAnswer)
HEADLINE = Document(documents.HEADLINE, HeadlineAnswer)
PLATFORM_DAY = Document(documents.PLATFORM_DAY, PlatformDayAnswer)

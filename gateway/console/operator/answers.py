"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.operator import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class Organisation(Answer, frozen=True):
    siren: str
    slug: str
    name: str


class OrganisationOfPlatform(Answer, frozen=True):
    slug: str
    name: str


class OrganisationOfBodyUsage(Answer, frozen=True):
    name: str


class Arrival(Answer, frozen=True):
    agent: str
    issuer: str
    name: str | None
    email: str | None
    firstAt: str


class PlatformBody(Answer, frozen=True):
    organisation: Organisation
    people: int
    stewards: int
    datasets: int
    storages: int
    agreements: int
    arrivals: list[Arrival]


class PlatformBodyOfQuotas(Answer, frozen=True):
    organisation: OrganisationOfPlatform


class UnattachedAgent(Answer, frozen=True):
    agent: str
    kind: str
    roles: list[str]


class Platform(Answer, frozen=True):
    bodies: list[PlatformBody]
    agentsWithoutBody: list[UnattachedAgent]
    catalogVersion: int
    policyRevision: str | None


class PlatformOfQuotas(Answer, frozen=True):
    bodies: list[PlatformBodyOfQuotas]


class QuotaLimit(Answer, frozen=True):
    kind: str
    percent: int
    sentence: Sentence


class QuotaLimitOfQuotas(Answer, frozen=True):
    kind: str
    limit: int


class BodyQuota(Answer, frozen=True):
    organisation: OrganisationOfPlatform
    limits: list[QuotaLimit]
    opens: str


class BodyQuotaOfQuotas(Answer, frozen=True):
    organisation: OrganisationOfPlatform
    limits: list[QuotaLimitOfQuotas]


class StorageHealth(Answer, frozen=True):
    isUp: bool
    since: str
    causeFr: str
    causeEn: str


class Storage(Answer, frozen=True):
    id: str
    kind: str
    organisation: str
    hostCountry: str | None
    secnumcloud: bool
    health: StorageHealth | None


class InboxMessage(Answer, frozen=True):
    id: str
    kind: str
    at: str
    about: str
    titleFr: str
    titleEn: str
    sentenceFr: str
    sentenceEn: str
    nextFr: str
    nextEn: str


class ActResult(Answer, frozen=True):
    sentences: list[Sentence]


class QuotaResult(Answer, frozen=True):
    act: str


class BodyUsage(Answer, frozen=True):
    month: str
    organisation: OrganisationOfBodyUsage | None
    requests: int
    failed: int
    rows: int
    milliseconds: int
    share: float | None
    cents: int | None


class PlatformAnswer(Answer, frozen=True):
    platform: Platform | None
    quotas: list[BodyQuota] | None
    storages: list[Storage] | None
    inbox: list[InboxMessage] | None


class AppointAnswer(Answer, frozen=True):
    grantRoles: ActResult


class QuotasAnswer(Answer, frozen=True):
    platform: PlatformOfQuotas | None
    quotas: list[BodyQuotaOfQuotas] | None


class SetQuotaAnswer(Answer, frozen=True):
    setQuota: QuotaResult


class BodyUsageAnswer(Answer, frozen=True):
    bodyUsage: list[BodyUsage] | None


PLATFORM = Document(documents.PLATFORM, PlatformAnswer)
APPOINT = Document(documents.APPOINT, AppointAnswer)
QUOTAS = Document(documents.QUOTAS, QuotasAnswer)
SET_QUOTA = Document(documents.SET_QUOTA, SetQuotaAnswer)
BODY_USAGE = Document(documents.BODY_USAGE, BodyUsageAnswer)

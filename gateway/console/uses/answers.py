"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.typed_answers import Answer, Document, Sentence
from gateway.console.uses import documents


class Organisation(Answer, frozen=True):
    siren: str
    name: str


class OrganisationOfUses(Answer, frozen=True):
    siren: str


class OrganisationOfMine(Answer, frozen=True):
    name: str


class DatasetUsage(Answer, frozen=True):
    dataset: str
    organisation: Organisation | None
    purpose: str | None
    agreements: list[str]
    requests: int
    besideOthers: int
    rows: int
    last: str


class DatasetUsageOfUses(Answer, frozen=True):
    requests: int
    rows: int
    period: str | None


class LinkOverYourData(Answer, frozen=True):
    id: str
    body: str
    datasets: list[str]
    purpose: str | None
    lastDay: str
    state: str
    awaits: list[str]
    consented: list[str]
    opened: int
    lastOpenedAt: str | None


class QuotaLimit(Answer, frozen=True):
    percent: int
    sentence: Sentence


class BodyQuota(Answer, frozen=True):
    limits: list[QuotaLimit]
    opens: str


class Dataset(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str
    owner: OrganisationOfUses


class PurposeLabel(Answer, frozen=True):
    code: str
    labelFr: str
    labelEn: str


class InboxMessage(Answer, frozen=True):
    kind: str
    at: str
    about: str
    titleFr: str
    titleEn: str
    sentenceFr: str
    sentenceEn: str


class LinkResult(Answer, frozen=True):
    applied: bool


class OwnRequest(Answer, frozen=True):
    requestId: str
    at: str
    onBehalfOf: OrganisationOfMine | None
    purpose: str | None
    datasets: list[str]
    agreements: list[str]
    status: str | None
    rows: int | None
    requests: int


class CouldRead(Answer, frozen=True):
    organisation: Organisation | None
    purpose: str | None
    agreements: list[str]
    since: str
    until: str


class UsesAnswer(Answer, frozen=True, kw_only=True):
    usage: list[DatasetUsage] | None
    months: list[DatasetUsageOfUses] | None
    linksOverYourData: list[LinkOverYourData] | None
    ownQuota: BodyQuota | None = None
    datasets: list[Dataset] | None
    purposes: list[PurposeLabel] | None
    inbox: list[InboxMessage] | None


class ConsentAnswer(Answer, frozen=True):
    consentToQuestionLink: LinkResult


class EndConsentAnswer(Answer, frozen=True):
    endQuestionLinkConsent: LinkResult


class MineAnswer(Answer, frozen=True):
    myRequests: list[OwnRequest] | None
    datasets: list[Dataset] | None
    purposes: list[PurposeLabel] | None


class OwnDataAnswer(Answer, frozen=True):
    datasets: list[Dataset] | None
    purposes: list[PurposeLabel] | None


class CouldHaveReadAnswer(Answer, frozen=True):
    couldHaveRead: list[CouldRead] | None


USES = Document(documents.USES, UsesAnswer)
CONSENT = Document(documents.CONSENT, ConsentAnswer)
END_CONSENT = Document(documents.END_CONSENT, EndConsentAnswer)
MINE = Document(documents.MINE, MineAnswer)
OWN_DATA = Document(documents.OWN_DATA, OwnDataAnswer)
COULD_HAVE_READ = Document(documents.COULD_HAVE_READ, CouldHaveReadAnswer)

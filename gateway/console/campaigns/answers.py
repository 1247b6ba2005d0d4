"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.campaigns import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class CampaignCounts(Answer, frozen=True):
    members: int
    toSign: int
    inForce: int
    refused: int
    withoutData: int


class CampaignOfCampaigns(Answer, frozen=True):
    id: str
    title: str
    template: str
    templateTitle: Sentence
    model: str | None
    firstMonth: str
    lastMonth: str
    due: str
    until: str
    state: str
    openedAt: str
    closedAt: str | None
    duty: str | None
    previous: str | None
    counts: CampaignCounts


class Campaign(Answer, frozen=True):
    id: str
    title: str
    template: str
    templateTitle: Sentence
    model: str | None
    firstMonth: str
    lastMonth: str
    due: str
    until: str
    state: str
    openedAt: str
    closedAt: str | None
    duty: str | None
    previous: str | None
    counts: CampaignCounts
    reminders: list[CampaignReminder]
    board: CampaignBoard


class CampaignOfOpen(Answer, frozen=True):
    id: str


class TemplateOfCampaign(Answer, frozen=True):
    name: str
    purposes: list[str]
    competence: str


class Template(Answer, frozen=True):
    name: str
    titleFr: str
    titleEn: str
    descriptionFr: str
    descriptionEn: str
    competence: str


class CampaignReminder(Answer, frozen=True):
    at: str
    step: str
    members: list[str]


class CampaignCell(Answer, frozen=True):
    month: str
    code: str
    kind: str
    rows: int | None
    words: Sentence


class CampaignMember(Answer, frozen=True):
    siren: str
    name: str
    registered: bool
    agreement: str | None
    code: str
    kind: str
    wantsModel: bool
    words: Sentence
    note: Sentence | None
    dataTitle: Sentence | None
    cells: list[CampaignCell]


class CampaignBoard(Answer, frozen=True):
    months: list[str]
    summary: Sentence
    members: list[CampaignMember]


class Commune(Answer, frozen=True):
    code: str
    nom: str


class TerritoryPath(Answer, frozen=True):
    through: list[str]
    communes: list[str]


class TerritoryPathOfMembers(Answer, frozen=True):
    through: list[str]


class Territory(Answer, frozen=True):
    communes: list[Commune]
    memberships: list[TerritoryPath]


class TerritoryOfMembers(Answer, frozen=True):
    memberships: list[TerritoryPathOfMembers]


class CampaignProposal(Answer, frozen=True):
    title: str
    template: str
    firstMonth: str
    lastMonth: str
    due: str
    members: list[str]
    dataset: str | None
    standard: str | None
    duty: str | None
    previous: str | None
    legalBasis: str | None


class Organisation(Answer, frozen=True):
    siren: str
    slug: str
    name: str


class CampaignResult(Answer, frozen=True):
    sentences: list[Sentence]
    campaign: CampaignOfOpen | None


class CampaignResultOfRemind(Answer, frozen=True):
    sentences: list[Sentence]


class CampaignResultOfClose(Answer, frozen=True):
    applied: bool


class CampaignsAnswer(Answer, frozen=True):
    campaigns: list[CampaignOfCampaigns] | None


class CampaignAnswer(Answer, frozen=True):
    templates: list[TemplateOfCampaign] | None
    campaign: Campaign | None


class LandsAnswer(Answer, frozen=True):
    territory: Territory | None


class ProposalAnswer(Answer, frozen=True):
    campaignProposal: CampaignProposal | None


class ChoicesAnswer(Answer, frozen=True):
    templates: list[Template] | None
    organisations: list[Organisation] | None


class MembersAnswer(Answer, frozen=True):
    territory: TerritoryOfMembers | None


class OpenAnswer(Answer, frozen=True):
    openCampaign: CampaignResult


class RemindAnswer(Answer, frozen=True):
    remindCampaign: CampaignResultOfRemind


class CloseAnswer(Answer, frozen=True):
    closeCampaign: CampaignResultOfClose


CAMPAIGNS = Document(documents.CAMPAIGNS, CampaignsAnswer)
CAMPAIGN = Document(documents.CAMPAIGN, CampaignAnswer)
LANDS = Document(documents.LANDS, LandsAnswer)
PROPOSAL = Document(documents.PROPOSAL, ProposalAnswer)
CHOICES = Document(documents.CHOICES, ChoicesAnswer)
MEMBERS = Document(documents.MEMBERS, MembersAnswer)
OPEN = Document(documents.OPEN, OpenAnswer)
REMIND = Document(documents.REMIND, RemindAnswer)
CLOSE = Document(documents.CLOSE, CloseAnswer)

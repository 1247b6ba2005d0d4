"""The services that the control fields ask, bound to the subject of one request."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.hosting import NOTHING_SAID, Installation
from catalog.model.subject import Subject
from gateway.acts.boards import BoardActs
from gateway.acts.consents import ConsentActs
from gateway.acts.indicators import IndicatorActs
from gateway.acts.keys import KeyService
from gateway.acts.look import LookService
from gateway.acts.mail_choices import MailChoiceService
from gateway.acts.mail_senders import MailSenderService
from gateway.acts.openings import OpeningActs
from gateway.acts.people import PeopleService
from gateway.acts.platform import PlatformService
from gateway.acts.possible import PossibleService
from gateway.acts.quota import QuotaActs
from gateway.acts.saved_operations import OperationService
from gateway.acts.service_acts import ServiceActs
from gateway.acts.sources import SourceActs
from gateway.asking.service import AskingService
from gateway.figures.activations.consent_service import ConsentService
from gateway.figures.activations.service import ActivationService
from gateway.figures.boards.service import BoardService
from gateway.figures.boards.tiles import TileReader
from gateway.figures.campaigns.service import CampaignService
from gateway.figures.frozen.service import FigureService
from gateway.figures.indicators.service import IndicatorService
from gateway.files.deposits.service import DepositService
from gateway.proof.signing_key import TrustedKeys
from gateway.reading.exploring.service import ExplorationService
from gateway.reading.query.given import GivenService
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.question_answer import QuestionService
from gateway.reading.query.request import DataRequest, GraphqlRequest
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.reports.coverage_service import CoverageService
from gateway.reading.reports.explain_service import ExplainService
from gateway.reading.reports.question_links import LinkService
from gateway.reading.reports.quota_use import QuotaUseService
from gateway.reading.reports.sharing_service import SharingService
from gateway.reading.reports.usage import UsageService
from gateway.services import Services
from gateway.sharing.notifications.service import WebhookService
from gateway.upkeep.secret_store.secret_service import SecretService
from gateway.upkeep.source_monitoring.source_service import SourceService
from gateway.upkeep.source_monitoring.storage_service import StorageService
from gateway.upkeep.verification.service import HealthService

_NO_KEYS = TrustedKeys({})


@dataclass(frozen=True, slots=True)
class ControlServices:
    act: SharingService
    possible: PossibleService
    explain: ExplainService
    coverage: CoverageService
    webhooks: WebhookService
    sources: SourceService
    health: HealthService
    secrets: SecretService
    storages: StorageService
    usage: UsageService
    given: GivenService
    people: PeopleService
    keys: KeyService
    operations: OperationService
    mail_choices: MailChoiceService
    questions: QuestionService
    explorations: ExplorationService
    indicators: IndicatorService
    boards: BoardService
    links: LinkService
    source_acts: SourceActs
    deposits: DepositService
    platform: PlatformService
    looks: LookService
    activations: ActivationService
    consents: ConsentService
    figures: FigureService
    mail_senders: MailSenderService
    campaigns: CampaignService
    opening_acts: OpeningActs
    quota_acts: QuotaActs
    quota_use: QuotaUseService
    asking: AskingService
    installation: Installation = NOTHING_SAID
    trusted: TrustedKeys = _NO_KEYS
    """By which receipts are checked."""


def storage_service(subject: Subject, services: Services) -> StorageService:
    return StorageService(
        subject,
        services.acts,
        services.notifications.resolve_secret,
        services.sources.looks.addresses,
        services.reach_by_engine,
    )


def statement_of(request: DataRequest) -> SqlRequest:
    """An empty statement in the name of the caller of `request`, for the same purpose."""
    return SqlRequest(
        id=request.id,
        document="",
        authorization=request.authorization,
        session=request.session,
        purpose=request.purpose,
        on_behalf_of=request.on_behalf_of,
        file_reference=request.file_reference,
        language=request.language,
        address=request.address,
    )


def control_services(
    prepared: Prepared, request: GraphqlRequest, services: Services
) -> ControlServices:
    subject, ports, acts = prepared.subject, services.query, services.acts
    key = services.proof.key
    activations = ActivationService(
        prepared.standpoint, request, ports, ServiceActs(subject, acts, key), key
    )
    explorations = ExplorationService(prepared.standpoint, statement_of(request), ports)
    figures = FigureService(subject, acts, ports, statement_of(request))
    indicators = IndicatorService(IndicatorActs(subject, acts), explorations, figures)
    questions = QuestionService(statement_of(request), ports)
    return ControlServices(
        act=SharingService(subject, acts, ports),
        possible=PossibleService(prepared.standpoint, acts),
        explain=ExplainService(prepared, request, ports),
        coverage=CoverageService(prepared, ports),
        webhooks=WebhookService(subject, acts, services.notifications),
        sources=SourceService(subject, acts, services.sources, ports),
        health=HealthService(subject, services.verification),
        secrets=SecretService(subject, acts, services.secret_ring),
        storages=storage_service(subject, services),
        usage=UsageService(subject, ports, acts.law),
        given=GivenService(prepared.standpoint, ports),
        people=PeopleService(subject, acts),
        keys=KeyService(subject, acts),
        operations=OperationService(subject, acts),
        mail_choices=MailChoiceService(subject, acts),
        questions=questions,
        explorations=explorations,
        indicators=indicators,
        boards=BoardService(
            BoardActs(subject, acts), TileReader(explorations, indicators, questions, figures)
        ),
        links=LinkService(
            subject, acts, ports, services.link_uses, request.language, request.address
        ),
        source_acts=SourceActs(subject, acts),
        deposits=DepositService(subject, acts, services.deposits, ports),
        platform=PlatformService(subject, acts),
        looks=LookService(subject, acts),
        activations=activations,
        consents=ConsentService(activations, ConsentActs(subject, acts)),
        figures=figures,
        mail_senders=MailSenderService(subject, acts),
        campaigns=CampaignService(subject, acts, ports, statement_of(request)),
        opening_acts=OpeningActs(subject, acts),
        quota_acts=QuotaActs(subject, acts),
        quota_use=QuotaUseService(subject, ports, acts.law),
        asking=AskingService(subject, acts, services.asking),
        installation=ports.installation,
        trusted=TrustedKeys.of([key.public]),
    )

"""Changes by an act: whole entities put in the catalog or taken out of it, and the act's record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from catalog.model.agreement import Agreement
from catalog.model.board import Board
from catalog.model.campaign import Campaign
from catalog.model.consent import Consent
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Siren
from catalog.model.indicator import Indicator
from catalog.model.look import Look
from catalog.model.mail_choices import MailChoices
from catalog.model.mail_sender import MailSenders
from catalog.model.mandate import Mandate
from catalog.model.message import Message
from catalog.model.opening import Opening
from catalog.model.organisation import Agent, Membership, Organisation
from catalog.model.published_service import Activation, PublishedService
from catalog.model.purpose import Purpose
from catalog.model.question_link import QuestionLink
from catalog.model.quota import Quota
from catalog.model.reference import Reference
from catalog.model.saved_operation import SavedOperation
from catalog.model.secret import StoredSecret
from catalog.model.service_account import ServiceAccount
from catalog.model.storage import Storage
from catalog.model.webhook import Webhook

Entity = (
    Organisation
    | Agent
    | Membership
    | Storage
    | Dataset
    | Purpose
    | Agreement
    | Mandate
    | Reference
    | Webhook
    | StoredSecret
    | ServiceAccount
    | Deposit
    | Look
    | PublishedService
    | Activation
    | FrozenFigure
    | MailSenders
    | Campaign
    | Quota
    | Consent
    | Opening
    | SavedOperation
    | MailChoices
    | QuestionLink
    | Indicator
    | Board
)


class Family(StrEnum):
    """In the order in which they may refer to each other."""

    ORGANISATION = "organisation"
    AGENT = "agent"
    MEMBERSHIP = "membership"
    STORAGE = "storage"
    DATASET = "dataset"
    PURPOSE = "purpose"
    AGREEMENT = "agreement"
    MANDATE = "mandate"
    REFERENCE = "reference"
    WEBHOOK = "webhook"
    SECRET = "secret"  # noqa: S105 - a family of entities, not one of them
    SERVICE_ACCOUNT = "service_account"
    DEPOSIT = "deposit"
    LOOK = "look"
    SERVICE = "service"
    ACTIVATION = "activation"
    FIGURE = "figure"
    MAIL_SENDERS = "mail_senders"
    CAMPAIGN = "campaign"
    QUOTA = "+quota"
    """Informs: a version that does not know quotas holds none."""
    CONSENT = "+consent"
    """Informs: a version that does not know consents reads nothing by one."""
    OPENING = "+opening"
    """Informs: without it the data stay closed, as they are until it is confirmed."""
    OPERATION = "+operation"
    """Informs: a version that does not know it answers its text, and no name of it."""
    MAIL_CHOICES = "+mail_choices"
    """Informs: a version that does not know them tells each message by itself."""
    QUESTION_LINK = "+question_link"
    """Informs: a version that does not know links opens none."""
    INDICATOR = "+indicator"
    """Informs: a version that does not know indicators computes none."""
    BOARD = "+board"
    """Informs: a version that does not know boards shows none."""


CLASSES: dict[Family, type[Entity]] = {
    Family.ORGANISATION: Organisation,
    Family.AGENT: Agent,
    Family.MEMBERSHIP: Membership,
    Family.STORAGE: Storage,
    Family.DATASET: Dataset,
    Family.PURPOSE: Purpose,
    Family.AGREEMENT: Agreement,
    Family.MANDATE: Mandate,
    Family.REFERENCE: Reference,
    Family.WEBHOOK: Webhook,
    Family.SECRET: StoredSecret,
    Family.SERVICE_ACCOUNT: ServiceAccount,
    Family.DEPOSIT: Deposit,
    Family.LOOK: Look,
    Family.SERVICE: PublishedService,
    Family.ACTIVATION: Activation,
    Family.FIGURE: FrozenFigure,
    Family.MAIL_SENDERS: MailSenders,
    Family.CAMPAIGN: Campaign,
    Family.QUOTA: Quota,
    Family.CONSENT: Consent,
    Family.OPENING: Opening,
    Family.OPERATION: SavedOperation,
    Family.MAIL_CHOICES: MailChoices,
    Family.QUESTION_LINK: QuestionLink,
    Family.INDICATOR: Indicator,
    Family.BOARD: Board,
}
_FAMILIES = {kind: family for family, kind in CLASSES.items()}


def family_of(entity: Entity) -> Family:
    return _FAMILIES[type(entity)]


def key_of(entity: Entity) -> str:  # noqa: C901, PLR0911 - one return a family
    """The key of an entity within its family, the same from one version to the next."""
    match entity:
        case Organisation():
            return str(entity.siren)
        case Agent() | MailChoices():
            return json.dumps([entity.issuer, entity.sub], ensure_ascii=False)
        case Membership():
            competences = ",".join(sorted(entity.competences))
            start = entity.start.isoformat()
            return f"{entity.member}/{entity.of}/{entity.mode.value}/{start}/{competences}"
        case (
            Storage()
            | Dataset()
            | Mandate()
            | Webhook()
            | ServiceAccount()
            | PublishedService()
            | Activation()
            | FrozenFigure()
            | Campaign()
            | Consent()
            | SavedOperation()
            | QuestionLink()
            | Indicator()
            | Board()
        ):
            return entity.id
        case Purpose():
            return entity.code
        case Agreement():
            return entity.citation
        case Reference():
            return entity.name
        case StoredSecret():
            return entity.reference
        case Deposit() | Opening():
            return entity.dataset_id
        case Look() | MailSenders() | Quota():
            return str(entity.organisation)


@dataclass(frozen=True, slots=True)
class Changes:
    """`put` adds or replaces, `removed` takes out (a past picture still shows it).

    `messages` are told because of it, written in the same transaction; an act may tell alone.
    """

    put: tuple[Entity, ...] = ()
    removed: tuple[Entity, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.put or self.removed or self.messages)


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One line of the audit of acts. `summary` is JSON: names and before/after, never a secret.

    `by_issuer` is None for the system's own subjects.
    """

    at: datetime
    by_issuer: str | None
    by_sub: str
    for_organisation: Siren | None
    action: str
    summary: Mapping[str, Any] = field(default_factory=dict)

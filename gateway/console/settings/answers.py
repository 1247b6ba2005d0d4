"""The answers of this folder's documents, made by `python -m scripts.make_answers`."""

from __future__ import annotations

from gateway.console.settings import documents
from gateway.console.typed_answers import Answer, Document, Sentence


class PersonOfSettings(Answer, frozen=True):
    kind: str


class Person(Answer, frozen=True):
    agent: str
    issuer: str
    name: str | None
    email: str | None
    kind: str
    roles: list[str]
    purposes: list[str]


class PersonOfNotified(Answer, frozen=True):
    agent: str
    issuer: str
    name: str | None
    email: str | None
    kind: str
    roles: list[str]


class ArrivalOfSettings(Answer, frozen=True):
    agent: str


class Arrival(Answer, frozen=True):
    agent: str
    issuer: str
    name: str | None
    email: str | None
    firstAt: str
    lastAt: str


class KeyOfSettings(Answer, frozen=True):
    revokedAt: str | None


class KeyOfPeopleAndKeys(Answer, frozen=True):
    name: str
    madeBy: str
    revokedAt: str | None


class Key(Answer, frozen=True):
    id: str
    name: str
    datasets: list[str]
    purposes: list[str]
    formats: list[str]
    doors: list[str]
    networks: list[str]
    madeBy: str
    madeAt: str
    endsAt: str
    revokedAt: str | None
    confirmBefore: str | None
    lastUsed: str | None
    operations: list[str]


class MandateOfSettings(Answer, frozen=True):
    inForce: bool


class Mandate(Answer, frozen=True):
    id: str
    principal: OrganisationOfMandates
    mandatary: OrganisationOfMandates
    actions: list[str]
    competences: list[str]
    datasets: list[str]
    start: str
    end: str | None
    act: EnforceableAct
    givenBy: str
    givenAt: str
    endedAt: str | None
    endedBy: str | None
    inForce: bool


class WebhookOfSettings(Answer, frozen=True):
    active: bool


class Webhook(Answer, frozen=True):
    id: str
    url: str
    kinds: list[str]
    active: bool
    since: str
    secret: str


class WebhookOfRegisterWebhook(Answer, frozen=True):
    id: str


class WebhookOfNotified(Answer, frozen=True):
    id: str
    url: str
    active: bool


class SecretOfSettings(Answer, frozen=True):
    name: str


class SecretOfWebhooks(Answer, frozen=True):
    name: str
    reference: str


class Secret(Answer, frozen=True):
    name: str
    reference: str
    setAt: str
    keyVersion: int


class PurposeLabel(Answer, frozen=True):
    code: str
    labelFr: str
    labelEn: str


class ActResult(Answer, frozen=True):
    sentences: list[Sentence]


class SavedOperation(Answer, frozen=True):
    name: str
    hash: str


class Organisation(Answer, frozen=True):
    siren: str
    slug: str
    name: str


class OrganisationOfMandates(Answer, frozen=True):
    siren: str
    name: str


class Dataset(Answer, frozen=True):
    id: str
    name: str
    titleFr: str
    titleEn: str
    owner: Organisation


class DatasetOfMail(Answer, frozen=True):
    id: str
    titleFr: str
    titleEn: str


class KeyResult(Answer, frozen=True):
    id: str | None
    key: str | None
    sentences: list[Sentence]


class KeyResultOfRevokeKey(Answer, frozen=True):
    id: str | None


class EnforceableAct(Answer, frozen=True):
    reference: str
    enforceableSince: str


class Delivery(Answer, frozen=True):
    id: str
    kind: str
    about: str
    at: str
    state: str
    attempts: int
    nextAt: str | None
    sentAt: str | None
    lastError: str | None


class WebhookResult(Answer, frozen=True):
    webhook: WebhookOfRegisterWebhook | None
    sentences: list[Sentence]


class WebhookResultOfRemoveWebhook(Answer, frozen=True):
    act: str


class SecretResult(Answer, frozen=True):
    act: str


class MailSender(Answer, frozen=True):
    address: str
    by: str
    at: str


class MailDeposits(Answer, frozen=True):
    domain: str | None
    senders: list[MailSender]


class Deposit(Answer, frozen=True):
    dataset: str


class MailSenderResult(Answer, frozen=True):
    sentences: list[Sentence]


class SettingsAnswer(Answer, frozen=True):
    people: list[PersonOfSettings] | None
    arrivals: list[ArrivalOfSettings] | None
    keys: list[KeyOfSettings] | None
    mandates: list[MandateOfSettings] | None
    webhooks: list[WebhookOfSettings] | None
    secrets: list[SecretOfSettings] | None


class PeopleAnswer(Answer, frozen=True):
    people: list[Person] | None
    arrivals: list[Arrival] | None
    purposes: list[PurposeLabel] | None


class ChangeRolesAnswer(Answer, frozen=True, kw_only=True):
    grantRoles: ActResult | None = None
    revokeRoles: ActResult | None = None
    assignPurposes: ActResult | None = None


class PeopleAndKeysAnswer(Answer, frozen=True):
    people: list[Person] | None
    keys: list[KeyOfPeopleAndKeys] | None


class RemovePersonAnswer(Answer, frozen=True, kw_only=True):
    revokeRoles: ActResult
    assignPurposes: ActResult | None = None


class KeysAnswer(Answer, frozen=True):
    keys: list[Key] | None
    operations: list[SavedOperation] | None
    datasets: list[Dataset] | None
    purposes: list[PurposeLabel] | None


class MakeKeyAnswer(Answer, frozen=True):
    makeKey: KeyResult


class RotateKeyAnswer(Answer, frozen=True):
    rotateKey: KeyResult


class RevokeKeyAnswer(Answer, frozen=True):
    revokeKey: KeyResultOfRevokeKey


class ConfirmKeyAnswer(Answer, frozen=True):
    confirmKey: KeyResultOfRevokeKey


class MandatesAnswer(Answer, frozen=True):
    mandates: list[Mandate] | None
    datasets: list[Dataset] | None
    organisations: list[Organisation] | None


class GiveMandateAnswer(Answer, frozen=True):
    giveMandate: ActResult


class EndMandateAnswer(Answer, frozen=True):
    endMandate: ActResult


class WebhooksAnswer(Answer, frozen=True):
    webhooks: list[Webhook] | None
    secrets: list[SecretOfWebhooks] | None


class DeliveriesAnswer(Answer, frozen=True):
    webhooks: list[Webhook] | None
    deliveries: list[Delivery] | None


class RegisterWebhookAnswer(Answer, frozen=True):
    registerWebhook: WebhookResult


class RemoveWebhookAnswer(Answer, frozen=True):
    removeWebhook: WebhookResultOfRemoveWebhook


class ReactivateWebhookAnswer(Answer, frozen=True):
    reactivateWebhook: WebhookResultOfRemoveWebhook


class ReplayAnswer(Answer, frozen=True):
    replayDelivery: WebhookResultOfRemoveWebhook


class SecretsAnswer(Answer, frozen=True):
    secrets: list[Secret] | None


class SetSecretAnswer(Answer, frozen=True):
    setSecret: SecretResult


class RemoveSecretAnswer(Answer, frozen=True):
    removeSecret: SecretResult


class NotifiedAnswer(Answer, frozen=True):
    people: list[PersonOfNotified] | None
    webhooks: list[WebhookOfNotified] | None


class MessageKindsAnswer(Answer, frozen=True):
    messageKinds: list[str] | None


class MailAnswer(Answer, frozen=True):
    mailDeposits: MailDeposits | None
    deposits: list[Deposit] | None
    datasets: list[DatasetOfMail] | None


class AddSenderAnswer(Answer, frozen=True):
    addMailSender: MailSenderResult


class RemoveSenderAnswer(Answer, frozen=True):
    removeMailSender: MailSenderResult


OVERVIEW = Document(documents.OVERVIEW, SettingsAnswer)
PEOPLE = Document(documents.PEOPLE, PeopleAnswer)
CHANGE_ROLES = Document(documents.CHANGE_ROLES, ChangeRolesAnswer)
PEOPLE_AND_KEYS = Document(documents.PEOPLE_AND_KEYS, PeopleAndKeysAnswer)
REMOVE_PERSON = Document(documents.REMOVE_PERSON, RemovePersonAnswer)
KEYS = Document(documents.KEYS, KeysAnswer)
MAKE_KEY = Document(documents.MAKE_KEY, MakeKeyAnswer)
ROTATE_KEY = Document(documents.ROTATE_KEY, RotateKeyAnswer)
REVOKE_KEY = Document(documents.REVOKE_KEY, RevokeKeyAnswer)
CONFIRM_KEY = Document(documents.CONFIRM_KEY, ConfirmKeyAnswer)
MANDATES = Document(documents.MANDATES, MandatesAnswer)
GIVE_MANDATE = Document(documents.GIVE_MANDATE, GiveMandateAnswer)
END_MANDATE = Document(documents.END_MANDATE, EndMandateAnswer)
WEBHOOKS = Document(documents.WEBHOOKS, WebhooksAnswer)
DELIVERIES = Document(documents.DELIVERIES, DeliveriesAnswer)
REGISTER_WEBHOOK = Document(documents.REGISTER_WEBHOOK, RegisterWebhookAnswer)
REMOVE_WEBHOOK = Document(documents.REMOVE_WEBHOOK, RemoveWebhookAnswer)
REACTIVATE_WEBHOOK = Document(documents.REACTIVATE_WEBHOOK, ReactivateWebhookAnswer)
REPLAY = Document(documents.REPLAY, ReplayAnswer)
SECRETS = Document(documents.SECRETS, SecretsAnswer)
SET_SECRET = Document(documents.SET_SECRET, SetSecretAnswer)
REMOVE_SECRET = Document(documents.REMOVE_SECRET, RemoveSecretAnswer)
NOTIFIED = Document(documents.NOTIFIED, NotifiedAnswer)
MESSAGE_KINDS = Document(documents.MESSAGE_KINDS, MessageKindsAnswer)
MAIL = Document(documents.MAIL, MailAnswer)
ADD_SENDER = Document(documents.ADD_SENDER, AddSenderAnswer)
REMOVE_SENDER = Document(documents.REMOVE_SENDER, RemoveSenderAnswer)

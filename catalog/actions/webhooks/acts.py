"""Acts on webhooks and on what is sent to them: one frozen value an act."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.identifiers import Name
from catalog.model.storage import SecretReference


@dataclass(frozen=True, slots=True)
class RegisterWebhook:
    """By a steward, for the organisation acted for; the same name again replaces it.

    `kinds` are those of messages; none: all. It is kept only if it answers a test.
    """

    name: Name
    url: str
    secret: SecretReference
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RemoveWebhook:
    webhook: str
    """Here and below: an id."""


@dataclass(frozen=True, slots=True)
class ReactivateWebhook:
    """Turned on again once it answers a test: what waited for it is sent."""

    webhook: str


@dataclass(frozen=True, slots=True)
class ReplayDelivery:
    """Sent once more, under the same id."""

    delivery: str


@dataclass(frozen=True, slots=True)
class TurnOffWebhook:
    """By the clock, after too many failures in a row."""

    webhook: str


WebhookAct = RegisterWebhook | RemoveWebhook | ReactivateWebhook
TellingAct = WebhookAct | ReplayDelivery | TurnOffWebhook
